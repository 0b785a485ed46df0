import type { FastifyRequest } from 'fastify';
import { isLoopback } from '../../config/index.js';
import { Problem } from './problem.js';
import { csrfTokenOf, isSame } from './session-cookie.js';

const CHANGES_NOTHING = new Set(['GET', 'HEAD', 'OPTIONS']);

export const changesNothing = ({ method }: FastifyRequest): boolean => CHANGES_NOTHING.has(method);

/**
 * Refuses what another site made a browser send. A browser says where a request comes from; what says nothing is not
 * sent by one, and has no business with a cookie.
 */
export function requireOwnOrigin({ headers }: FastifyRequest, publicUrl: string): void {
  const { origin, 'sec-fetch-site': site } = headers;
  const isOurs = origin === undefined ? site === 'same-origin' : isOwnOrigin(origin, publicUrl);
  if (isOurs && (site === undefined || site === 'same-origin')) return;
  throw new Problem(
    403,
    `This comes from another site. Expected a page of ${new URL(publicUrl).origin} to send it, with its Origin.`,
  );
}

/** On one machine, localhost and 127.0.0.1 are the same. */
function isOwnOrigin(origin: string, publicUrl: string): boolean {
  if (!URL.canParse(origin)) return false;
  const [theirs, ours] = [new URL(origin), new URL(publicUrl)];
  if (theirs.origin === ours.origin) return true;
  return (
    theirs.protocol === ours.protocol &&
    theirs.port === ours.port &&
    isLoopback(theirs.hostname) &&
    isLoopback(ours.hostname)
  );
}

/** Refuses a change by cookie that lacks the token of its session, in the header or the field of a form. */
export function requireToken({ headers, body }: FastifyRequest, secret: string): void {
  const given = headers['x-csrf-token'] ?? (body as { csrfToken?: unknown } | null | undefined)?.csrfToken;
  if (typeof given === 'string' && isSame(given, csrfTokenOf(secret))) return;
  throw new Problem(
    403,
    'The token that guards against forged requests is missing or of another session. Send csrfToken of GET /api/v1/session as: X-CSRF-Token.',
  );
}
