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
  const actionIds = blocks.flatMap((block: Block) => elementsOf(block)).map((element) => element.action_id);
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
  elementsOf(block).forEach((element, n) => checkElement(element, `${at}/elements/${n}`, problems));
}

function checkElement(element: Block, at: string, problems: string[]): void {
  atMost(element.action_id, 255, `${at}/action_id`, problems);
  if (element.type !== 'button') return;
  checkText(element.text, 75, `${at}/text`, problems);
  atMost(element.value, 2_000, `${at}/value`, problems);
  atMost(element.url, 3_000, `${at}/url`, problems);
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
