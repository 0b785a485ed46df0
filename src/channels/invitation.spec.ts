import ICAL from 'ical.js';
import { startMailSink, type MailSink } from '../../demo/parts/mail-sink.js';
import { aMessage, anInvitation, berlin, lena } from '../../test/support/messages.js';
import { createEmailChannel, type EmailChannel } from './email.js';
import { emailHtml } from './mail/html.js';
import { emailText } from './mail/text.js';
import type { Invitation } from './message.js';
import { invitationLetter } from './wording/invitation.js';
import { languages } from './wording/locale.js';

const NEWS = ['planned', 'changed', 'cancelled'] as const;

let sink: MailSink;
let channel: EmailChannel;

beforeAll(async () => {
  sink = await startMailSink();
  const from = '"Follow-through, Acme" <coach@acme.example>';
  const log = { warn: () => undefined };
  channel = createEmailChannel({ url: sink.smtpUrl, from, domain: 'coach.acme.example', log });
});
afterAll(async () => {
  channel.close();
  await sink.stop();
});
beforeEach(() => sink.clear());

async function sent(given: Partial<Invitation> = {}) {
  expect(await channel.invite(anInvitation(given))).toMatchObject({ ok: true });
  const mail = sink.messages().at(-1)!;
  const calendar = new ICAL.Component(ICAL.parse(mail.calendar) as unknown[]);
  return { mail, calendar, event: new ICAL.Event(calendar.getFirstSubcomponent('vevent')!) };
}

describe('an invitation', () => {
  it('is a mail that calendars take and people read: when, where, with whom', async () => {
    const { mail, calendar, event } = await sent();

    expect(mail).toMatchObject({
      messageId: '<3c5a7e90-1b2c-4d3e-8f40-5a6b7c8d9e0f.0@coach.acme.example>',
      to: ['lena.vogt@acme.example'],
      subject: 'Joint visit with Ana Roth, Tue 24 March, 14:10',
    });
    for (const words of ['Joint visit with Ana Roth', 'Tue 24 March, 14:10', 'University Hospital, Ward 3']) {
      expect(mail.text).toContain(words);
      expect(mail.html).toContain(words);
    }
    expect(calendar.getFirstPropertyValue('method')).toBe('REQUEST');
    expect(event).toMatchObject({
      uid: '7d1f0c2e-3b4a-4c5d-9e6f-a7b8c9d0e1f2@coach.acme.example',
      sequence: 0,
    });
    expect([event.startDate, event.endDate].map(String)).toEqual([
      '2026-03-24T13:10:00Z',
      '2026-03-24T14:10:00Z',
    ]);
    // What is folded and quoted is read again as it was.
    expect(event.component.getFirstProperty('organizer')!.getParameter('cn')).toBe('Follow-through, Acme');
    expect(mail.calendar.split('\r\n').every((line) => Buffer.byteLength(line) <= 75)).toBe(true);
  });

  it('and what became of it stand in one thread, each with its own Message-ID and the day it was said on', async () => {
    await sent();
    const { mail, calendar, event } = await sent({
      key: '3c5a7e90-1b2c-4d3e-8f40-5a6b7c8d9e0f.1',
      sequence: 1,
      news: 'cancelled',
      at: berlin('2026-03-20T10:00'),
    });
    const [first] = sink.messages();
    expect(mail.headers['in-reply-to']).toBe(first!.headers['in-reply-to']);
    expect(mail.messageId).not.toBe(first!.messageId);
    expect(mail.date).toBe('2026-03-20T09:00:00.000Z');
    expect([calendar.getFirstPropertyValue('method'), event.sequence]).toEqual(['CANCEL', 1]);
    expect(event.component.getFirstPropertyValue('status')).toBe('CANCELLED');
  });

  it('lets no name or place forge a line of the calendar, a header or a second recipient', async () => {
    const evil = 'Eve"\r\nATTENDEE:mailto:all@acme.example\r\nBcc: all@acme.example; x=1, "y": \\n^n<b>';
    const { mail, event } = await sent({
      to: { ...lena, name: evil },
      company: [evil],
      visit: { at: berlin('2026-03-24T14:10'), institution: evil },
    });
    expect(mail.to).toEqual(['lena.vogt@acme.example']);
    expect(mail.headers).not.toHaveProperty('bcc');
    expect(event.attendees.map((one) => one.getFirstValue())).toEqual(['mailto:lena.vogt@acme.example']);
    expect(event.location).toContain(
      'Eve" ATTENDEE:mailto:all@acme.example Bcc: all@acme.example; x=1, "y": \\n^n',
    );
    expect(event.attendees[0]!.getParameter('cn')).toContain('Eve" ATTENDEE:mailto:all@acme.example');
  });

  it('is not sent where mail has bounced, and neither is a message', async () => {
    const to = { ...lena, bounced: true };
    const refused = { ok: false, failure: 'unreachable', code: 'bounced' };
    expect(await channel.invite(anInvitation({ to }))).toEqual(refused);
    expect(await channel.send(aMessage({ to }))).toEqual(refused);
    expect(sink.messages()).toEqual([]);
  });
});

describe.each(languages())('the words of an invitation in %s', (language) => {
  it.each([
    ['a usual name', ['Ana Roth']],
    ['the longest name', ['Maximiliane-Alexandra von und zu '.repeat(300)]],
    ['many names', ['Ana Roth', 'Kim Adler', 'Zoë Ñandú', 'Marco Rossi', 'Karin Berg']],
    ['right to left', ['د. نور الهدى حداد']],
    ['emoji', ['👩‍⚕️ Zoë 🏳️‍🌈']],
    ['nothing readable', ['\u200e \u0000 ']],
    ['nobody', []],
  ])('leave no gap: %s', async (_, company) => {
    for (const news of NEWS)
      for (const institution of [null, '', company[0] ?? 'Clinic B']) {
        const given = {
          to: { ...lena, language },
          news,
          company,
          visit: { at: berlin('2026-03-24T14:10'), institution },
        };
        const letter = invitationLetter(anInvitation(given));
        for (const said of [letter.subject, letter.title, emailText(letter), emailHtml(letter)])
          expect(said.replaceAll(/<style[\s\S]*?<\/style>|<!--[\s\S]*?-->/g, '')).not.toMatch(
            /\{|\}|\bundefined\b|\bnull\b|\bNaN\b|Invalid Date|\[object/,
          );
        expect(letter.subject.length).toBeLessThanOrEqual(350);
        const { event } = await sent(given);
        expect(event.summary).toBe(letter.title);
      }
  });
});
