import { createTransport, type NodemailerError } from 'nodemailer';
import addressparser from 'nodemailer/lib/addressparser';
import { smtpRefusal } from './email-refusal.js';
import { calendarOf } from './mail/calendar.js';
import { emailHtml } from './mail/html.js';
import { acting } from './mail/acting.js';
import { emailText } from './mail/text.js';
import { threadOf } from './mail/thread.js';
import type { Links } from './links.js';
import type { ChannelLog, HandOver, Invitation, Message, MessageChannel, Recipient } from './message.js';
import { LONGEST_NAME, oneLine } from './plain.js';
import { compose } from './wording/compose.js';
import { invitationLetter } from './wording/invitation.js';
import type { Letter } from './wording/letter.js';

export interface EmailOptions {
  /** `smtp://user:password@host:port` or `smtps://…` */
  url: string;
  /** `Followthrough <coaching@example.org>` */
  from: string;
  /** The right-hand side of our Message-IDs. */
  domain: string;
  /** Where the organisation has side effects reported. */
  sideEffectUrl?: string | null;
  /** Null: links lead to the app. */
  links?: Links | null;
  log: ChannelLog;
  /** Open at most to the mail server. */
  connections?: number;
  /** How long one mail may take, in ms. */
  timeout?: number;
}

export interface EmailChannel extends MessageChannel {
  invite(invitation: Invitation): Promise<HandOver>;
  /** Mails under way are finished first. */
  close(): void;
}

const A_MAILBOX = /^[^\s\p{Cc}<>(),;:"@]+@[^\s\p{Cc}<>(),;:"@]+$/u;

/** One mail on its way: its words, and what a calendar takes of it. */
interface Posting {
  key: string;
  to: Recipient;
  letter: Letter;
  /** The left-hand side of what it answers. */
  thread: string;
  at: number;
  /** Where one POST ends all that it says (RFC 8058); null where some of it is owed. */
  stopAt: string | null;
  calendar?: { method: string; content: string };
}

/** Mail through any SMTP server. It cannot be asked what it has: a repeated mail carries the same Message-ID. */
export function createEmailChannel({
  url,
  from,
  domain,
  sideEffectUrl,
  links,
  log,
  connections = 5,
  timeout = 30_000,
}: EmailOptions): EmailChannel {
  const [mailbox] = addressparser(from, { flatten: true });
  const sender = mailbox?.address;
  if (!sender || !A_MAILBOX.test(sender))
    throw new Error(`"${from}" is no sender address: write it like Followthrough <coaching@example.org>.`);
  const transport = createTransport({
    url,
    pool: true,
    maxConnections: connections,
    // Of a mail it had not begun to hand over, as on a connection the server had closed meanwhile. Whether to
    // repeat one that may have arrived is the caller's decision.
    maxRequeues: 1,
    // Before the whole time is up, so that a silent server is known to have been given nothing.
    connectionTimeout: timeout / 3,
    greetingTimeout: timeout / 3,
    socketTimeout: timeout,
    disableFileAccess: true,
    disableUrlAccess: true,
  });

  const post = async ({ key, to, letter, at, stopAt, calendar, ...rest }: Posting): Promise<HandOver> => {
    if (to.bounced) return { ok: false, failure: 'unreachable', code: 'bounced' };
    if (!A_MAILBOX.test(to.email)) return { ok: false, failure: 'unreachable', code: 'noAddress' };
    const thread = `<${rest.thread}@${domain}>`;
    const messageId = `<${key}@${domain}>`;
    try {
      await transport.sendMail({
        messageId,
        inReplyTo: thread,
        references: thread,
        envelope: { from: sender, to: [to.email] },
        from,
        to: { name: oneLine(to.name, LONGEST_NAME), address: to.email },
        subject: letter.subject,
        text: emailText(letter),
        html: emailHtml(letter),
        ...(calendar && { icalEvent: { ...calendar, filename: 'invitation.ics' } }),
        date: new Date(at),
        headers: {
          'Auto-Submitted': 'auto-generated',
          'X-Auto-Response-Suppress': 'OOF, AutoReply',
          // Where all of it may be stopped: a mail client that offers this speaks of the mail as a whole.
          ...(stopAt !== null && {
            'List-Unsubscribe': `<${stopAt}>`,
            'List-Unsubscribe-Post': 'List-Unsubscribe=One-Click',
          }),
          'Content-Language': letter.language,
          'X-Followthrough-Delivery': key,
        },
        signal: AbortSignal.timeout(timeout),
      });
      return { ok: true, ref: { messageId } };
    } catch (error) {
      const refusal = smtpRefusal(error as NodemailerError);
      log.warn({ err: error, delivery: key, code: refusal.code }, 'A mail was not handed over.');
      return refusal;
    }
  };

  return {
    async send(message: Message) {
      const letter = compose(message, sideEffectUrl);
      return post({
        ...message,
        ...(links ? await acting(letter, message, links) : { letter, stopAt: null }),
        thread: threadOf(message),
      });
    },
    /** The mails about one visit are a thread of their own: what it became stands below what was planned. */
    invite(invitation: Invitation) {
      const letter = invitationLetter(invitation);
      const organizer = { name: oneLine(mailbox.name, LONGEST_NAME), address: sender, domain };
      return post({
        ...invitation,
        letter,
        stopAt: null,
        thread: `visit.${invitation.visitId}.${invitation.to.personId}`,
        calendar: calendarOf(invitation, letter.title, organizer),
      });
    },
    close: () => transport.close(),
  };
}
