import { createServer } from 'node:net';
import { startMailSink, type MailSink } from '../../demo/parts/mail-sink.js';
import { freePort, LOOPBACK, portOf } from '../../demo/parts/ports.js';
import { aMessage, anItem, lena } from '../../test/support/messages.js';
import { createLinks } from './links.js';
import { createEmailChannel, type EmailChannel, type EmailOptions } from './email.js';

let sink: MailSink;
let channel: EmailChannel;
let troubles: Record<string, unknown>[];

const open = (given: Partial<EmailOptions> = {}) =>
  createEmailChannel({
    url: sink.smtpUrl,
    from: 'Followthrough <coach@acme.example>',
    domain: 'coach.acme.example',
    log: { warn: (fields) => void troubles.push(fields) },
    ...given,
  });

beforeAll(async () => {
  sink = await startMailSink();
});
afterAll(() => sink.stop());

beforeEach(async () => {
  await sink.clear();
  troubles = [];
  channel = open();
});
afterEach(() => channel.close());

const { key } = aMessage();
const messageId = `<${key}@coach.acme.example>`;

describe('a mail', () => {
  it('says the same in text and HTML and carries what machines need', async () => {
    expect(await channel.send(aMessage())).toEqual({ ok: true, ref: { messageId } });

    const mail = sink.messages()[0]!;
    expect(mail).toMatchObject({
      messageId,
      to: ['lena.vogt@acme.example'],
      subject: 'See Ana Roth with a customer',
    });
    expect(mail.headers).toMatchObject({
      'auto-submitted': 'auto-generated',
      'x-followthrough-delivery': key,
    });
    for (const words of [
      'No visit is planned.',
      'Plan a visit',
      'https://coach.acme.example/enrolments/e-1?do=planVisit',
      'Why you: you are the line manager of Ana Roth.',
      'Cadence “Launch wave”, version 3.',
    ]) {
      expect(mail.text).toContain(words);
      expect(mail.html).toContain(words.replaceAll('=', '&#x3D;'));
    }
    expect(mail.html).not.toContain('<img');
  });

  describe('with links that act', () => {
    const links = createLinks(['the secret of a mail server, long enough']);
    const sent = async (...given: Parameters<typeof aMessage>) => {
      const acting = open({ links });
      expect(await acting.send(aMessage(...given))).toMatchObject({ ok: true });
      acting.close();
      return sink.messages().at(-1)!;
    };
    const owners = { audience: 'programOwner', enrolmentId: 'e-2' } as const;

    it('has the same ones in text and HTML, and when it is sent again', async () => {
      const mail = await sent();
      const hrefs = [...mail.text.matchAll(/https:\/\/coach\.acme\.example\/act\/\S+/g)].map(
        ([href]) => href,
      );
      expect(hrefs.length).toBeGreaterThan(3);
      for (const href of hrefs) expect(mail.html).toContain(`href="${href}"`);
      expect((await sent()).text).toBe(mail.text);
    });

    it('leads to the app where a link would be too long for a mail client', async () => {
      const items = Array.from({ length: 20 }, (_, n) => anItem({ enrolmentId: `${n}`.repeat(30) }));
      expect((await sent({ items })).text).toContain(
        '/enrolments/000000000000000000000000000000?do=planVisit',
      );
    });

    it('offers to be unsubscribed from where nothing in it is owed, and otherwise from its part', async () => {
      const counted = await sent({ items: [anItem(owners)] });
      expect(counted.headers['list-unsubscribe-post']).toBe('List-Unsubscribe=One-Click');
      expect(counted.headers['list-unsubscribe']).toContain('/unsubscribe/');
      const fault = anItem({ ...owners, stall: 'noManager' });
      const mixed = await sent({ items: [anItem(owners), fault] });
      expect(mixed.headers).not.toHaveProperty('list-unsubscribe');
      expect(mixed.text).toMatch(/cannot be switched off[\s\S]*Stop these counts: \S+\/unsubscribe\//);
      expect((await sent({ items: [fault] })).text).not.toContain('/unsubscribe/');
    });
  });

  it('is the same mail when it is sent again, by its Message-ID and date', async () => {
    await channel.send(aMessage());
    await channel.send(aMessage());

    const [first, second] = sink.messages();
    expect(second!.messageId).toBe(first!.messageId);
    expect([first!.date, second!.date]).toEqual(['2026-03-18T07:30:00.000Z', '2026-03-18T07:30:00.000Z']);
  });

  it('belongs to one thread of a person and a week, by their own calendar', async () => {
    const threads = async (...messages: Parameters<typeof aMessage>[0][]) => {
      await sink.clear();
      for (const given of messages) await channel.send(aMessage(given));
      return sink.messages().map(({ headers }) => [headers['in-reply-to'], headers.references]);
    };
    const root = '<week.2026-12.p-lena@coach.acme.example>';
    const monday = Date.parse('2026-03-22T23:30:00Z');

    expect(await threads({}, { key: 'another', at: monday - 86_400_000 })).toEqual([
      [root, root],
      [root, root],
    ]);
    // It is Monday in Berlin already, and still Sunday in London.
    expect(await threads({ at: monday }, { at: monday, to: { ...lena, zone: 'Europe/London' } })).toEqual([
      [expect.stringContaining('2026-13'), expect.stringContaining('2026-13')],
      [root, root],
    ]);
    expect(await threads({ at: Date.parse('2027-01-01T09:00:00Z') })).toEqual([
      [expect.stringContaining('2026-53'), expect.stringContaining('2026-53')],
    ]);
  });

  it('lets no name forge a header, a tag or a second recipient', async () => {
    const evil = 'Eve\r\nBcc: all@acme.example\r\n\r\n<script>alert(1)</script>", <x@acme.example>';
    await channel.send(
      aMessage({ to: { ...lena, name: evil }, items: [anItem({ rep: evil, capability: '"><img src=x>' })] }),
    );

    const mail = sink.messages()[0]!;
    expect(mail.to).toEqual(['lena.vogt@acme.example']);
    expect(mail.headers).not.toHaveProperty('bcc');
    expect(mail.subject).toContain('Eve Bcc: all@acme.example <script>');
    expect(mail.html).not.toMatch(/<script|<img/);
    expect(mail.html).toContain('&lt;script&gt;');
  });

  it.each([
    ['emoji', '👩‍⚕️ Zoë Ñandú'],
    ['right to left', 'نور حداد'],
  ])('keeps names as they are written: %s', async (_, name) => {
    await channel.send(aMessage({ to: { ...lena, name }, items: [anItem({ rep: name })] }));

    const mail = sink.messages()[0]!;
    expect(mail.subject).toContain(name);
    expect(mail.text).toContain(name);
    expect(mail.headers.to).toContain('lena.vogt@acme.example');
  });

  it('stays short with a name of ten thousand letters', async () => {
    const rep = 'Ä'.repeat(10_000);
    await channel.send(
      aMessage({ to: { ...lena, name: rep }, items: [anItem({ rep, program: rep, action: rep })] }),
    );

    const mail = sink.messages()[0]!;
    expect(mail.subject.length).toBeLessThan(200);
    expect(mail.html.length).toBeLessThan(25_000);
  });
});

describe('what a mail server’s answer means', () => {
  it.each([
    ['no such mailbox', { stage: 'rcpt', code: 550 }, { failure: 'unreachable', code: 'mailboxRefused' }],
    ['try again', { stage: 'rcpt', code: 451 }, { failure: 'later', code: 'refusedForNow' }],
    ['this mail never', { stage: 'data', code: 554 }, { failure: 'unreachable', code: 'messageRefused' }],
    ['this mail not now', { stage: 'data', code: 452 }, { failure: 'later', code: 'refusedForNow' }],
    ['nobody for now', { stage: 'connect', code: 421 }, { failure: 'later' }],
    ['not us', { stage: 'connect', code: 554 }, { failure: 'later' }],
    ['the line went dead', { stage: 'drop' }, { failure: 'later', code: 'network', inDoubt: true }],
  ] as const)('%s', async (_, refusal, expected) => {
    sink.refuse(refusal);

    expect(await channel.send(aMessage())).toMatchObject({ ok: false, ...expected });
    expect(sink.messages()).toHaveLength(0);
    expect(troubles).toEqual([expect.objectContaining({ delivery: key })]);
  });

  it('never repeats by itself a mail whose answer got lost; the next try is the same mail', async () => {
    sink.refuse({ stage: 'answer' });

    expect(await channel.send(aMessage())).toMatchObject({ failure: 'later', inDoubt: true });
    expect(sink.messages()).toHaveLength(1);
    expect(await channel.send(aMessage())).toEqual({ ok: true, ref: { messageId } });
    expect(sink.messages().map((mail) => mail.messageId)).toEqual([messageId, messageId]);
  });

  it('nobody listens: later, and nothing is in doubt', async () => {
    const nowhere = open({ url: `smtp://${LOOPBACK}:${await freePort()}` });

    expect(await nowhere.send(aMessage())).toEqual({ ok: false, failure: 'later', code: 'network' });
    nowhere.close();
  });

  it('hung up before a word: later, and nothing is in doubt', async () => {
    const hangsUp = createServer((line) => void line.end());
    await new Promise<void>((resolve) => hangsUp.listen(0, LOOPBACK, resolve));
    const refused = open({ url: `smtp://${LOOPBACK}:${portOf(hangsUp)}` });

    expect(await refused.send(aMessage())).toEqual({ ok: false, failure: 'later', code: 'network' });
    refused.close();
    await new Promise((resolve) => hangsUp.close(resolve));
  });

  it('a server that was started anew between two mails costs neither', async () => {
    await channel.send(aMessage());
    await sink.stop();
    sink = await startMailSink({ port: sink.port });

    expect(await channel.send(aMessage())).toMatchObject({ ok: true });
  });

  it('silence instead of a greeting: later, and nothing is in doubt', async () => {
    const silent = createServer();
    await new Promise<void>((resolve) => silent.listen(0, LOOPBACK, resolve));
    const waiting = open({ url: `smtp://${LOOPBACK}:${portOf(silent)}`, timeout: 600 });

    expect(await waiting.send(aMessage())).toEqual({ ok: false, failure: 'later', code: 'timeout' });
    waiting.close();
    await new Promise((resolve) => silent.close(resolve));
  });

  it.each(['', 'lena', 'lena@acme.example\r\nRCPT TO:<all@acme.example>', 'a@acme.example, b@acme.example'])(
    'what is no address is refused here: %j',
    async (email) => {
      expect(await channel.send(aMessage({ to: { ...lena, email } }))).toEqual({
        ok: false,
        failure: 'unreachable',
        code: 'noAddress',
      });
    },
  );

  it('says at the start when the sender is no address', () => {
    expect(() => open({ from: 'Followthrough' })).toThrow(
      'write it like Followthrough <coaching@example.org>',
    );
  });
});
