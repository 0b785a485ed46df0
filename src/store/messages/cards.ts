import type { EntityManager } from 'typeorm';
import type { Audience } from '../../domain/people.js';
import { toIso, type Instant } from '../../domain/time.js';
import { DELIVERY_COLUMNS, type DeliveryRow } from './delivery-row.js';
import { hintRelay } from '../loops/log.js';
import { owedKey } from './subjects.js';

/** What is owed, without why its next message does not go yet: no card says so, but for an answer that holds. */
const OWED = `jsonb_path_query_array(open, '$[*].keyvalue() ? (@.key != "kept").value')`;

/** What a card shows of an enrolment, in one value: it is edited in place when this changes. */
export const SHOWN = `md5(ROW(${OWED}, next_visit_at, ready_at, stall_reason, stall_obligation, last_observed_at, manager_id)::text)`;

/** A card about a visit, or about who came to somebody, is kept true for so long. */
const VISIT_DAYS = 7;

/**
 * What stands in Slack about these obligations, or about a visit or a hand-over of these days, no longer says how things are. It is
 * edited once, however much changes before the edit.
 */
export async function markCards(
  tx: EntityManager,
  enrolmentId: string,
  obligations: readonly string[],
  now: Instant,
): Promise<void> {
  await mark(
    tx,
    `n.enrolment_id = $1 AND (${owedKey('n.obligation')} = ANY($2)
       OR (n.obligation LIKE 'visit/%' OR n.obligation LIKE 'handOver/%') AND n.slot_at > $3::timestamptz - interval '${VISIT_DAYS} days')`,
    [enrolmentId, obligations, toIso(now)],
  );
}

/** Something about the visits themselves changed that no loop hears of: where they are. */
export async function markCardsOfReps(tx: EntityManager, reps: readonly string[]): Promise<void> {
  if (reps.length === 0) return;
  await mark(
    tx,
    `n.enrolment_id IN (SELECT e.id FROM enrolment e WHERE e.rep_id = ANY($1) AND e.ended_at IS NULL
       AND (n.obligation LIKE 'visit/%' OR e.open @> jsonb_build_array(jsonb_build_object('key', ${owedKey('n.obligation')}))))`,
    [reps],
  );
}

/** Whoever the cards below say it goes on to has been told now. */
export async function markCardsBelow(
  tx: EntityManager,
  told: readonly { enrolmentId: string; obligation: string; audience: Audience }[],
): Promise<void> {
  if (told.length === 0) return;
  await mark(
    tx,
    `(n.enrolment_id, ${owedKey('n.obligation')}, n.goes_on_to) IN (SELECT * FROM unnest($1::uuid[], $2::text[], $3::text[]))`,
    [
      told.map(({ enrolmentId }) => enrolmentId),
      told.map(({ obligation }) => obligation),
      told.map(({ audience }) => audience),
    ],
  );
}

/** What cards say of figures under these names has changed. */
export const markFigureCards = (tx: EntityManager, subjects: readonly string[]): Promise<void> =>
  mark(tx, 'n.obligation = ANY($1) AND n.enrolment_id IS NULL', [subjects]);

/** One whose call is under way is edited once it has arrived. */
async function mark(tx: EntityManager, nudges: string, parameters: unknown[]): Promise<void> {
  const [rows] = (await tx.query(
    `UPDATE delivery SET marks = marks + 1, stale = stale OR state = 'handedOver'
      WHERE channel = 'slack' AND state IN ('sending', 'retrying', 'handedOver') AND id IN (
        SELECT n.delivery_id FROM nudge n WHERE n.state IN ('claimed', 'handedOver') AND ${nudges})
      RETURNING stale`,
    parameters,
  )) as [{ stale: boolean }[], number];
  if (rows.some(({ stale }) => stale)) await hintRelay(tx);
}

/** Up to `limit` cards of a lane that no longer say how things are, the newest first: those are looked at. */
export async function staleCards(tx: EntityManager, lane: number, limit: number): Promise<DeliveryRow[]> {
  return (await tx.query(
    `SELECT ${DELIVERY_COLUMNS} FROM delivery WHERE lane = $1 AND stale ORDER BY created_at DESC, id LIMIT $2`,
    [lane, limit],
  )) as DeliveryRow[];
}

/** The card shows what there was to show when it had so many marks; one that was marked since is edited again. */
export async function cardIsFresh(tx: EntityManager, { id, marks }: DeliveryRow): Promise<void> {
  await tx.query('UPDATE delivery SET stale = false WHERE id = $1 AND marks = $2', [id, marks]);
}
