import type { EntityManager } from 'typeorm';
import type { Channel } from '../../domain/cadence.js';
import { nowOrNextSlot } from '../../domain/loop/rung-slots.js';
import { isAboveManager, type Audience } from '../../domain/people.js';
import { toIso, type CalendarSlice, type Instant, type IsoDate } from '../../domain/time.js';
import { NOTICE_KINDS } from '../../domain/words.js';
import { markCardsBelow } from './cards.js';
import { DELIVERY_COLUMNS, type DeliveryRow } from './delivery-row.js';
import { mayHear } from '../figures/readers.js';
import { IS_WITHOUT_LOOP, owedKey } from './subjects.js';
import { tellMany } from '../loops/tellings.js';

/** Calls that were under way when their process died, and those whose next try has come. */
export async function unsettled(tx: EntityManager, lane: number, now: Instant): Promise<DeliveryRow[]> {
  return (await tx.query(
    `SELECT ${DELIVERY_COLUMNS} FROM delivery WHERE lane = $1 AND (state = 'sending' OR (state = 'retrying' AND next_try_at <= $2)) ORDER BY created_at`,
    [lane, toIso(now)],
  )) as DeliveryRow[];
}

/**
 * Marks a call as under way again; `inDoubt` where it may have arrived already.
 * @param today the recipient's: a message that is brought a day late is that day's. One that came back, or is tried once
 * more by hand, stays its own day's, on which they were told nothing else.
 */
export async function beginTry(
  tx: EntityManager,
  id: string,
  inDoubt: boolean,
  today: IsoDate,
): Promise<void> {
  await tx.query(
    `UPDATE delivery SET state = 'sending', attempts = attempts + 1, in_doubt = in_doubt OR $2,
            day = CASE WHEN day IS NOT NULL AND reports = '{}' AND retried_at IS NULL THEN $3::date ELSE day END WHERE id = $1`,
    [id, inDoubt, today],
  );
}

/** Whether what a nudge `n` of a loop `e` is about is still owed, or is a word that nobody owes. */
export const IS_OWED = `CASE WHEN split_part(n.obligation, '/', 1) IN (${NOTICE_KINDS.map((kind) => `'${kind}'`).join(', ')}) THEN true
   WHEN n.obligation LIKE 'visit/%' THEN EXISTS (
    SELECT 1 FROM joint_visit j WHERE j.id = split_part(n.obligation, '/', 2)::uuid AND j.state = 'planned'
       AND (extract(epoch FROM j.at) * 1000)::bigint = split_part(n.obligation, '/', 3)::bigint)
  ELSE e.open @> jsonb_build_array(jsonb_build_object('key', ${owedKey('n.obligation')})) END`;

/**
 * Whether a nudge `n` of a loop `e` still goes to whom it went: they hold the seat for which it was, and work here.
 * Whoever took a loop coaches beside its manager. The line above a manager is theirs also after they have left.
 * @param now a parameter
 */
export const IS_THEIRS = (now: string): string => `EXISTS (SELECT 1 FROM person p WHERE p.id = n.person_id
    AND (p.active_until IS NULL OR p.active_until >= (${now}::timestamptz AT TIME ZONE p.zone)::date))
  AND CASE n.audience
    WHEN 'rep' THEN n.person_id = e.rep_id
    WHEN 'secondLine' THEN EXISTS (
      SELECT 1 FROM reporting_line l JOIN reporting_line a ON a.person_id = l.manager_id AND a.valid_to IS NULL
       WHERE l.person_id = e.rep_id AND l.valid_to IS NULL AND a.manager_id = n.person_id)
    WHEN 'programOwner' THEN EXISTS (SELECT 1 FROM program g WHERE g.id = e.program_id AND g.owner_id = n.person_id)
    WHEN 'sponsor' THEN EXISTS (SELECT 1 FROM program g WHERE g.id = e.program_id AND g.sponsor_id = n.person_id)
    ELSE n.person_id = e.manager_id
      OR EXISTS (SELECT 1 FROM person m WHERE m.id = e.manager_id AND m.delegate_id = n.person_id)
      OR EXISTS (SELECT 1 FROM co_coach_share c WHERE c.rep_id = e.rep_id AND c.coach_id = n.person_id AND c.valid_to IS NULL)
      OR EXISTS (SELECT 1 FROM joint_visit_observer o WHERE o.person_id = n.person_id AND n.obligation LIKE 'visit/' || o.visit_id || '/%') END`;

/** Loops first, then their messages: the order in which a loop that looks takes its locks. */
export const lockLoopsOf = (tx: EntityManager, ids: readonly string[]): Promise<unknown> =>
  tx.query(
    `SELECT 1 FROM enrolment WHERE id IN (SELECT enrolment_id FROM nudge WHERE delivery_id = ANY($1)) ORDER BY id FOR NO KEY UPDATE`,
    [ids],
  );

/** A message that a provider took. */
export interface HandedOver {
  delivery: DeliveryRow;
  ref: Record<string, string>;
  at: Instant;
}

/**
 * Providers took these messages: deliveries, nudges and the loops' logs say so, all or none. It rings where a loop waits
 * for it. A card on which something changed while the call was under way is edited next.
 */
export async function handedOver(tx: EntityManager, all: readonly HandedOver[]): Promise<void> {
  const ids = all.map(({ delivery }) => delivery.id);
  await lockLoopsOf(tx, ids);
  const taken = all.map(({ delivery: { id, marks }, ref, at }) => ({ id, marks, ref, at: toIso(at) }));
  const [nudges] = (await tx.query(
    `WITH taken AS (
       SELECT * FROM jsonb_to_recordset($1::jsonb) AS t (id uuid, marks int, ref jsonb, at timestamptz)
     ), brought AS (
       UPDATE delivery d SET state = 'handedOver', provider_ref = t.ref, handed_over_at = t.at, next_try_at = NULL, error = NULL,
              stale = d.channel = 'slack' AND d.marks <> t.marks
         FROM taken t WHERE d.id = t.id)
     UPDATE nudge n SET state = 'handedOver', handed_over_at = t.at
       FROM taken t WHERE n.delivery_id = t.id AND n.delivery_id = ANY($2) AND n.state = 'claimed'
     RETURNING n.delivery_id AS "deliveryId", n.enrolment_id AS "enrolmentId", n.obligation, n.rung, n.audience`,
    [JSON.stringify(taken), ids],
  )) as [(SentNudge & { deliveryId: string; audience: Audience })[], number];
  const byId = new Map(all.map((one) => [one.delivery.id, one]));
  const tellings = nudges.filter(isOfLoop).map(({ deliveryId, enrolmentId, obligation, rung }) => {
    const { delivery, at } = byId.get(deliveryId)!;
    const { personId: person, channel } = delivery;
    const data = { obligation, rung, person, channel };
    return { enrolmentId, fact: { kind: 'handedOver' as const, happenedAt: at, data } };
  });
  await markCardsBelow(
    tx,
    nudges.filter(isOfLoop).filter(({ audience }) => isAboveManager(audience)),
  );
  await tellMany(tx, tellings, Math.max(...all.map(({ at }) => at)), 'waiting');
}

/** No channel is left: nudges and logs say that this person could not be reached, and the ladders may climb. */
export async function failed(
  tx: EntityManager,
  delivery: DeliveryRow,
  error: string,
  now: Instant,
): Promise<void> {
  await lockLoopsOf(tx, [delivery.id]);
  const [unreached] = (await tx.query(
    `WITH failed AS (UPDATE delivery SET state = 'failed', error = $2, next_try_at = NULL WHERE id = $1)
     UPDATE nudge SET state = 'unreachable'
      WHERE delivery_id = $1 AND state = 'claimed' RETURNING enrolment_id AS "enrolmentId", obligation, rung`,
    [delivery.id, error],
  )) as [SentNudge[], number];
  const person = delivery.personId;
  const tellings = unreached.filter(isOfLoop).map(({ enrolmentId, obligation, rung }) => ({
    enrolmentId,
    fact: { kind: 'unreachable' as const, happenedAt: now, data: { obligation, rung, person } },
  }));
  await tellMany(tx, tellings, now);
}

interface SentNudge {
  /** Null: it tells of figures, and no loop hears of it. */
  enrolmentId: string | null;
  obligation: string;
  rung: number;
}

const isOfLoop = <N extends SentNudge>(nudge: N): nudge is N & { enrolmentId: string } =>
  nudge.enrolmentId !== null;

export async function tryLater(
  tx: EntityManager,
  id: string,
  error: string,
  inDoubt: boolean,
  nextTryAt: Instant,
): Promise<void> {
  await tx.query(
    `UPDATE delivery SET state = 'retrying', error = $2, in_doubt = in_doubt OR $3, next_try_at = $4 WHERE id = $1`,
    [id, error, inDoubt, toIso(nextTryAt)],
  );
}

/** A call of which nobody knows whether it arrived rests until then; it counts as no further try. */
export const waitInDoubt = (tx: EntityManager, id: string, nextTryAt: Instant): Promise<unknown> =>
  tx.query(`UPDATE delivery SET state = 'retrying', in_doubt = true, next_try_at = $2 WHERE id = $1`, [
    id,
    toIso(nextTryAt),
  ]);

/** Turns to the next channel, at once; a try of its own. */
export async function changeChannel(
  tx: EntityManager,
  id: string,
  channel: Channel,
  others: readonly Channel[],
  error: string,
): Promise<void> {
  await tx.query(
    `UPDATE delivery SET state = 'sending', channel = $2, other_channels = $3, error = $4, attempts = attempts + 1 WHERE id = $1`,
    [id, channel, others, error],
  );
}

/** Drops from an unsent delivery what was done meanwhile, or is somebody else's; says whether anything is left to send. */
export async function dropDone(tx: EntityManager, id: string, now: Instant): Promise<boolean> {
  await tx.query(
    `UPDATE nudge n SET state = 'withdrawn', delivery_id = NULL FROM enrolment e
      WHERE n.delivery_id = $1 AND n.state = 'claimed' AND e.id = n.enrolment_id
        AND NOT (${IS_OWED} AND ${IS_THEIRS('$2')})`,
    [id, toIso(now)],
  );
  return isLeft(tx, id);
}

/** Drops from an unsent delivery the figures that its person may not read any more. */
export const dropUnheard = (tx: EntityManager, id: string, now: Instant): Promise<unknown> =>
  tx.query(
    `UPDATE nudge n SET state = 'withdrawn', delivery_id = NULL
      WHERE n.delivery_id = $1 AND n.state = 'claimed' AND NOT ${mayHear('$2')}`,
    [id, toIso(now)],
  );

/**
 * Gives back what a delivery had claimed and certainly did not bring, for its loops to say anew whether, when and to
 * whom it goes. Says which loops those are, ids ascending; one that cannot decide is left out.
 */
export async function giveBack(tx: EntityManager, id: string): Promise<string[]> {
  await lockLoopsOf(tx, [id]);
  // No loop says the monthly question or figures anew: they wait as they are.
  await tx.query(
    `UPDATE nudge SET state = CASE WHEN ${IS_WITHOUT_LOOP} THEN 'queued' ELSE 'withdrawn' END
      WHERE delivery_id = $1 AND state = 'claimed'`,
    [id],
  );
  const rows = (await tx.query(
    `SELECT DISTINCT e.id FROM nudge n JOIN enrolment e ON e.id = n.enrolment_id
      WHERE n.delivery_id = $1 AND e.fault IS NULL ORDER BY e.id`,
    [id],
  )) as { id: string }[];
  return rows.map((row) => row.id);
}

/** Figures and the monthly question that were given back wait as they are for their reader's hours: no loop says when. */
export async function placeWithoutLoop(tx: EntityManager, id: string, now: Instant): Promise<void> {
  const slice = await sliceOf(tx, id);
  await tx.query(
    `UPDATE nudge SET slot_at = $2
      WHERE delivery_id = $1 AND state = 'queued' AND ${IS_WITHOUT_LOOP}`,
    [id, toIso(nowOrNextSlot(now, slice))],
  );
}

/**
 * When a message that has missed its slot may go: once its person is at work, or at once where its program goes by the
 * clock alone, and it is beside the day's one message.
 */
export async function mayGoFrom(tx: EntityManager, id: string, from: Instant): Promise<Instant> {
  const [row] = (await tx.query('SELECT day IS NOT NULL AS daily FROM delivery WHERE id = $1', [id])) as [
    { daily: boolean },
  ];
  return row.daily ? nowOrNextSlot(from, await sliceOf(tx, id)) : from;
}

/** The calendar of whom a message goes to. */
async function sliceOf(tx: EntityManager, id: string): Promise<CalendarSlice> {
  const [{ slice }] = (await tx.query(
    `SELECT c.slice FROM delivery d JOIN person p ON p.id = d.person_id
       JOIN calendar_version c ON c.person_id = p.id AND c.version = p.calendar_version WHERE d.id = $1`,
    [id],
  )) as [{ slice: CalendarSlice }];
  return slice;
}

/** Claims again what still goes to the same person now; the rest is no part of this delivery any more. */
export async function takeAgain(
  tx: EntityManager,
  { id, personId }: DeliveryRow,
  now: Instant,
): Promise<boolean> {
  await tx.query(
    `UPDATE nudge SET state = 'claimed' WHERE delivery_id = $1 AND state = 'queued' AND person_id = $2 AND slot_at <= $3`,
    [id, personId, toIso(now)],
  );
  await tx.query(`UPDATE nudge SET delivery_id = NULL WHERE delivery_id = $1 AND state <> 'claimed'`, [id]);
  return isLeft(tx, id);
}

/** Whether anything is left to send; a delivery without anything is withdrawn. */
async function isLeft(tx: EntityManager, id: string): Promise<boolean> {
  const [left] = (await tx.query(`SELECT 1 FROM nudge WHERE delivery_id = $1 AND state = 'claimed' LIMIT 1`, [
    id,
  ])) as unknown[];
  if (!left) await withdraw(tx, id);
  return left !== undefined;
}

/** Nothing of a delivery is left to say. */
export const withdraw = (tx: EntityManager, id: string): Promise<unknown> =>
  tx.query(
    `WITH gone AS (UPDATE nudge SET state = 'withdrawn', delivery_id = NULL WHERE delivery_id = $1 AND state = 'claimed')
     UPDATE delivery SET state = 'withdrawn', next_try_at = NULL WHERE id = $1`,
    [id],
  );

/** Enrolments of a delivery about which something has happened since their loop looked last. */
export async function behindIn(tx: EntityManager, deliveryId: string): Promise<string[]> {
  const rows = (await tx.query(
    `SELECT DISTINCT e.id FROM nudge n JOIN enrolment e ON e.id = n.enrolment_id WHERE n.delivery_id = $1 AND e.ring_seq > e.applied_seq ORDER BY e.id`,
    [deliveryId],
  )) as { id: string }[];
  return rows.map(({ id }) => id);
}

/** Makes sure that every lane has its row. */
export async function openLanes(tx: EntityManager, lanes: number): Promise<void> {
  await tx.query(`INSERT INTO lane (id) SELECT generate_series(0, $1::int - 1) ON CONFLICT DO NOTHING`, [
    lanes,
  ]);
}
