import type { EntityManager } from 'typeorm';
import { nowOrNextSlot } from '../../domain/loop/rung-slots.js';
import { PLACES } from '../../domain/message/choose.js';
import { toIso, type CalendarSlice, type Instant } from '../../domain/time.js';
import { hintRelay } from '../loops/log.js';
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
 * the newest word, where it is still owed and still theirs, and of no more reps than any message. What may have arrived
 * does not. The people must be locked.
 */
export async function reachableAgain(
  tx: EntityManager,
  people: readonly string[],
  now: Instant,
): Promise<void> {
  await inviteAgain(tx, people, now);
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
    await leaveToQueue(tx, newest!);
    await retryFrom(tx, newest!, nowOrNextSlot(now, slice), now);
    await ringAtOnce(tx, 'lane', [String(lane)]);
  }
}

/** A visit that is ahead goes into their calendar by the new address, where an invitation to it was given up. */
async function inviteAgain(tx: EntityManager, people: readonly string[], now: Instant): Promise<void> {
  const [, count] = (await tx.query(
    `UPDATE invitation SET due_at = $2, attempts = 0, error = NULL
      WHERE person_id = ANY($1) AND starts_at > $2 AND due_at IS NULL AND error IS NOT NULL`,
    [people, toIso(now)],
  )) as [unknown[], number];
  if (count > 0) await hintRelay(tx);
}

/** What has no room in a message is counted there and stands in the queue of its person. */
const leaveToQueue = (tx: EntityManager, id: string): Promise<unknown> =>
  tx.query(
    `WITH reps AS (
       SELECT e.rep_id AS id, row_number() OVER (ORDER BY max(n.slot_at) DESC, e.rep_id) AS place
         FROM nudge n JOIN enrolment e ON e.id = n.enrolment_id
        WHERE n.delivery_id = $1 AND n.state = 'claimed' AND n.audience NOT IN ('programOwner', 'sponsor') GROUP BY e.rep_id
     ), left_out AS (
       UPDATE nudge n SET state = 'unreachable' FROM enrolment e JOIN reps r ON r.id = e.rep_id AND r.place > $2
        WHERE e.id = n.enrolment_id AND n.delivery_id = $1 AND n.state = 'claimed')
     UPDATE delivery SET waiting = (SELECT count(*) FROM reps WHERE place > $2) WHERE id = $1`,
    [id, PLACES],
  );
