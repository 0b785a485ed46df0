import { escapeHtml, renderPage, shownTime } from './page.js';
import { anchor, mrkdwn } from './slack-mrkdwn.js';
import type { Beside } from './slack-desktop.js';
import { renderInput } from './slack-inputs.js';
import type { SlackView } from './slack-views.js';
import type { Block, SlackMessage, SlackUser } from './slack-workspace.js';

/** How much of the newest message stands in the list of people. */
const EXCERPT = 140;

export interface SlackPage {
  people: readonly SlackUser[];
  messages: readonly SlackMessage[];
  viewsOf(userId: string): readonly SlackView[];
  besidesOf(userId: string): readonly Beside[];
  /** Whether a press on a button goes anywhere. */
  pressable: boolean;
}

/** Everybody, those with the newest message first, then by name. */
export function renderPeople(page: SlackPage): string {
  const newest = new Map(page.messages.map((message) => [message.user.id, message]));
  const cards = [...page.people]
    .sort(
      (a, b) =>
        (newest.get(b.id)?.ts ?? '').localeCompare(newest.get(a.id)?.ts ?? '') ||
        a.name.localeCompare(b.name),
    )
    .map((user) => {
      const count = page.messages.filter((message) => message.user.id === user.id).length;
      const last = newest.get(user.id);
      const line = last
        ? `${escapeHtml(excerptOf(last.text))} · ${shownTime(last.postedAt)}`
        : 'No message yet';
      return `<a class="card" href="/people/${user.id}"><strong>${escapeHtml(user.name)}</strong>
        <span class="soft">${escapeHtml(user.email)} · ${count}${user.deactivated ? ' · deactivated' : ''}</span>
        <p class="soft">${line}</p></a>`;
    });
  const body = `<h1>Slack stand-in: ${page.messages.length} messages</h1>
    <p class="soft">What Followthrough sends through Slack’s Web API here. Nothing leaves this machine.
    <a href="/stand-in/messages">As JSON</a></p>
    ${cards.join('') || '<p class="card">Nobody was written to yet. This page looks again every five seconds.</p>'}`;
  return renderPage({ title: `Slack stand-in (${page.messages.length})`, body, refresh: 5 });
}

/** The beginning of a text in one line, cut between words. */
function excerptOf(text: string): string {
  const line = text.replace(/\s*\n\s*/g, ' · ');
  return line.length <= EXCERPT ? line : `${line.slice(0, EXCERPT).replace(/\s+\S*$/, '')} …`;
}

/** What one person sees of the app: the window on top, what it said beside, the home tab and the messages, newest first. */
export function renderPerson(page: SlackPage, user: SlackUser, told?: string): string {
  const messages = page.messages.filter((message) => message.user.id === user.id).reverse();
  const views = page.viewsOf(user.id);
  const modals = views.filter(({ type }) => type === 'modal').map(renderModal);
  // A window lies above everything else.
  const pressable = page.pressable && modals.length === 0;
  const homes = views.filter(({ type }) => type === 'home').map((view) => renderHome(view, pressable));
  const besides = [...page.besidesOf(user.id)].reverse().map((one) => renderBeside(one, pressable));
  const body = `<nav><a href="/">← Everybody</a></nav><h1>${escapeHtml(user.name)}</h1>
    <p class="soft">${escapeHtml(user.email)}${user.deactivated ? ' · deactivated' : ''}</p>
    ${page.pressable ? doings(user) : ''}
    ${told === undefined ? '' : `<p class="card" role="status">${escapeHtml(told)}</p>`}
    ${modals.join('')}${besides.join('')}${homes.join('')}
    ${messages.map((message) => renderMessage(message, pressable)).join('')}`;
  // Never under somebody's hands: what is typed would be gone.
  return renderPage({ title: user.name, body, ...(modals.length === 0 && { refresh: 4 }) });
}

const hiddenInputs = (hidden: Readonly<Record<string, string>>): string =>
  Object.entries(hidden)
    .map(([name, value]) => `<input type="hidden" name="${name}" value="${escapeHtml(value)}">`)
    .join('');

const doings = ({ id }: SlackUser): string =>
  `<div class="actions"><form method="post" action="/stand-in/home">${hiddenInputs({ user: id })}<button>Open the Home tab</button></form>
   <form method="post" action="/stand-in/command">${hiddenInputs({ user: id })}<input type="text" name="text" aria-label="Text of the command" placeholder="help"> <button>/followthrough</button></form></div>`;

function renderModal(view: SlackView): string {
  const hidden = hiddenInputs({ user: view.userId, view: view.id });
  const send = view.submit
    ? `<button class="primary" name="do" value="send">${escapeHtml(view.submit)}</button>`
    : '';
  return `<section class="card modal" role="dialog" aria-label="${escapeHtml(view.title)}"><h2>${escapeHtml(view.title)}</h2>
    <form method="post" action="/stand-in/window">${hidden}${renderBlocks(view.blocks, undefined, view)}
    <div class="actions">${send}<button name="do" value="close" formnovalidate>${escapeHtml(view.close ?? 'Close')}</button></div></form></section>`;
}

const renderHome = (view: SlackView, pressable: boolean): string =>
  `<section class="card"><p class="soft">Home tab</p>${renderBlocks(view.blocks, pressable ? { user: view.userId, view: view.id } : undefined)}</section>`;

const renderBeside = ({ id, text, blocks, at }: Beside, pressable: boolean): string =>
  `<article class="card"><p class="soft">Only visible to you · ${shownTime(at)}</p>${content({ text, ...(blocks && { blocks }) }, pressable ? { beside: id } : undefined)}</article>`;

function renderMessage(message: SlackMessage, pressable: boolean): string {
  const press = pressable ? { channel: message.channel, ts: message.ts } : undefined;
  const edits = message.edits.map(
    (edit) => `<p class="soft">until ${shownTime(edit.until)}</p><div>${content(edit, undefined)}</div><hr>`,
  );
  const history =
    edits.length === 0
      ? ''
      : `<details><summary>Edited ${edits.length}×; what it said before</summary>${edits.join('')}</details>`;
  return `<article class="card" id="${message.channel}-${message.ts}">
    <p class="soft">Followthrough · ${shownTime(message.postedAt)}</p>${content(message, press)}${history}</article>`;
}

/** Fields that say what was pressed. */
type Press = Readonly<Record<string, string>>;

const content = ({ text, blocks }: { text: string; blocks?: Block[] }, press: Press | undefined): string =>
  blocks?.length ? renderBlocks(blocks, press) : `<p>${mrkdwn(text)}</p>`;

/**
 * @param press where its buttons lead; without it they cannot be pressed
 * @param view whose inputs these are
 */
export function renderBlocks(blocks: readonly Block[], press?: Press, view?: SlackView): string {
  return blocks.map((block) => renderBlock(block, press, view)).join('');
}

function renderBlock(block: Block, press: Press | undefined, view: SlackView | undefined): string {
  const list = (key: string): Block[] => (Array.isArray(block[key]) ? (block[key] as Block[]) : []);
  switch (block.type) {
    case 'divider':
      return '<hr>';
    case 'header':
      return `<h3>${textOf(block.text)}</h3>`;
    case 'context':
      return `<p class="soft">${list('elements').map(textOf).join(' · ')}</p>`;
    case 'actions':
      return `<div class="actions">${list('elements')
        .map((element) => renderElement(element, block, press))
        .join('')}</div>`;
    case 'section': {
      const fields = list('fields').map((field) => `<div>${textOf(field)}</div>`);
      const aside = block.accessory
        ? `<div class="actions">${renderElement(block.accessory as Block, block, press)}</div>`
        : '';
      return `${block.text ? `<p>${textOf(block.text)}</p>` : ''}${fields.length ? `<div class="fields">${fields.join('')}</div>` : ''}${aside}`;
    }
    case 'input':
      return view ? renderInput(block, view) : `<p>${textOf(block.label)}</p>`;
    default:
      return `<pre>${escapeHtml(JSON.stringify(block, null, 1))}</pre>`;
  }
}

function textOf(value: unknown): string {
  const { type, text, alt_text } = value as { type?: string; text?: string; alt_text?: string };
  return type === 'mrkdwn' ? mrkdwn(text ?? '') : escapeHtml(text ?? alt_text ?? '').replaceAll('\n', '<br>');
}

function renderElement(element: Block, block: Block, press: Press | undefined): string {
  const label = textOf(element.text ?? element.placeholder ?? { text: String(element.type) });
  const style = element.style === 'primary' || element.style === 'danger' ? element.style : '';
  if (typeof element.url === 'string') return anchor(element.url, label, `button ${style}`.trim());
  const button = `<button class="${style}"${press ? '' : ' disabled'}>${label}</button>`;
  if (!press || element.type !== 'button')
    return press ? button.replace('<button', '<button disabled') : button;
  const hidden = { ...press, action_id: String(element.action_id), block_id: String(block.block_id ?? '') };
  const form = (inside: string): string =>
    `<form method="post" action="/stand-in/press">${hiddenInputs(hidden)}${inside}</form>`;
  const confirm = element.confirm as Block | undefined;
  if (!confirm) return form(button);
  return `<details class="confirm"><summary class="button">${label}</summary><p><strong>${textOf(confirm.title)}</strong></p>
    <p>${textOf(confirm.text)}</p>${form(`<button class="danger">${textOf(confirm.confirm)}</button>`)}<p class="soft">${textOf(confirm.deny)}: close this</p></details>`;
}
