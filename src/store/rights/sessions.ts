import { v7 as uuid } from 'uuid';
import { MoreThan, type EntityManager } from 'typeorm';
import { MINUTE, type Instant } from '../../domain/time.js';
import { Person, Session, type SignInWay } from '../../entities/index.js';
import { hashOfKey } from './api-keys.js';
import { unknown } from '../refusal.js';

/** How long a session lasts, in milliseconds: unused, and however much it is used. */
export interface SessionLimits {
  idle: number;
  absolute: number;
}

/** Of sessions that are over, so many are cleared away with every sign-in: each adds one, so they never pile up. */
const CLEARED_AT_ONCE = 100;

/** Of a person who still works here: their last day is over in their own zone. */
const STILL_HERE = `(person.active_until IS NULL OR person.active_until >= (:now::timestamptz AT TIME ZONE person.zone)::date)`;

export interface NewSession {
  personId: string;
  way: SignInWay;
  /** What the cookie will hold. Kept as its hash only. */
  secret: string;
  sealedIdToken: Buffer | null;
}

/** Opens a session, under a secret that was never used before, and clears away some that are over. */
export async function openSession(
  tx: EntityManager,
  { secret, ...fields }: NewSession,
  limits: SessionLimits,
  now: Instant,
): Promise<Session> {
  const session = tx.create(Session, {
    ...fields,
    id: uuid(),
    hash: hashOfKey(secret),
    createdAt: new Date(now),
    usedAt: new Date(now),
    lapsesAt: new Date(now + Math.min(limits.idle, limits.absolute)),
    expiresAt: new Date(now + limits.absolute),
  });
  await tx.insert(Session, session);
  await tx.query(
    `DELETE FROM session WHERE id IN
       (SELECT id FROM session WHERE lapses_at <= $1 ORDER BY lapses_at LIMIT ${CLEARED_AT_ONCE} FOR UPDATE SKIP LOCKED)`,
    [new Date(now)],
  );
  return session;
}

/** A session that lasts, and the language of whose it is (BCP 47). */
export type UsedSession = Session & { language: string };

/**
 * The session of a secret, if it lasts and its person still works here; else null. Notes its use at most once a
 * minute, and never brings back one that ends at the same moment.
 */
export async function useSession(
  tx: EntityManager,
  secret: string,
  limits: SessionLimits,
  now: Instant,
): Promise<UsedSession | null> {
  const at = new Date(now);
  const { entities, raw } = await tx
    .createQueryBuilder(Session, 'session')
    .innerJoin(Person, 'person', 'person.id = session.person_id')
    .addSelect('person.language', 'language')
    .where('session.hash = :hash AND session.lapses_at > :now', { hash: hashOfKey(secret), now: at })
    .andWhere(STILL_HERE)
    .getRawAndEntities<{ language: string }>();
  if (entities[0] === undefined) return null;
  const session = { ...entities[0], language: raw[0]!.language };
  if (session.usedAt.getTime() > now - MINUTE) return session;
  const lapsesAt = new Date(Math.min(now + limits.idle, session.expiresAt.getTime()));
  await tx.update(Session, { id: session.id }, { usedAt: at, lapsesAt });
  return { ...session, usedAt: at, lapsesAt };
}

/** Whether a session lasts still. Not a use of it: what listens does not keep it open. */
export const sessionLasts = (tx: EntityManager, id: string, now: Instant): Promise<boolean> =>
  tx
    .createQueryBuilder(Session, 'session')
    .innerJoin(Person, 'person', 'person.id = session.person_id')
    .where('session.id = :id AND session.lapses_at > :now', { id, now: new Date(now) })
    .andWhere(STILL_HERE)
    .getExists();

/** The sessions of a person that last, the newest first. */
export const listSessions = (tx: EntityManager, personId: string, now: Instant): Promise<Session[]> =>
  tx.find(Session, {
    where: { personId, lapsesAt: MoreThan(new Date(now)) },
    order: { createdAt: 'DESC', id: 'DESC' },
  });

/** Ends a session of a person. One of somebody else is as unknown as one that never was. */
export async function endSession(tx: EntityManager, id: string, personId: string): Promise<void> {
  const { affected } = await tx.delete(Session, { id, personId });
  if (affected === 0) throw unknown('session', id);
}

/** Ends the session of a secret; null where there was none. */
export async function endSessionOf(tx: EntityManager, secret: string): Promise<Session | null> {
  const session = await tx.findOneBy(Session, { hash: hashOfKey(secret) });
  if (session) await tx.delete(Session, { id: session.id });
  return session;
}

export async function endAllSessions(tx: EntityManager, personId: string): Promise<void> {
  await tx.delete(Session, { personId });
}

/** Whether a person may sign in: known, and still here. */
export const mayEnter = (tx: EntityManager, personId: string, now: Instant): Promise<boolean> =>
  tx
    .createQueryBuilder(Person, 'person')
    .where('person.id = :personId', { personId })
    .andWhere(STILL_HERE, { now: new Date(now) })
    .getExists();
