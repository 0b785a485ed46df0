import type { EntityManager } from 'typeorm';
import { toIso, type Instant } from '../domain/time.js';
import { standingWhere, type DueRow } from './due.js';
import { owedKey } from './subjects.js';

/* What waits for somebody: what they were told, or would be told now, and what still stands of it. */

/** The loop stands still. */
const STILL = ['paused', 'excused'];
/** Of a loop that is somebody's now they have read enough after so many days. */
const HAND_OVER_DAYS = 7;
/** After the visit it is written down, or it is not. */
const VISIT_DAYS = 14;

/**
 * Whoever owes it has answered for a while, and has not taken that back. No occasion to observe says nothing of a
 * feedback owed, as in the loop's own holds; their common limit is the loop's to keep.
 */
const HELD = `EXISTS (
  SELECT 1 FROM fact f WHERE f.enrolment_id = e.id
     AND (f.kind IN ('snoozed', 'notMyRep')
          OR f.kind IN ('noOpportunity', 'notPossible') AND split_part(k.key, '/', 1) IN ('observe', 'checkIn'))
     AND coalesce(f.data ->> 'owedBy', 'manager') = x ->> 'owner'
     AND extract(epoch FROM f.happened_at) * 1000 >= (x ->> 'openedAt')::float8
     AND (f.data ->> 'until')::float8 > extract(epoch FROM $1::timestamptz) * 1000
     AND NOT EXISTS (SELECT 1 FROM fact c WHERE c.enrolment_id = e.id AND c.kind = 'corrected' AND c.data ->> 'factId' = f.id::text))`;

/**
 * The newest rung of each thing: told, about to be told, put off because the day was full, or brought by no channel.
 * What was met or answered for a while is left out. $1 is now, $2 the person, $3 why loops stand still.
 */
const WAITS = `n.id IN (
  SELECT DISTINCT ON (q.enrolment_id, ${owedKey('q.obligation')}) q.id FROM nudge q
   WHERE q.person_id = $2 AND (q.state IN ('claimed', 'handedOver', 'unreachable')
         OR q.state = 'queued' AND (q.slot_at <= $1 OR q.waits_since IS NOT NULL))
   ORDER BY q.enrolment_id, ${owedKey('q.obligation')}, q.rung DESC, q.slot_at DESC)
  AND e.ended_at IS NULL AND CASE split_part(k.key, '/', 1)
    WHEN 'handOver' THEN coalesce(n.handed_over_at, $1) > $1::timestamptz - interval '${HAND_OVER_DAYS} days' AND e.manager_id = n.person_id
    WHEN 'pulse' THEN EXISTS (
      SELECT 1 FROM pulse q WHERE q.id::text = split_part(k.key, '/', 2) AND NOT q.answered
        AND q.month >= to_char($1::timestamptz - interval '1 month', 'YYYY-MM'))
    WHEN 'visit' THEN EXISTS (
      SELECT 1 FROM joint_visit j WHERE j.id::text = split_part(k.key, '/', 2) AND j.state = 'planned'
        AND extract(epoch FROM j.at) * 1000 = split_part(k.key, '/', 3)::float8
        AND j.at > $1::timestamptz - interval '${VISIT_DAYS} days')
    ELSE EXISTS (
      SELECT 1 FROM jsonb_array_elements(e.open) AS x
       WHERE x ->> 'key' = k.key AND NOT coalesce(x -> 'kept' ->> 'because', '') = ANY ($3) AND NOT ${HELD})
    END`;

/** The nudges of what waits for a person, in no order. */
export const readWaiting = (tx: EntityManager, personId: string, now: Instant): Promise<DueRow[]> =>
  tx.query(standingWhere(WAITS), [toIso(now), personId, STILL]);
