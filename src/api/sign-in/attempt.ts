import type { FastifyReply, FastifyRequest } from 'fastify';
import type { ApiSettings } from '../../config/index.js';
import { MINUTE, type Instant } from '../../domain/time.js';
import { Cookie, derive, newSecret } from '../common/session-cookie.js';

const LASTS_MS = 10 * MINUTE;

/** One try to sign in. It lives in a cookie of the browser that began it, so that no other browser can end it. */
export interface Attempt {
  /** What the provider hands back with the browser. */
  state: string;
  /** What the provider puts into the token. */
  nonce: string;
  /** What only we know until the code is exchanged (PKCE). */
  verifier: string;
  /** The local path to go on at. */
  to: string;
}

interface Kept {
  secret: string;
  startedAt: Instant;
  to: string;
}

/** All of it follows from one secret and what else the cookie holds: with another time or path nothing fits. */
const attemptOf = ({ secret, startedAt, to }: Kept): Attempt => {
  const part = (name: string) => derive(secret, name, String(startedAt), to);
  return { state: part('state'), nonce: part('nonce'), verifier: part('verifier'), to };
};

export class Attempts {
  private readonly cookie: Cookie;

  constructor(settings: Pick<ApiSettings, 'publicUrl'>) {
    this.cookie = new Cookie('ft_sign_in', settings, LASTS_MS / 1_000);
  }

  begin(reply: FastifyReply, to: string, now: Instant): Attempt {
    const kept: Kept = { secret: newSecret(), startedAt: now, to };
    this.cookie.write(reply, [kept.secret, now, Buffer.from(to).toString('base64url')].join('.'));
    return attemptOf(kept);
  }

  /** The attempt of this browser, which ends here; null: there is none, or it took too long. */
  end(request: FastifyRequest, reply: FastifyReply, now: Instant): Attempt | null {
    const [, secret, time, path] =
      /^([\w-]{43})\.(\d{1,15})\.([\w-]+)$/.exec(this.cookie.read(request) ?? '') ?? [];
    this.cookie.clear(reply);
    if (secret === undefined || time === undefined || path === undefined) return null;
    const startedAt = Number(time);
    if (startedAt > now || startedAt <= now - LASTS_MS) return null;
    return attemptOf({ secret, startedAt, to: Buffer.from(path, 'base64url').toString() });
  }
}
