import { sampleMail, sampleMails } from '../../../test/support/mails.js';
import { readMail } from './read-mail.js';

const id = '0195a4c0-1111-7abc-8def-0123456789ab';
const read = (name: string, key = id) => readMail(Buffer.from(sampleMail(name, key)));
const rewritten = async (name: string, change: (mail: string) => string) =>
  readMail(Buffer.from(change(sampleMail(name, id))));

const gone = { kind: 'failed', mail: { id, sequence: null }, forGood: true, ofMailbox: true };
const forNow = { ...gone, forGood: false, ofMailbox: false };

/** What each sample says, in the words of whoever has to act on it. */
const SAMPLES: Record<string, object> = {
  'postfix-no-such-user': { ...gone, status: '5.1.1' },
  'postfix-utf8': { ...gone, status: '5.1.1' },
  'exim-no-such-user': { ...gone, status: '5.0.0' },
  'exchange-online-no-such-user': { ...gone, status: '5.1.10' },
  'gmail-no-such-user': { ...gone, status: '5.1.1' },
  'amazon-ses-no-such-user': { ...gone, status: '5.1.1' },
  'qmail-no-such-user': { ...gone, status: '5.1.1' },
  'exchange-online-not-allowed': { ...gone, status: '5.7.1', ofMailbox: false },
  'postfix-given-up': { ...forNow, status: '4.4.1' },
  'gmail-over-quota': { ...forNow, status: '4.2.2' },
  'postfix-delayed': { ...forNow, kind: 'delayed', status: '4.4.1' },
  'outlook-out-of-office': { kind: 'autoReply' },
  'gmail-vacation': { kind: 'autoReply' },
  'a-reply': { kind: 'other' },
  'a-read-receipt': { kind: 'other' },
};

describe('a mail that comes back', () => {
  it.each(sampleMails())('is read: %s', async (name) => {
    expect(await read(name)).toMatchObject({ ...SAMPLES[name] });
    expect(SAMPLES).toHaveProperty([name]);
  });

  it('of an invitation says which state of the visit it brought', async () => {
    expect(await read('gmail-no-such-user', `${id}.3`)).toMatchObject({ mail: { id, sequence: 3 } });
  });

  it('is told from others by its own Message-ID, whichever way it came', async () => {
    const [first, again, other] = await Promise.all([
      read('postfix-no-such-user'),
      rewritten('postfix-no-such-user', (mail) => `Received: by another.example\r\n${mail}`),
      rewritten('postfix-no-such-user', (mail) => mail.replace('20260318073004', '20260318073005')),
    ]);
    expect(again).toEqual(first);
    expect(other).not.toEqual(first);
  });

  it('that names no mail of ours, or shows none, is still a report', async () => {
    const stranger = rewritten('postfix-no-such-user', (mail) => mail.replaceAll(id, 'a.mail.of.others'));
    expect(await stranger).toMatchObject({ kind: 'failed', mail: null });
    const bare = rewritten('gmail-no-such-user', (mail) =>
      mail.replace('Content-Type: message/rfc822', 'Content-Type: text/plain'),
    );
    expect(await bare).toMatchObject({ kind: 'failed', mail: null });
  });

  it('counts where one of several recipients failed', async () => {
    const two = rewritten('postfix-no-such-user', (mail) =>
      mail.replace(
        'Final-Recipient:',
        'Final-Recipient: rfc822; other@acme.example\r\nAction: delivered\r\nStatus: 2.0.0\r\n\r\nFinal-Recipient:',
      ),
    );
    expect(await two).toMatchObject({ kind: 'failed', status: '5.1.1' });
  });

  it('or was relayed to where nothing is reported, has arrived', async () => {
    const relayed = rewritten('postfix-no-such-user', (mail) =>
      mail.replace('Action: failed', 'Action: relayed (to a server without reports)'),
    );
    expect(await relayed).toMatchObject({ kind: 'arrived', forGood: false });
  });
});

describe('a mail that came back for good', () => {
  const withStatus = (status: string) =>
    rewritten('postfix-no-such-user', (mail) => mail.replaceAll('5.1.1', status));

  it.each([
    ['5.1.7', 'the address of its sender is none'],
    ['5.1.8', 'the domain of its sender is unknown'],
    ['5.4.4', 'no way leads there'],
    ['5.4.7', 'it was on its way for too long'],
    ['5.4.14', 'it went round in a loop'],
    ['5.4.316', 'Exchange was not let in for days'],
  ])('closes nobody’s mailbox with %s: %s', async (status) => {
    expect(await withStatus(status)).toMatchObject({ ...gone, status, ofMailbox: false });
  });

  it.each([
    ['5.1.2', 'there is no such domain'],
    ['5.1.10', 'Exchange knows nobody of this name'],
    ['5.2.1', 'it is switched off'],
    ['5.4.1', 'Exchange denies access to whom it does not know'],
  ])('closes the mailbox with %s: %s', async (status) => {
    expect(await withStatus(status)).toMatchObject({ ...gone, status });
  });
});

describe('anything else', () => {
  it.each([
    ['nothing', ''],
    ['no headers', '\r\n\r\nhello'],
    ['no mail at all', '\u0000\u0001\u0002'.repeat(1_000)],
    ['a boundary that never comes', 'Content-Type: multipart/report; boundary=x\r\n\r\n--y'],
    ['an empty report', 'Content-Type: message/delivery-status\r\n\r\n'],
    ['an action nobody knows', 'Content-Type: message/delivery-status\r\n\r\nA: b\r\n\r\nAction: lost\r\n'],
    ['a thousand parts in one another', `${'Content-Type: message/rfc822\r\n\r\n'.repeat(1_000)}x`],
  ])('is nothing: %s', async (_, raw) => {
    expect(await readMail(Buffer.from(raw))).toEqual({ kind: 'other' });
  });

  it.each([
    ['Auto-Submitted: auto-notified', 'autoReply'],
    ['Auto-Submitted: no', 'other'],
    ['X-Auto-Response-Suppress: OOF', 'autoReply'],
    ['Precedence: auto_reply', 'autoReply'],
    ['Precedence: list', 'other'],
  ])('with %s is of the kind %s', async (header, kind) => {
    expect(await readMail(Buffer.from(`From: a@b.example\r\n${header}\r\n\r\nhello`))).toEqual({ kind });
  });
});
