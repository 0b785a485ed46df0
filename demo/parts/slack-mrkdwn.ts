import { escapeHtml } from './page.js';

/** Stands for finished HTML while the text around it is styled; a control character, which no message holds. */
const HOLDER = '\u0001';

/**
 * Slack's text markup as HTML: bold, italic, struck, code, quotes, links, people and dates. Slack escapes `&`, `<`
 * and `>` only, so those entities are read before anything is written.
 */
export function mrkdwn(text: string): string {
  const finished: string[] = [];
  const held = text.replaceAll(HOLDER, '').replace(/```[^]*?```|`[^`\n]+`|<[^<>\n]+>/g, (part) => {
    finished.push(finish(part));
    return HOLDER;
  });
  return styled(plain(held))
    .split('\n')
    .map((line) => (line.startsWith('&gt;') ? `<blockquote>${line.slice(4)}</blockquote>` : `${line}<br>`))
    .join('')
    .replace(/<br>$/, '')
    .replaceAll(HOLDER, () => finished.shift()!);
}

function finish(part: string): string {
  if (part.startsWith('```')) return `<pre>${plain(part.slice(3, -3))}</pre>`;
  if (part.startsWith('`')) return `<code>${plain(part.slice(1, -1))}</code>`;
  return reference(part.slice(1, -1));
}

const plain = (text: string): string =>
  escapeHtml(text.replaceAll('&lt;', '<').replaceAll('&gt;', '>').replaceAll('&amp;', '&'));

function styled(html: string): string {
  return html
    .replace(/(^|[\s(>“"])\*([^\s*](?:[^*\n]*[^\s*])?)\*(?!\w)/g, '$1<strong>$2</strong>')
    .replace(/(^|[\s(>“"])_([^\s_](?:[^_\n]*[^\s_])?)_(?!\w)/g, '$1<em>$2</em>')
    .replace(/(^|[\s(>“"])~([^\s~](?:[^~\n]*[^\s~])?)~(?!\w)/g, '$1<s>$2</s>');
}

/** What stands between angle brackets. */
function reference(inside: string): string {
  const date = /^!date\^(\d+)\^([^^|]*)(?:\^([^|]+))?\|(.*)$/.exec(inside);
  if (date) {
    const [, seconds, format, link, fallback] = date;
    const moment = new Date(Number(seconds) * 1_000);
    const shown = plain(dated(moment, format ?? '') || fallback!);
    const html = `<time datetime="${moment.toISOString()}" title="${plain(fallback!)}">${shown}</time>`;
    return link ? anchor(link, html) : html;
  }
  const [target, label] = split(inside);
  if (/^(https?|mailto):/.test(target)) return anchor(target, plain(label ?? target));
  return `<strong>${plain(label ?? target.replace(/^[@#!]/, '@'))}</strong>`;
}

function split(inside: string): [string, string | undefined] {
  const bar = inside.indexOf('|');
  return bar < 0 ? [inside, undefined] : [inside.slice(0, bar), inside.slice(bar + 1)];
}

/** A link if it leads to the web or to a mail; its label alone if it leads anywhere else. */
export const anchor = (url: string, html: string, css = ''): string =>
  /^(https?|mailto):/.test(url)
    ? `<a href="${plain(url)}" target="_blank" rel="noopener noreferrer"${css && ` class="${css}"`}>${html}</a>`
    : html;

/** Slack shows these in the reader's zone; here it is UTC. */
function dated(moment: Date, format: string): string {
  const as = (options: Intl.DateTimeFormatOptions) =>
    new Intl.DateTimeFormat('en-GB', { timeZone: 'UTC', ...options }).format(moment);
  const day = as({ day: 'numeric', month: 'long', year: 'numeric' });
  const short = as({ day: 'numeric', month: 'short', year: 'numeric' });
  const long = `${as({ weekday: 'long' })} ${day}`;
  const tokens: Record<string, string> = {
    date_num: moment.toISOString().slice(0, 10),
    date: day,
    date_pretty: day,
    date_short: short,
    date_short_pretty: short,
    date_long: long,
    date_long_pretty: long,
    time: as({ hour: '2-digit', minute: '2-digit' }),
    time_secs: as({ hour: '2-digit', minute: '2-digit', second: '2-digit' }),
  };
  return format.replace(/\{(\w+)\}/g, (whole, token: string) => tokens[token] ?? whole);
}
