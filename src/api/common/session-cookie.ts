import { createHmac, randomBytes, timingSafeEqual } from 'node:crypto';
import type { FastifyReply, FastifyRequest } from 'fastify';
import type { ApiSettings } from '../../config/index.js';

const HOUR_IN_SECONDS = 3_600;
const SECRET = /^[\w-]{43}$/;

/** 256 random bits, as all secrets of sessions are. */
export const newSecret = (): string => randomBytes(32).toString('base64url');

/** Derives from a secret what may be shown where the secret may not. */
export const derive = (secret: string, ...purpose: readonly string[]): string =>
  createHmac('sha256', secret).update(JSON.stringify(purpose)).digest('base64url');

/** The token by which a page proves that it can read what is meant for the session alone. */
export const csrfTokenOf = (secret: string): string => derive(secret, 'csrf');

export function isSame(one: string, other: string): boolean {
  const [a, b] = [Buffer.from(one), Buffer.from(other)];
  return a.length === b.length && timingSafeEqual(a, b);
}

/** A cookie of ours: never for scripts, never sent along by other sites' forms, and over https for this host alone. */
export class Cookie {
  private readonly name: string;
  private readonly secure: boolean;

  constructor(
    name: string,
    { publicUrl }: Pick<ApiSettings, 'publicUrl'>,
    private readonly seconds: number,
  ) {
    this.secure = new URL(publicUrl).protocol === 'https:';
    this.name = this.secure ? `__Host-${name}` : name;
  }

  read(request: FastifyRequest): string | null {
    return request.cookies[this.name] ?? null;
  }

  write(reply: FastifyReply, value: string): void {
    reply.header('cache-control', 'no-store');
    reply.setCookie(this.name, value, { ...this.attributes(), maxAge: this.seconds });
  }

  clear(reply: FastifyReply): void {
    reply.clearCookie(this.name, this.attributes());
  }

  private attributes() {
    return { path: '/', httpOnly: true, sameSite: 'lax', secure: this.secure } as const;
  }
}

/** The cookie that holds the secret of a session. */
export class SessionCookie {
  private readonly cookie: Cookie;

  constructor(settings: Pick<ApiSettings, 'publicUrl' | 'sessionHours'>) {
    this.cookie = new Cookie('ft_session', settings, settings.sessionHours * HOUR_IN_SECONDS);
  }

  /** Null: none, or what cannot be one of ours. */
  read(request: FastifyRequest): string | null {
    const secret = this.cookie.read(request);
    return secret !== null && SECRET.test(secret) ? secret : null;
  }

  write(reply: FastifyReply, secret: string): void {
    this.cookie.write(reply, secret);
  }

  clear(reply: FastifyReply): void {
    this.cookie.clear(reply);
  }
}
