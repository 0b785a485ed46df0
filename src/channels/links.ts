import { createHash } from 'node:crypto';
import { errors, jwtVerify, SignJWT, type CryptoKey } from 'jose';
import type { Subscription } from '../domain/message/subscription.js';
import { HOUR, SECOND, type Instant } from '../domain/time.js';
import type { Press } from './wording/letter.js';

/** Whose link it is, and in which message it came. */
interface Holder {
  personId: string;
  deliveryId: string;
}

/** Does what a button does, for its person and about its items alone. */
export interface ActLink extends Holder, Press {}

/** Ends messages that nobody waits for. */
export interface StopLink extends Holder {
  kinds: Subscription[];
}

export type ReadLink<L> =
  | { is: 'good'; link: L }
  /** It was ours: whose, so that they can be told in their language. */
  | { is: 'expired'; link: L }
  /** Altered, cut off, of another purpose, or signed by a secret that does not hold any more. */
  | { is: 'unknown' };

/** Signs what links in mails may do, and reads it back. */
export interface Links {
  act: LinkKind<ActLink>;
  stop: LinkKind<StopLink>;
}

export interface LinkKind<L> {
  /** The same link of the same message is the same token, however often it is sent. */
  sign(link: L, sentAt: Instant): Promise<string>;
  read(token: string, now: Instant): Promise<ReadLink<L>>;
}

/** No ladder and no monthly question stays open longer; who finds an older mail would speak of something else. */
const ACTS_FOR = 30 * 24 * HOUR;
/** Whoever wants to be left alone is not asked how old the mail is. */
const STOPS_FOR = 365 * 24 * HOUR;

interface Claims {
  sub?: string;
  d?: unknown;
}

/** @param secrets the newest first: it signs, and all of them are believed */
export function createLinks(secrets: readonly string[]): Links {
  const keys = new Map(secrets.map((secret) => [nameOf(secret), importKey(secret)]));
  const newest = nameOf(secrets[0]!);

  function kindOf<L extends Holder>(
    audience: string,
    lasts: number,
    written: (link: L) => Record<string, unknown>,
    read: (holder: Holder, claims: Record<string, unknown>) => L,
  ): LinkKind<L> {
    const linkOf = (claims: Claims): L =>
      read({ personId: long(claims.sub!), deliveryId: long(String(claims.d)) }, { ...claims });
    return {
      async sign(link, sentAt) {
        return new SignJWT({ d: short(link.deliveryId), ...written(link) })
          .setProtectedHeader({ alg: 'HS256', kid: newest })
          .setSubject(short(link.personId))
          .setAudience(audience)
          .setExpirationTime(Math.floor((sentAt + lasts) / SECOND))
          .sign(await keys.get(newest)!);
      },
      async read(token, now) {
        try {
          const { payload } = await jwtVerify(token, ({ kid }) => keyNamed(kid), {
            algorithms: ['HS256'],
            audience,
            requiredClaims: ['exp', 'sub'],
            currentDate: new Date(now),
          });
          return { is: 'good', link: linkOf(payload) };
        } catch (error) {
          // Its signature is checked before its time.
          if (error instanceof errors.JWTExpired) return { is: 'expired', link: linkOf(error.payload) };
          if (error instanceof errors.JOSEError) return { is: 'unknown' };
          throw error;
        }
      },
    };
  }

  async function keyNamed(kid: string | undefined): Promise<CryptoKey> {
    const key = keys.get(kid ?? '');
    if (!key) throw new errors.JWKSNoMatchingKey();
    return key;
  }

  return {
    act: kindOf<ActLink>(
      'act',
      ACTS_FOR,
      ({ action, items }) => ({
        a: action,
        i: items.map(({ enrolment, subject }) => `${short(enrolment ?? '')} ${short(subject)}`),
      }),
      (holder, { a, i }) => ({
        ...holder,
        action: a as ActLink['action'],
        items: (i as string[]).map((item) => {
          const [enrolment, subject] = item.split(' ');
          return { enrolment: enrolment === '' ? null : long(enrolment!), subject: long(subject!) };
        }),
      }),
    ),
    stop: kindOf<StopLink>(
      'stop',
      STOPS_FOR,
      ({ kinds }) => ({ k: kinds }),
      (holder, { k }) => ({ ...holder, kinds: k as Subscription[] }),
    ),
  };
}

/** Names a secret to those who have it, and says nothing of it to others. */
const nameOf = (secret: string): string =>
  createHash('sha256').update(`name of ${secret}`).digest('base64url').slice(0, 8);

const importKey = (secret: string): Promise<CryptoKey> =>
  crypto.subtle.importKey('raw', Buffer.from(secret), { name: 'HMAC', hash: 'SHA-256' }, false, [
    'sign',
    'verify',
  ]);

const AN_ID = /[\da-f]{8}-[\da-f]{4}-[\da-f]{4}-[\da-f]{4}-[\da-f]{12}/g;
const A_SHORT_ID = /~([\w-]{22})/g;

/** Ids in 23 letters instead of 36: mail clients break long addresses. */
const short = (text: string): string =>
  text.replaceAll(AN_ID, (id) => `~${Buffer.from(id.replaceAll('-', ''), 'hex').toString('base64url')}`);

const long = (text: string): string =>
  text.replaceAll(A_SHORT_ID, (_, bytes: string) =>
    Buffer.from(bytes, 'base64url')
      .toString('hex')
      .replace(/^(.{8})(.{4})(.{4})(.{4})(.{12})$/, '$1-$2-$3-$4-$5'),
  );
