import type { EntityManager } from 'typeorm';
import type { Instant } from '../../domain/time.js';

const NEXT = `(extract(epoch FROM least(
  (SELECT min(slot_at) FROM nudge WHERE lane = $1 AND state = 'queued'),
  (SELECT min(due_at) FROM invitation WHERE lane = $1),
  (SELECT min(next_try_at) FROM delivery WHERE lane = $1 AND state = 'retrying'))) * 1000)::float8`;

/** The next instant at which this lane has something to do; null: nothing is queued. */
export async function nextOfLane(tx: EntityManager, lane: number): Promise<Instant | null> {
  const [row] = (await tx.query(`SELECT ${NEXT} AS at`, [lane])) as { at: number | null }[];
  return row?.at ?? null;
}

/** What waits in a lane now: a card to be edited, which somebody looks at, or something to be sent. */
export async function waitsInLane(
  tx: EntityManager,
  lane: number,
  now: Instant,
): Promise<'edit' | 'message' | null> {
  const [row] = (await tx.query(
    `SELECT EXISTS (SELECT 1 FROM delivery WHERE lane = $1 AND stale) AS stale, ${NEXT} AS next`,
    [lane],
  )) as { stale: boolean; next: number | null }[];
  if (row!.stale) return 'edit';
  return row!.next !== null && row!.next <= now ? 'message' : null;
}
