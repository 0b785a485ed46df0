import { z } from 'zod';
import { isLoopback } from './loopback.js';

/** What a setting may be. Every message completes the sentence "expected …". */

export const text = z.string();

export const wholeNumber = (least: number, most: number) =>
  z
    .string()
    .regex(/^\d{1,9}$/, `a whole number from ${least} to ${most}`)
    .transform(Number)
    .refine((value) => value >= least && value <= most, `a whole number from ${least} to ${most}`);

export const port = wholeNumber(0, 65_535);

export const yesOrNo = z.enum(['true', 'false'], 'true or false').transform((value) => value === 'true');

export const oneOf = <const T extends readonly string[]>(words: T) =>
  z.enum(words, `one of ${words.join(', ')}`);

export const urlOf = (...schemes: readonly string[]) =>
  z
    .string()
    .refine(
      (value) => URL.canParse(value) && schemes.includes(new URL(value).protocol.slice(0, -1)),
      `a URL that starts with ${schemes.map((scheme) => `${scheme}://`).join(' or ')}`,
    );

export const hostAndPort = z
  .string()
  .regex(/^(\[[0-9a-fA-F:]+\]|[^\s:/]+):\d{1,5}$/, 'a host and a port, without a scheme');

export const hostName = z
  .string()
  .regex(
    /^[a-z0-9]([a-z0-9-]*[a-z0-9])?(\.[a-z0-9]([a-z0-9-]*[a-z0-9])?)*$/i,
    'the name of a host or domain',
  );

export const mailbox = z
  .string()
  .regex(
    /^([^<>\r\n]+ <[^\s<>@]+@[^\s<>@]+>|[^\s<>@]+@[^\s<>@]+)$/,
    'a mailbox: an address, or a name and an address in <>',
  );

/** Encrypted, but on this machine. */
const isSafeUrl = (value: string): boolean => {
  if (!URL.canParse(value)) return false;
  const { protocol, hostname } = new URL(value);
  return protocol === 'https:' || (protocol === 'http:' && isLoopback(hostname));
};

export const issuer = z
  .string()
  .refine(
    (value) => isSafeUrl(value) && new URL(value).search === '' && new URL(value).hash === '',
    'a URL that starts with https:// and has no query; http:// only on this machine',
  );

export const origins = z
  .string()
  .transform((value) => value.split(',').map((each) => each.trim()))
  .refine(
    (values) => values.every((value) => isSafeUrl(value) && new URL(value).origin === value),
    'origins without a path, separated by commas; http:// only on this machine',
  );

const LEAST_SECRET_BYTES = 32;

/** By commas, so that one can take over from another: the newest first. */
export const secrets = z
  .string()
  .transform((value) => value.split(',').map((each) => each.trim()))
  .refine(
    (values) => values.every((value) => Buffer.byteLength(value) >= LEAST_SECRET_BYTES),
    `secrets of at least ${LEAST_SECRET_BYTES} bytes each, separated by commas`,
  );
