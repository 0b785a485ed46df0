import { QueryFailedError } from 'typeorm';

const NO_CONNECTION = new Set([
  'ECONNREFUSED',
  'ECONNRESET',
  'ENOTFOUND',
  'EAI_AGAIN',
  'ETIMEDOUT',
  'EPIPE',
  'EHOSTUNREACH',
  'ENETUNREACH',
  // Without a TCP connection: the socket file is gone.
  'ENOENT',
  // Answers of Postgres: shutting down, starting, too many connections, a lock or query that took too long.
  '57P01',
  '57P02',
  '57P03',
  '53300',
  '55P03',
  '57014',
]);

/** The driver's own words where it has no code. */
const NO_CONNECTION_WORDS =
  /^(Connection terminated|timeout exceeded when trying to connect|Client has encountered a connection error|Client was closed)/;

function driverErrorOf(error: unknown): { code?: unknown; message?: unknown } | null {
  const inner: unknown = error instanceof QueryFailedError ? error.driverError : error;
  return inner instanceof Error ? inner : null;
}

/** Whether Postgres could not be reached or could not answer just now: the same request may succeed later. */
export function isDatabaseAway(error: unknown): boolean {
  const inner = driverErrorOf(error);
  if (inner === null) return false;
  const code = String(inner.code ?? '');
  return NO_CONNECTION.has(code) || /^08/.test(code) || NO_CONNECTION_WORDS.test(String(inner.message));
}

/** Whether a text held something that Postgres cannot store, such as the character U+0000. */
export function isUnstorableText(error: unknown): boolean {
  return error instanceof QueryFailedError && /^(22021|22P05)$/.test(String(driverErrorOf(error)?.code));
}
