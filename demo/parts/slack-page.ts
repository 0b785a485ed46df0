import { escapeHtml, renderPage, shownTime } from './page.js';
import { anchor, mrkdwn } from './slack-mrkdwn.js';
import type { SlackView } from './slack-views.js';
import type { Block, SlackMessage, SlackUser } from './slack-workspace.js';

/** How much of the newest message stands in the list of people. */
const EXCERPT = 140;

export interface SlackPage {
  people: readonly SlackUser[];
  messages: readonly SlackMessage[];
  viewsOf(userId: string): readonly SlackView[];
  /** Whether a press on a button goes anywhere. */
  pressable: boolean;
}

/** Everybody with a message, those with the newest first. */
export function renderPeople(page: SlackPage): string {
  const newest = new Map(page.messages.map((message) => [message.user.id, message]));
  const cards = [...page.people]
    .sort((a, b) => (newest.get(b.id)?.ts ?? '').localeCompare(newest.get(a.id)?.ts ?? ''))
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

/** One person's direct messages with the app, newest first. */
export function renderPerson(page: SlackPage, user: SlackUser, told?: string): string {
  const messages = page.messages.filter((message) => message.user.id === user.id).reverse();
  const views = page.viewsOf(user.id).map(
    (view) => `<section class="card"><p class="soft">${view.type === 'home' ? 'Home tab' : 'Open window'}</p>
      <h2>${escapeHtml(view.title)}</h2>${renderBlocks(view.blocks)}</section>`,
  );
  const body = `<nav><a href="/">← Everybody</a></nav><h1>${escapeHtml(user.name)}</h1>
    <p class="soft">${escapeHtml(user.email)}${user.deactivated ? ' · deactivated' : ''}</p>
    ${told === undefined ? '' : `<p class="card" role="status">${escapeHtml(told)}</p>`}
    ${views.join('')}${messages.map((message) => renderMessage(message, page.pressable)).join('')}`;
  return renderPage({ title: user.name, body });
}

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

interface Press {
  channel: string;
  ts: string;
}

const content = ({ text, blocks }: { text: string; blocks?: Block[] }, press: Press | undefined): string =>
  blocks?.length ? renderBlocks(blocks, press) : `<p>${mrkdwn(text)}</p>`;

/** @param press where its buttons lead; without it they cannot be pressed */
export function renderBlocks(blocks: readonly Block[], press?: Press): string {
  return blocks.map((block) => renderBlock(block, press)).join('');
}

function renderBlock(block: Block, press: Press | undefined): string {
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
      return `<p>${textOf(block.label)} <span class="soft">(to fill in)</span></p>`;
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
  const inputs = Object.entries(hidden).map(
    ([name, value]) => `<input type="hidden" name="${name}" value="${escapeHtml(value)}">`,
  );
  return `<form method="post" action="/stand-in/press">${inputs.join('')}${button}</form>`;
}
