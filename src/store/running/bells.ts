import type { EntityManager } from 'typeorm';
import { MINUTE, SECOND, toIso, type Instant } from '../../domain/time.js';
import { isDrained } from './lane-lock.js';
import { hintRelay } from '../loops/log.js';

/** What has a doorbell, and the workflow behind it. */
export type Ringable = 'enrolment' | 'lane' | 'job';

/** A passed wake is Temporal's to notice; only after this grace does the relay ring for it. */
export const WAKE_GRACE = 5 * MINUTE;
/** So long a lane that was rung gathers what comes next: with all else it takes, a press is seen everywhere within a second. */
export const LANE_GATHERS = 0.3 * SECOND;
/** Messages are gathered longer than edits, which somebody looks at: of a morning on which many loops wake a lane hears at once. */
export const MESSAGES_GATHER = 2 * SECOND;
const FIRST_PAUSE = 30 * SECOND;
const LONGEST_PAUSE = 10 * MINUTE;

const rested = `(rung_at IS NULL OR rung_at < $1::timestamptz - least(${LONGEST_PAUSE}, ${FIRST_PAUSE} * power(2, least(greatest(ring_tries - 1, 0), 20))) * interval '1 millisecond')`;

const unanswered = `ring_seq > applied_seq AND (ring_seq > rung_seq OR ${rested})`;

/** The bells of a table that want ringing. */
const WANTS: Readonly<Record<Ringable, string>> = {
  enrolment: unanswered,
  job: unanswered,
  lane: `${unanswered} AND (rung_at IS NULL OR rung_at < $1::timestamptz - ${LANE_GATHERS} * interval '1 millisecond')
    AND NOT ${isDrained('lane.id')}`,
};

/**
 * Claims up to `limit` bells and remembers that they were rung, so that two relays never ring the same one; the same
 * bell is rung again only after a pause that doubles from 30 s to 10 min.
 */
export async function claimBells(
  tx: EntityManager,
  table: Ringable,
  now: Instant,
  limit: number,
): Promise<string[]> {
  return claim(tx, table, WANTS[table], [toIso(now), limit]);
}

/** Claims enrolments whose wake has passed unnoticed for longer than the grace. */
export async function claimMissedWakes(
  tx: EntityManager,
  table: Ringable,
  now: Instant,
  limit: number,
): Promise<string[]> {
  return claim(tx, table, `wake_at < $3 AND ${rested}`, [toIso(now), limit, toIso(now - WAKE_GRACE)]);
}

async function claim(
  tx: EntityManager,
  table: Ringable,
  wants: string,
  parameters: unknown[],
): Promise<string[]> {
  const [rows] = (await tx.query(
    `UPDATE ${table} SET ring_tries = CASE WHEN rung_seq = ring_seq THEN ring_tries + 1 ELSE 1 END, rung_seq = ring_seq, rung_at = $1
      WHERE id IN (SELECT id FROM ${table} WHERE ${wants} ORDER BY rung_at NULLS FIRST LIMIT $2 FOR NO KEY UPDATE SKIP LOCKED)
      RETURNING id::text`,
    parameters,
  )) as [{ id: string }[], number];
  return rows.map(({ id }) => id);
}

/** Rings the lanes whose next message, invitation or card edit comes before the instant for which they wait. */
export async function raiseLanes(tx: EntityManager, now: Instant): Promise<void> {
  await tx.query(
    `UPDATE lane l SET ring_seq = l.ring_seq + 1
       WHERE l.ring_seq <= l.applied_seq AND NOT ${isDrained('l.id')} AND (
         EXISTS (SELECT 1 FROM delivery d WHERE d.lane = l.id AND d.stale)
         OR coalesce((SELECT min(i.due_at) FROM invitation i WHERE i.lane = l.id), 'infinity') < coalesce(l.wake_at, 'infinity')
         OR coalesce(l.rung_at, '-infinity') < $1::timestamptz - ${MESSAGES_GATHER} * interval '1 millisecond'
            AND coalesce((SELECT n.slot_at FROM nudge n WHERE n.lane = l.id AND n.state = 'queued' ORDER BY n.slot_at LIMIT 1), 'infinity')
              < coalesce(l.wake_at, 'infinity'))`,
    [toIso(now)],
  );
}

/** A workflow has looked: its bell counts as answered up to `ringSeq`, and it sleeps until `wakeAt`. */
export async function answerBell(
  tx: EntityManager,
  table: 'lane' | 'job',
  id: string | number,
  ringSeq: number,
  wakeAt: Instant | null,
): Promise<void> {
  await tx.query(
    `UPDATE ${table} SET applied_seq = greatest(applied_seq, $2), ring_tries = 0, wake_at = $3 WHERE id = $1`,
    [id, ringSeq, wakeAt === null ? null : toIso(wakeAt)],
  );
}

/** Where a bell stands before a look. */
export async function readBell(
  tx: EntityManager,
  table: 'lane' | 'job',
  id: string | number,
): Promise<number | null> {
  const [row] = (await tx.query(`SELECT ring_seq::float8 AS ring FROM ${table} WHERE id = $1`, [id])) as {
    ring: number;
  }[];
  return row?.ring ?? null;
}

/** Asks one loop to look, though its log tells nothing new. */
export async function ringLoop(tx: EntityManager, id: string): Promise<void> {
  await tx.query('UPDATE enrolment SET ring_seq = ring_seq + 1 WHERE id = $1', [id]);
  await hintRelay(tx);
}

/**
 * Rings what somebody found waiting. A bell that was raised already is not raised again, so that its tries go on being
 * counted; it is only rung without the relay's pause.
 */
export async function ringAtOnce(tx: EntityManager, table: Ringable, ids: readonly string[]): Promise<void> {
  if (ids.length === 0) return;
  await tx.query(
    `UPDATE ${table} SET ring_seq = ring_seq + CASE WHEN ring_seq > applied_seq THEN 0 ELSE 1 END, rung_at = NULL WHERE id IN (
       SELECT id FROM ${table} WHERE id = ANY($1) ORDER BY id FOR NO KEY UPDATE)`,
    [ids],
  );
  await hintRelay(tx);
}

/** Rings every open enrolment in batches of ids, for a rebuild after a disaster; says the last id, null at the end. */
export async function ringAll(
  tx: EntityManager,
  after: string | null,
  limit: number,
): Promise<string | null> {
  const [rows] = (await tx.query(
    `UPDATE enrolment SET ring_seq = ring_seq + 1 WHERE id IN (
       SELECT id FROM enrolment WHERE ended_at IS NULL AND ($1::uuid IS NULL OR id > $1) ORDER BY id LIMIT $2 FOR NO KEY UPDATE)
     RETURNING id::text`,
    [after, limit],
  )) as [{ id: string }[], number];
  return rows.length < limit
    ? null
    : rows
        .map(({ id }) => id)
        .sort()
        .at(-1)!;
}
