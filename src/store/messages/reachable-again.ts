import type { EntityManager } from 'typeorm';
import { nowOrNextSlot } from '../../domain/loop/rung-slots.js';
import type { CalendarSlice, Instant } from '../../domain/time.js';
import { ringAtOnce } from '../running/bells.js';
import { takeUpAgain } from './bounces.js';
import { retryFrom } from './delivery-list.js';
import { lockLoopsOf } from './deliveries.js';

interface GivenUp {
  person: string;
  lane: number;
  /** The newest first. */
  ids: string[];
  slice: CalendarSlice;
}

/**
 * What was given up goes once more to whoever has another address now, as one message when they are at work: of each thing
 * the newest word, where it is still owed and still theirs. What may have arrived does not. The people must be locked.
 */
export async function reachableAgain(
  tx: EntityManager,
  people: readonly string[],
  now: Instant,
): Promise<void> {
  const all = (await tx.query(
    `SELECT d.person_id AS person, min(d.lane) AS lane, array_agg(d.id ORDER BY d.created_at DESC, d.id) AS ids, c.slice
       FROM delivery d JOIN person p ON p.id = d.person_id
       JOIN calendar_version c ON c.person_id = p.id AND c.version = p.calendar_version
      WHERE d.person_id = ANY($1) AND d.state = 'failed' AND NOT d.in_doubt GROUP BY d.person_id, c.slice ORDER BY d.person_id`,
    [people],
  )) as GivenUp[];
  await lockLoopsOf(
    tx,
    all.flatMap(({ ids }) => ids),
  );
  for (const { lane, ids, slice } of all) {
    const [newest, ...older] = ids;
    await tx.query(
      `UPDATE nudge n SET delivery_id = $1 WHERE n.delivery_id = ANY($2) AND n.state = 'unreachable'
          AND NOT EXISTS (SELECT 1 FROM nudge l WHERE l.enrolment_id = n.enrolment_id AND l.obligation = n.obligation
                             AND l.rung > n.rung AND l.person_id = n.person_id AND l.state = 'unreachable')`,
      [newest, older],
    );
    if (!(await takeUpAgain(tx, newest!, now))) continue;
    await retryFrom(tx, newest!, nowOrNextSlot(now, slice), now);
    await ringAtOnce(tx, 'lane', [String(lane)]);
  }
}
