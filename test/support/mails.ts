import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';

const FOLDER = join(import.meta.dirname, '../fixtures/mail');

/** Mails as mail systems write them, each with `{key}` where it names a mail of ours. */
export const sampleMails = (): string[] => readdirSync(FOLDER).map((file) => file.replace(/\.eml$/, ''));

/** One of them as it comes over the wire, about our mail with this key. */
export const sampleMail = (name: string, key: string): string =>
  readFileSync(join(FOLDER, `${name}.eml`), 'utf8')
    .replaceAll('{key}', key)
    .replaceAll('\n', '\r\n');
