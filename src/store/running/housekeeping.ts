import type { EntityManager } from 'typeorm';
import { HOUR, toIso, type Instant } from '../../domain/time.js';
import { refreshCalendars } from '../calendars/calendars.js';
import { dayOf } from '../instants.js';
import { queueRosterChange } from './jobs.js';
import { tellMany } from '../loops/tellings.js';

/* What only time brings about, and nobody tells: looked for once a day. */

const DAY = 24 * HOUR;
/** How long a request may be sent again under its Idempotency-Key. */
const ANSWERS_KEPT = 30 * DAY;
/** Whoever left within this is looked for again, so that a week without a worker hides nobody. */
const LEFT_WITHIN = 14 * DAY;

/** Forgets up to `limit` answers to requests that nobody repeats any more; says how many. */
export async function forgetAnswers(tx: EntityManager, now: Instant, limit: number): Promise<number> {
  const [, count] = (await tx.query(
    `DELETE FROM idempotent_answer WHERE (caller_id, key) IN (
       SELECT caller_id, key FROM idempotent_answer WHERE created_at < $1 ORDER BY created_at LIMIT $2)`,
    [toIso(now - ANSWERS_KEPT), limit],
  )) as [unknown[], number];
  return count;
}

/** Whoever has left holds no seat any more: the loops are told on the day after their last one. */
export async function tellOfLeavers(tx: EntityManager, now: Instant): Promise<void> {
  const rows = (await tx.query(`SELECT id FROM person WHERE active_until < $1 AND active_until >= $2`, [
    dayOf(now),
    dayOf(now - LEFT_WITHIN),
  ])) as { id: string }[];
  await queueRosterChange(
    tx,
    rows.map(({ id }) => id),
    now,
  );
}

/** Lets loops without room be judged anew: the visit days that others needed may be free by now. */
export async function tellOfRoom(tx: EntityManager, now: Instant): Promise<void> {
  const rows = (await tx.query(
    `SELECT DISTINCT manager_id AS id FROM enrolment WHERE ended_at IS NULL AND stall_reason = 'overCapacity' AND manager_id IS NOT NULL`,
  )) as { id: string }[];
  await queueRosterChange(
    tx,
    rows.map(({ id }) => id),
    now,
  );
}

/**
 * Withdraws up to `limit` open loops of reps whose last day is over, behind an id; says the last id, null at the end.
 * A loop that has yet to look is left to the next day: it may have ended already.
 */
export async function withdrawLeavers(
  tx: EntityManager,
  now: Instant,
  after: string | null,
  limit: number,
): Promise<string | null> {
  const rows = (await tx.query(
    `SELECT e.id FROM person r JOIN enrolment e ON e.rep_id = r.id
      WHERE r.active_until < $1 AND e.ended_at IS NULL AND e.fault IS NULL AND e.ring_seq <= e.applied_seq
        AND ($2::uuid IS NULL OR e.id > $2)
      ORDER BY e.id LIMIT $3 FOR NO KEY UPDATE OF e`,
    [dayOf(now), after, limit],
  )) as { id: string }[];
  const fact = { kind: 'withdrawn', happenedAt: now, data: { because: 'repLeft' } } as const;
  await tellMany(
    tx,
    rows.map(({ id }) => ({ enrolmentId: id, fact })),
    now,
  );
  return rows.length < limit ? null : rows.at(-1)!.id;
}

/** Renews up to `limit` calendars whose holidays end within a year, behind an id; says the last id, null at the end. */
export async function renewHolidays(
  tx: EntityManager,
  now: Instant,
  after: string | null,
  limit: number,
): Promise<string | null> {
  const nextYear = new Date(now).getUTCFullYear() + 1;
  const rows = (await tx.query(
    `SELECT p.id FROM person p JOIN calendar_version c ON c.person_id = p.id AND c.version = p.calendar_version
      WHERE c.slice -> 'holidays' ->> -1 < $1 AND ($2::uuid IS NULL OR p.id > $2) ORDER BY p.id LIMIT $3`,
    [`${nextYear}-01-01`, after, limit],
  )) as { id: string }[];
  const ids = rows.map(({ id }) => id);
  await refreshCalendars(tx, ids, now);
  await queueRosterChange(tx, ids, now);
  return ids.length < limit ? null : ids.at(-1)!;
}
