import type { Block } from './slack-workspace.js';

/** A refusal as Slack words it: `{ ok: false, error }`, with details where Slack gives them. */
export class SlackRefusal extends Error {
  constructor(
    readonly error: string,
    readonly details: readonly string[] = [],
  ) {
    super(error);
  }
}

const BLOCKS_A_MESSAGE = 50;
const BLOCKS_A_VIEW = 100;
const BLOCK_TYPES = ['actions', 'context', 'divider', 'header', 'image', 'input', 'rich_text', 'section'];

/** Refuses what Slack would refuse, so that a message too long for Slack is too long here. */
export function checkBlocks(blocks: unknown, where: 'message' | 'view'): Block[] {
  if (!Array.isArray(blocks)) throw new SlackRefusal('invalid_blocks_format');
  const most = where === 'message' ? BLOCKS_A_MESSAGE : BLOCKS_A_VIEW;
  const problems: string[] = [];
  if (blocks.length > most) problems.push(`no more than ${most} items allowed [json-pointer:/blocks]`);
  blocks.forEach((block: Block, at) => checkBlock(block, `/blocks/${at}`, problems));
  // In inputs the block tells them apart.
  const actionIds = blocks
    .filter(({ type }: Block) => type !== 'input')
    .flatMap((block: Block) => elementsOf(block))
    .map((element) => element.action_id);
  const repeated = actionIds.find((id, at) => id !== undefined && actionIds.indexOf(id) !== at);
  if (repeated !== undefined)
    problems.push(`\`action_id\` "${String(repeated)}" already exists [json-pointer:/blocks]`);
  if (problems.length > 0) {
    throw new SlackRefusal(
      'invalid_blocks',
      problems.map((problem) => `[ERROR] ${problem}`),
    );
  }
  return blocks as Block[];
}

function checkBlock(block: Block, at: string, problems: string[]): void {
  const type = String(block.type);
  if (!BLOCK_TYPES.includes(type)) problems.push(`unsupported type: ${type} [json-pointer:${at}/type]`);
  atMost(block.block_id, 255, `${at}/block_id`, problems);
  if (type === 'section') {
    if (block.text === undefined && block.fields === undefined) {
      problems.push(`missing required field: text [json-pointer:${at}]`);
    }
    if (block.text !== undefined) checkText(block.text, 3_000, `${at}/text`, problems);
    listOf(block.fields, 10, `${at}/fields`, problems).forEach((field, n) =>
      checkText(field, 2_000, `${at}/fields/${n}`, problems),
    );
  }
  if (type === 'header') checkText(block.text, 150, `${at}/text`, problems);
  if (type === 'context') {
    listOf(block.elements, 10, `${at}/elements`, problems).forEach((element, n) => {
      if (element.type !== 'image') checkText(element, 3_000, `${at}/elements/${n}`, problems);
    });
  }
  if (type === 'actions') listOf(block.elements, 25, `${at}/elements`, problems);
  if (type === 'input') {
    checkText(block.label, 2_000, `${at}/label`, problems);
    if (block.hint !== undefined) checkText(block.hint, 2_000, `${at}/hint`, problems);
    if (block.element === undefined) problems.push(`missing required field: element [json-pointer:${at}]`);
  }
  elementsOf(block).forEach((element, n) => checkElement(element, `${at}/elements/${n}`, problems));
}

/** How many options each kind of choice may have. */
const OPTIONS: Record<string, number> = {
  radio_buttons: 10,
  checkboxes: 10,
  static_select: 100,
  overflow: 5,
};

function checkElement(element: Block, at: string, problems: string[]): void {
  atMost(element.action_id, 255, `${at}/action_id`, problems);
  const type = String(element.type);
  if (type in OPTIONS)
    listOf(element.options ?? [], OPTIONS[type]!, `${at}/options`, problems).forEach((option, n) => {
      checkText(option.text, 75, `${at}/options/${n}/text`, problems);
      atMost(option.value, 150, `${at}/options/${n}/value`, problems);
    });
  if (type === 'plain_text_input') {
    if (Number(element.max_length ?? 0) > 3_000)
      problems.push(`must be less than 3001 [json-pointer:${at}/max_length]`);
    atMost(element.initial_value, Number(element.max_length ?? 3_000), `${at}/initial_value`, problems);
  }
  if (type === 'datepicker' && !matches(element.initial_date, /^\d{4}-\d\d-\d\d$/))
    problems.push(`invalid date [json-pointer:${at}/initial_date]`);
  if (type === 'timepicker' && !matches(element.initial_time, /^\d\d:\d\d$/))
    problems.push(`invalid time [json-pointer:${at}/initial_time]`);
  if (type !== 'button') return;
  checkText(element.text, 75, `${at}/text`, problems);
  atMost(element.value, 2_000, `${at}/value`, problems);
  atMost(element.url, 3_000, `${at}/url`, problems);
  const confirm = element.confirm as Record<string, unknown> | undefined;
  if (!confirm) return;
  checkText(confirm.title, 100, `${at}/confirm/title`, problems);
  checkText(confirm.text, 300, `${at}/confirm/text`, problems);
  checkText(confirm.confirm, 30, `${at}/confirm/confirm`, problems);
  checkText(confirm.deny, 30, `${at}/confirm/deny`, problems);
}

const matches = (value: unknown, form: RegExp): boolean =>
  value === undefined || (typeof value === 'string' && form.test(value));

interface ViewFrame {
  type?: string | undefined;
  title?: unknown;
  submit?: unknown;
  close?: unknown;
  private_metadata?: string | undefined;
}

/** What stands around the blocks of a view. */
export function checkView(view: ViewFrame, blocks: readonly Block[]): void {
  const problems: string[] = [];
  if (view.type === 'modal') {
    checkText(view.title, 24, '/title', problems);
    for (const name of ['submit', 'close'] as const)
      if (view[name] !== undefined) checkText(view[name], 24, `/${name}`, problems);
    if (view.submit === undefined && blocks.some(({ type }) => type === 'input'))
      problems.push('missing required field: submit [json-pointer:/view]');
  }
  atMost(view.private_metadata, 3_000, '/private_metadata', problems);
  const ids = blocks.map(({ block_id }) => block_id).filter((id) => id !== undefined);
  const repeated = ids.find((id, at) => ids.indexOf(id) !== at);
  if (repeated !== undefined) problems.push(`\`block_id\` "${String(repeated)}" already exists`);
  if (problems.length > 0)
    throw new SlackRefusal(
      'invalid_arguments',
      problems.map((problem) => `[ERROR] ${problem}`),
    );
}

/** What can be pressed or chosen in a block. */
export function elementsOf(block: Block): Block[] {
  if (block.type === 'actions' && Array.isArray(block.elements)) return block.elements as Block[];
  const single =
    block.type === 'section' ? block.accessory : block.type === 'input' ? block.element : undefined;
  return single === undefined ? [] : [single as Block];
}

function checkText(value: unknown, most: number, at: string, problems: string[]): void {
  const text = (value as { text?: unknown } | undefined)?.text;
  if (typeof text !== 'string') return void problems.push(`must provide a string [json-pointer:${at}/text]`);
  if (text.length === 0) problems.push(`must be more than 0 characters [json-pointer:${at}/text]`);
  atMost(text, most, `${at}/text`, problems);
}

function atMost(value: unknown, most: number, at: string, problems: string[]): void {
  if (typeof value === 'string' && value.length > most) {
    problems.push(`must be less than ${most + 1} characters [json-pointer:${at}]`);
  }
}

function listOf(value: unknown, most: number, at: string, problems: string[]): Block[] {
  if (value === undefined) return [];
  if (!Array.isArray(value) || value.length === 0) {
    problems.push(`must be a list of at least one item [json-pointer:${at}]`);
    return [];
  }
  if (value.length > most) problems.push(`no more than ${most} items allowed [json-pointer:${at}]`);
  return value as Block[];
}
