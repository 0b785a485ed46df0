import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createTransport, type SendMailOptions } from 'nodemailer';
import { startMailSink, type MailSink, type MailSinkOptions } from './mail-sink.js';
import type { Mail } from './mail-store.js';

let sink: MailSink;

async function send(more: SendMailOptions = {}): Promise<string> {
  const transport = createTransport(sink.smtpUrl);
  try {
    const mail = {
      from: 'Followthrough <coach@acme.example>',
      to: 'flm@acme.example',
      subject: 'Thursday with Kim',
    };
    return (await transport.sendMail({ ...mail, text: 'Two minutes.', ...more })).response;
  } finally {
    transport.close();
  }
}

const restart = async (options: MailSinkOptions = {}) => {
  await sink?.stop();
  sink = await startMailSink(options);
};

beforeEach(() => restart());
afterAll(() => sink.stop());

describe('the mail sink', () => {
  it('takes a mail and tells what was in it', async () => {
    await send({
      messageId: '<delivery-7@acme.example>',
      bcc: 'slm@acme.example',
      subject: 'Grüße ✓',
      html: '<p>Two <b>minutes</b>.</p>',
      headers: { 'Auto-Submitted': 'auto-generated', 'List-Unsubscribe': '<https://acme.example/u>' },
    });
    expect(sink.messages()).toHaveLength(1);
    expect(sink.messages()[0]).toMatchObject({
      messageId: '<delivery-7@acme.example>',
      from: '"Followthrough" <coach@acme.example>',
      to: ['flm@acme.example', 'slm@acme.example'],
      subject: 'Grüße ✓',
      text: 'Two minutes.',
      html: '<p>Two <b>minutes</b>.</p>',
      headers: { 'auto-submitted': 'auto-generated', 'list-unsubscribe': '<https://acme.example/u>' },
    });
    expect(await (await fetch(`${sink.url}/api/messages`)).json()).toEqual(sink.messages());
  });

  it('wakes who waits for a mail when it comes, and says what came instead when it does not', async () => {
    const awaited = sink.waitFor((mail) => mail.subject === 'The second');
    await send({ subject: 'The first' });
    await send({ subject: 'The second' });
    expect((await awaited).subject).toBe('The second');
    await expect(sink.waitFor((mail) => mail.subject === 'The third', 20)).rejects.toThrow(
      /did not come within 20 ms[^]*to flm@acme.example: The first/,
    );
  });

  it('has its mails again after a restart, until they are cleared', async () => {
    const dir = await mkdtemp(join(tmpdir(), 'mail-sink-'));
    await restart({ dir });
    await send({ subject: 'Kept', bcc: 'slm@acme.example' });
    await send({ subject: 'Also kept' });
    const before = sink.messages();

    await restart({ dir });
    expect(sink.messages()).toEqual(before);

    await fetch(`${sink.url}/api/messages`, { method: 'DELETE' });
    await restart({ dir });
    expect(sink.messages()).toEqual([]);
    await rm(dir, { recursive: true });
  });
});

describe('a refusal ordered of the mail sink', () => {
  it('at the door turns every sender away, once', async () => {
    sink.refuse({ stage: 'connect', code: 421 });
    await expect(send()).rejects.toMatchObject({ responseCode: 421 });
    expect(await send()).toMatch(/^250/);
  });

  it('of a recipient hits that one only, until it is lifted', async () => {
    const lift = sink.refuse({ stage: 'rcpt', code: 550, to: 'gone@acme.example', times: Infinity });
    await expect(send({ to: 'gone@acme.example' })).rejects.toMatchObject({ responseCode: 550 });
    await expect(send({ to: 'gone@acme.example' })).rejects.toMatchObject({ responseCode: 550 });
    expect(await send()).toMatch(/^250/);
    lift();
    expect(await send({ to: 'gone@acme.example' })).toMatch(/^250/);
  });

  it('after the data leaves nothing in the inbox', async () => {
    sink.refuse({ stage: 'data', code: 452, times: 2 });
    await expect(send()).rejects.toMatchObject({ responseCode: 452 });
    await expect(send()).rejects.toMatchObject({ responseCode: 452 });
    expect(sink.messages()).toEqual([]);
    await send();
    expect(sink.messages()).toHaveLength(1);
  });

  it('as a dead line leaves the sender in doubt, whether the mail was taken or not', async () => {
    sink.refuse({ stage: 'drop' });
    await expect(send()).rejects.toThrow(/closed|reset/i);
    expect(sink.messages()).toEqual([]);

    sink.refuse({ stage: 'answer' });
    await expect(send({ messageId: '<in-doubt@acme.example>' })).rejects.toThrow(/closed|reset/i);
    expect(sink.messages().map((mail) => mail.messageId)).toEqual(['<in-doubt@acme.example>']);
  });
});

describe('the inbox page', () => {
  const get = async (path: string) => (await fetch(`${sink.url}${path}`)).text();

  it('lists the newest first and survives what a subject may hold', async () => {
    await send({ subject: 'Older' });
    await send({ subject: '<script>alert(1)</script>' });
    const page = await get('/');
    expect(page).not.toContain('<script>');
    expect(page.indexOf('&lt;script&gt;alert(1)')).toBeLessThan(page.indexOf('Older'));
    expect(page).toContain('Inbox: 2 mails');
  });

  it('opens a mail as sent, as plain text and by its headers', async () => {
    await send({ html: '<p>Two <b>minutes</b>.</p><script>alert(1)</script>' });
    const { id } = sink.messages()[0] as Mail;

    expect(await get(`/messages/${id}`)).toMatch(
      /<iframe sandbox="(?!.*allow-scripts)[^"]*" src="\/messages\/.*\/body"/,
    );
    const body = await fetch(`${sink.url}/messages/${id}/body`);
    expect(body.headers.get('content-security-policy')).toMatch(
      /^sandbox (?!.*allow-scripts).*default-src 'none'/,
    );
    expect(await body.text()).toContain('<p>Two <b>minutes</b>.</p>');
    expect(await get(`/messages/${id}?view=text`)).toContain('<pre>Two minutes.');
    expect(await get(`/messages/${id}?view=headers`)).toContain('<dt>message-id</dt>');
    expect((await fetch(`${sink.url}/messages/none`)).status).toBe(404);
    expect(await get(`/messages/${id}?view=calendar`)).not.toContain('Calendar');
  });

  it('shows what a calendar would: when, where and what it is called', async () => {
    const entry = [
      'UID:visit-1@acme.example',
      'DTSTART:20260324T131000Z',
      'DTEND:20260324T141000Z',
      'SUMMARY:Visit with <b>Kim</b>',
      'LOCATION:Clinic B\\, Ward 3',
      'SEQUENCE:2',
    ];
    const content = [
      'BEGIN:VCALENDAR',
      'METHOD:CANCEL',
      'BEGIN:VEVENT',
      ...entry,
      'END:VEVENT',
      'END:VCALENDAR',
    ];
    await send({ icalEvent: { method: 'CANCEL', content: content.join('\r\n') } });
    const { id } = sink.messages()[0] as Mail;
    const page = await get(`/messages/${id}`);
    for (const shown of [
      'Is taken out of the calendar',
      'Visit with &lt;b&gt;Kim&lt;/b&gt;',
      '2026-03-24 13:10:00 UTC',
      'Clinic B, Ward 3',
    ])
      expect(page).toContain(shown);
    expect(await get('/')).toContain('with a calendar entry');
    expect(await get(`/messages/${id}?view=calendar`)).toContain('METHOD:CANCEL');
  });
});
