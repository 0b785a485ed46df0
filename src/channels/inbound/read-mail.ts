import { simpleParser, type ParsedMail } from 'mailparser';
import { createHash } from 'node:crypto';
import { readMailKey, type MailKey } from '../../domain/message/key.js';
import { fieldsOf, groupsOf, type Fields } from './fields.js';
import { readQmailBounce } from './qmail.js';

/** What a mail server reports of one of our mails. */
export interface DeliveryReport {
  kind: 'failed' | 'delayed' | 'arrived';
  /** Of which mail; null where it names none of ours. */
  mail: MailKey | null;
  /** RFC 3463, such as 5.1.1. */
  status: string | null;
  /** Failed, and not to be tried again. */
  forGood: boolean;
  /** It says something of the mailbox itself, not of this mail or of its sender. */
  ofMailbox: boolean;
  /** Tells one report from another. */
  report: string;
}

/** A mail to our mailbox: a report, what a machine answers for somebody who is away, or anything else. */
export type InboundMail = DeliveryReport | { kind: 'autoReply' } | { kind: 'other' };

const STATUS = ['message/delivery-status', 'message/global-delivery-status'];
const RETURNED = ['message/rfc822', 'text/rfc822-headers', 'message/global', 'message/global-headers'];

/** RFC 3464: what has become of a mail. `relayed` and `expanded` are as good as delivered: nothing more will be heard. */
const KINDS: Readonly<Record<string, DeliveryReport['kind']>> = {
  failed: 'failed',
  delayed: 'delayed',
  delivered: 'arrived',
  relayed: 'arrived',
  expanded: 'arrived',
};

/** Reads a raw mail; never fails, since anybody may send anything. */
export async function readMail(raw: Buffer): Promise<InboundMail> {
  const mail = await simpleParser(raw, {
    keepDeliveryStatus: true,
    skipHtmlToText: true,
    skipTextToHtml: true,
    skipImageLinks: true,
    skipTextLinks: true,
  });
  const told = partOf(mail, STATUS);
  if (told !== null) {
    // Our mails go to one mailbox each; what failed counts where a list at the other end made more of it.
    const recipients = groupsOf(told).filter((fields) => fields.has('action'));
    const fields = recipients.find((one) => actionOf(one) === 'failed') ?? recipients[0];
    const kind = fields && KINDS[actionOf(fields)];
    return kind
      ? reportOf(kind, fields.get('status'), partOf(mail, RETURNED) ?? '', mail, raw)
      : { kind: 'other' };
  }
  const qmail = readQmailBounce(mail.text ?? '');
  if (qmail) return reportOf('failed', qmail.status, qmail.returned, mail, raw);
  return { kind: isAutoReply(mail) ? 'autoReply' : 'other' };
}

const partOf = ({ attachments }: ParsedMail, types: readonly string[]): string | null =>
  attachments.find(({ contentType }) => types.includes(contentType))?.content.toString('utf8') ?? null;

const actionOf = (fields: Fields): string => fields.get('action')?.toLowerCase().split(/[\s(]/)[0] ?? '';

function reportOf(
  kind: DeliveryReport['kind'],
  told: string | undefined,
  returned: string,
  mail: ParsedMail,
  raw: Buffer,
): DeliveryReport {
  const status = /^[245]\.\d{1,3}\.\d{1,3}/.exec(told ?? '')?.[0] ?? null;
  const forGood = kind === 'failed' && !status?.startsWith('4.');
  return {
    kind,
    mail: mailIn(fieldsOf(returned)),
    status,
    forGood,
    ofMailbox: forGood && !OF_THE_MAIL.test(status ?? ''),
    report: createHash('sha256')
      .update(mail.messageId ?? raw)
      .digest('hex'),
  };
}

/**
 * RFC 3463: about the sender, the system, the way there, the protocol, the contents or a policy. That is often ours to
 * mend (a domain that is not found, a sender that is not allowed, a mail that is too large) and would be the same for
 * everybody, so it closes nobody's mailbox. By 5.4.1 (no answer from the host) Exchange says that it knows nobody of this
 * name; others, whose host gave no answer, say 4.4.1.
 */
const OF_THE_MAIL = /^5\.(?:1\.[78]$|4\.(?!1$)|[3567]\.)/;

/** By its Message-ID, or, where a provider put its own in that place, by the header that says the same. */
function mailIn(returned: Fields): MailKey | null {
  const messageId = /<([^<>@\s]+)@/.exec(returned.get('message-id') ?? '')?.[1] ?? '';
  return readMailKey(messageId) ?? readMailKey(returned.get('x-followthrough-delivery') ?? '');
}

/** RFC 3834, and what Outlook and older programs say in its place. */
function isAutoReply({ headers }: ParsedMail): boolean {
  const said = (name: string): string => String(headers.get(name) ?? '').toLowerCase();
  const submitted = said('auto-submitted');
  return (
    (submitted !== '' && submitted !== 'no') ||
    headers.has('x-auto-response-suppress') ||
    headers.has('x-autoreply') ||
    /\b(bulk|auto_reply|junk)\b/.test(said('precedence'))
  );
}
