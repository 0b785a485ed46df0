import { mkdir, readdir, readFile, rename, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { simpleParser } from 'mailparser';

/** Whom the mail was handed over for: the envelope, which the mail itself does not hold. */
const ENVELOPE_HEADER = 'x-envelope-to';

export interface Mail {
  id: string;
  /** With its angle brackets, as sent; empty if there was none. */
  messageId: string;
  from: string;
  /** Those the mail was handed over for, by the envelope. */
  to: string[];
  subject: string;
  /** As the sender dated it, ISO 8601; when it arrived if undated. */
  date: string;
  receivedAt: string;
  text: string;
  html: string;
  /** What a calendar takes of it, as sent; empty if it brings none. */
  calendar: string;
  /** Names in lower case; a repeated header's values are joined by line breaks. */
  headers: Record<string, string>;
}

/** @param number tells mails of one millisecond apart, in their order */
export async function parseMail(
  raw: Buffer,
  recipients: string[],
  receivedAt: Date,
  number: number,
): Promise<Mail> {
  return toMail(raw, `${receivedAt.getTime()}-${String(number).padStart(6, '0')}`, recipients, receivedAt);
}

/** What earlier runs kept, oldest first. */
export async function readMails(dir: string | undefined): Promise<Mail[]> {
  if (dir === undefined) return [];
  await mkdir(dir, { recursive: true });
  const files = (await readdir(dir)).filter((file) => file.endsWith('.eml'));
  const mails = files.map(async (file) => {
    const kept = await readFile(join(dir, file));
    const firstLine = kept.indexOf('\r\n');
    const recipients = kept
      .subarray(ENVELOPE_HEADER.length + 2, firstLine)
      .toString()
      .split(', ');
    const id = file.slice(0, -'.eml'.length);
    return toMail(kept.subarray(firstLine + 2), id, recipients, new Date(Number.parseInt(id, 10)));
  });
  return (await Promise.all(mails)).sort((a, b) => (a.id < b.id ? -1 : 1));
}

/** Under its final name only when it is whole. */
export async function keepMail(dir: string | undefined, mail: Mail, raw: Buffer): Promise<void> {
  if (dir === undefined) return;
  const unfinished = join(dir, `${mail.id}.unfinished`);
  await writeFile(
    unfinished,
    Buffer.concat([Buffer.from(`${ENVELOPE_HEADER}: ${mail.to.join(', ')}\r\n`), raw]),
  );
  await rename(unfinished, join(dir, `${mail.id}.eml`));
}

export async function forgetMails(dir: string | undefined): Promise<void> {
  if (dir === undefined) return;
  const files = (await readdir(dir)).filter((file) => file.endsWith('.eml'));
  await Promise.all(files.map((file) => rm(join(dir, file), { force: true })));
}

async function toMail(raw: Buffer, id: string, to: string[], received: Date): Promise<Mail> {
  const parsed = await simpleParser(raw, { skipTextToHtml: true });
  const receivedAt = received.toISOString();
  const headers: Record<string, string> = {};
  for (const { key, line } of parsed.headerLines) {
    const value = line
      .slice(line.indexOf(':') + 1)
      .replace(/\r?\n\s+/g, ' ')
      .trim();
    headers[key] = key in headers ? `${headers[key]}\n${value}` : value;
  }
  return {
    id,
    messageId: parsed.messageId ?? '',
    from: parsed.from?.text ?? '',
    to,
    subject: parsed.subject ?? '',
    date: parsed.date?.toISOString() ?? receivedAt,
    receivedAt,
    text: parsed.text ?? '',
    html: parsed.html || '',
    calendar:
      parsed.attachments.find(({ contentType }) => contentType === 'text/calendar')?.content.toString() ?? '',
    headers,
  };
}
