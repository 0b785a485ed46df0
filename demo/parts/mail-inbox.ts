import type { ServerResponse } from 'node:http';
import { calendarEntry } from './calendar-entry.js';
import { answer, answerJson, answerPage, serveHttp, type HttpPart } from './http.js';
import type { Mail } from './mail-store.js';
import { escapeHtml, renderPage, shownTime } from './page.js';

const VIEWS = { html: 'As sent', text: 'Plain text', calendar: 'Calendar file', headers: 'Headers' } as const;
type View = keyof typeof VIEWS;

/** Links in a mail open in a new tab; nothing else in it may do anything. */
const MAY_ONLY_OPEN_LINKS = 'allow-popups allow-popups-to-escape-sandbox';

export interface Inbox {
  messages(): readonly Mail[];
  clear(): Promise<void>;
}

/** The inbox as pages for people and JSON for scripts. */
export function serveInbox(port: number, inbox: Inbox): Promise<HttpPart> {
  return serveHttp(port, 'the mail inbox', async (request, response, url) => {
    const path = url.pathname;
    if (path === '/api/messages' && request.method === 'DELETE') {
      await inbox.clear();
      return answerJson(response, { cleared: true });
    }
    if (request.method !== 'GET')
      return answerJson(response, { error: 'Only GET, and DELETE /api/messages.' }, 405);
    if (path === '/') return answerPage(response, list(inbox.messages()));
    if (path === '/api/messages') return answerJson(response, inbox.messages());
    const [, id, body] = /^\/messages\/([^/]+)(\/body)?$/.exec(path) ?? [];
    const mail = inbox.messages().find((each) => each.id === id);
    if (!mail)
      return answerPage(
        response,
        renderPage({ title: 'Not here', body: '<h1>This mail is not here.</h1>' }),
        404,
      );
    if (body) return answerBody(response, mail);
    answerPage(response, one(mail, chosenView(url.searchParams.get('view'), mail)));
  });
}

function chosenView(asked: string | null, mail: Mail): View {
  if (asked === 'text' || asked === 'headers' || (asked === 'calendar' && mail.calendar)) return asked;
  return mail.html ? 'html' : 'text';
}

function list(mails: readonly Mail[]): string {
  const cards = [...mails].reverse().map(
    (
      mail,
    ) => `<a class="card" href="/messages/${mail.id}"><strong>${escapeHtml(mail.subject || 'No subject')}</strong>
      <p class="soft">to ${escapeHtml(mail.to.join(', '))} · ${shownTime(mail.receivedAt)}${mail.calendar && ' · with a calendar entry'}</p></a>`,
  );
  const body = `<h1>Inbox: ${mails.length} ${mails.length === 1 ? 'mail' : 'mails'}</h1>
    <p class="soft">Everything Followthrough sends by mail here. Nothing leaves this machine. <a href="/api/messages">As JSON</a></p>
    ${cards.join('') || '<p class="card">No mail yet. This page looks again every five seconds.</p>'}`;
  return renderPage({ title: `Inbox (${mails.length})`, body, refresh: 5 });
}

function one(mail: Mail, view: View): string {
  const tabs = (Object.keys(VIEWS) as View[])
    .filter((each) => (each !== 'html' && each !== 'calendar') || mail[each])
    .map(
      (each) => `<a href="?view=${each}"${each === view ? ' aria-current="page"' : ''}>${VIEWS[each]}</a>`,
    );
  const body = `<nav><a href="/">← Inbox</a></nav><h1>${escapeHtml(mail.subject || 'No subject')}</h1>
    <dl><dt>From</dt><dd>${escapeHtml(mail.from)}</dd><dt>To</dt><dd>${escapeHtml(mail.to.join(', '))}</dd>
    <dt>Arrived</dt><dd>${shownTime(mail.receivedAt)}</dd></dl>
    ${calendarEntry(mail.calendar)}<nav>${tabs.join('')}</nav>${content(mail, view)}`;
  return renderPage({ title: mail.subject || 'Mail', body });
}

function content(mail: Mail, view: View): string {
  if (view === 'html') {
    return `<iframe sandbox="${MAY_ONLY_OPEN_LINKS}" src="/messages/${mail.id}/body" title="The mail as sent"></iframe>`;
  }
  if (view !== 'headers') return `<div class="card"><pre>${escapeHtml(mail[view])}</pre></div>`;
  const headers = Object.entries(mail.headers).map(
    ([name, value]) => `<dt>${escapeHtml(name)}</dt><dd>${escapeHtml(value).replaceAll('\n', '<br>')}</dd>`,
  );
  return `<dl class="card">${headers.join('')}</dl>`;
}

function answerBody(response: ServerResponse, mail: Mail): void {
  response.setHeader(
    'content-security-policy',
    `sandbox ${MAY_ONLY_OPEN_LINKS}; default-src 'none'; style-src 'unsafe-inline'; img-src data:`,
  );
  answer(response, 200, 'text/html; charset=utf-8', `<base target="_blank">${mail.html}`);
}
