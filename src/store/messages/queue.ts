import type { EntityManager } from 'typeorm';
import type { Audience } from '../../domain/people.js';
import { toIso, type Instant } from '../../domain/time.js';
import { standingWhere, type DueRow } from './due.js';
import { isolated, SOME_PROGRAM_CROSSES, standingsTo } from '../rights/relations.js';
import { isNotPast, owedKey } from './subjects.js';

/* What waits for somebody: what they were told, or would be told now, and still stands; then what they owe soon. */

/** The loop stands still. */
const STILL = ['paused', 'excused'];
/** Of a loop that is somebody's now they have read enough after so many days. */
const HAND_OVER_DAYS = 7;
/** After the visit it is written down, or it is not. */
const VISIT_DAYS = 14;

/** Of what is owed so soon people read before they are told. */
const AHEAD_DAYS = 14;
/** Enough to begin with: each is composed by itself. */
const MOST_AHEAD = 10;

/** What is open, `x`, can be done: its loop does not stand still. What was put off can be done sooner. */
const MOVES = `NOT coalesce(x -> 'kept' ->> 'because', '') = ANY ($3)`;

/** In two halves, so that each finds its index. */
const SAID = `
  SELECT * FROM nudge WHERE person_id = $2 AND state IN ('claimed', 'handedOver', 'unreachable')
   UNION ALL
  SELECT * FROM nudge WHERE person_id = $2 AND state = 'queued' AND (slot_at <= $1 OR waits_since IS NOT NULL)`;

/** Whose rep it is about is another thing than what is owed. */
const THING = `(q.obligation LIKE 'whose/%'), ${owedKey('q.obligation')}`;

/**
 * The newest rung of each thing: told, about to be told, put off because the day was full, or brought by no channel.
 * What was met is left out. Pulse and visit are each looked up by their id; of EXISTS Postgres may
 * read all of them instead. $1 is now, $2 the person, $3 why loops stand still.
 */
const WAITS = `n.id IN (
  SELECT DISTINCT ON (q.enrolment_id, ${THING}) q.id FROM (${SAID}) q
   ORDER BY q.enrolment_id, ${THING}, q.rung DESC, q.slot_at DESC)
  AND e.ended_at IS NULL AND CASE split_part(k.key, '/', 1)
    WHEN 'handOver' THEN coalesce(n.handed_over_at, $1) > $1::timestamptz - interval '${HAND_OVER_DAYS} days' AND (e.manager_id = n.person_id
      OR e.open @> jsonb_build_array(jsonb_build_object('owner', 'manager', 'ownerId', n.person_id)))
    WHEN 'pulse' THEN (
      SELECT NOT q.answered AND q.month >= to_char($1::timestamptz - interval '1 month', 'YYYY-MM')
        FROM pulse q WHERE q.id = split_part(k.key, '/', 2)::uuid)
    WHEN 'visit' THEN (
      SELECT j.state = 'planned' AND extract(epoch FROM j.at) * 1000 = split_part(k.key, '/', 3)::float8
             AND j.at > $1::timestamptz - interval '${VISIT_DAYS} days'
        FROM joint_visit j WHERE j.id = split_part(k.key, '/', 2)::uuid)
    ELSE EXISTS (
      SELECT 1 FROM jsonb_array_elements(e.open) AS x
       WHERE x ->> 'key' = k.key AND ${MOVES} AND ${isNotPast('n.obligation', 'x', 'n.audience')})
    END`;

/** The nudges of what waits for a person, in no order. */
export const readWaiting = (tx: EntityManager, personId: string, now: Instant): Promise<DueRow[]> =>
  tx.query(standingWhere(WAITS), [toIso(now), personId, STILL]);

/** Something that a person owes and was not told of yet. */
export interface Owed {
  enrolmentId: string;
  subject: string;
  audience: Audience;
}

/** Open loops of a person, and as whom they owe in each, in two halves as well. */
const OWING = `
  SELECT id, open, 'manager' AS owner FROM enrolment WHERE manager_id = $2 AND ended_at IS NULL
   UNION ALL
  SELECT id, open, 'rep' AS owner FROM enrolment WHERE rep_id = $2 AND ended_at IS NULL`;

/**
 * What somebody owes before any message said so, soonest first: what a manager owes, and what a rep owes themselves.
 * What was said is read once, by NOT IN; of NOT EXISTS Postgres may read it again for each loop.
 */
export const readUntold = (tx: EntityManager, personId: string, now: Instant): Promise<Owed[]> =>
  tx.query(
    `SELECT e.id AS "enrolmentId", x ->> 'key' AS subject, x ->> 'owner' AS audience
       FROM (${OWING}) e CROSS JOIN LATERAL jsonb_array_elements(e.open) AS x
      WHERE x ->> 'owner' = e.owner AND x ->> 'ownerId' = $2::text
        AND (x ->> 'dueAt')::float8 <= extract(epoch FROM $1::timestamptz + interval '${AHEAD_DAYS} days') * 1000 AND ${MOVES}
        AND (e.id, x ->> 'key') NOT IN (
          SELECT q.enrolment_id, ${owedKey('q.obligation')} FROM (${SAID}) q WHERE q.enrolment_id IS NOT NULL)
      ORDER BY (x ->> 'dueAt')::float8, e.id, x ->> 'key' LIMIT ${MOST_AHEAD}`,
    [toIso(now), personId, STILL],
  );

const VISITS_AHEAD_DAYS = 14;
const MOST_VISITS = 40;

/** A visit on which somebody goes along with a rep whom they coach, and one of the rep's open loops. */
export interface VisitAhead {
  visitId: string;
  enrolmentId: string;
  repId: string;
  rep: string;
  /** IANA, of the rep. */
  zone: string;
  at: Instant;
  institution: string | null;
  /** A CRM brought it in. */
  inCrm: boolean;
}

const { manager: LEADS, delegate: STANDS_IN, coCoach: COACHES } = standingsTo('visit');

/** The visits of the next two weeks, and those of which nobody has said what became, a row for each loop, earliest first. */
export const readVisitsAhead = (tx: EntityManager, personId: string, now: Instant): Promise<VisitAhead[]> =>
  tx.query(
    `SELECT v.id AS "visitId", e.id AS "enrolmentId", r.id AS "repId", r.name AS rep, r.zone,
            (extract(epoch FROM v.at) * 1000)::float8 AS at, v.institution, v.external_id IS NOT NULL AS "inCrm"
       FROM (SELECT v.* FROM joint_visit_observer o JOIN joint_visit v ON v.id = o.visit_id JOIN person r ON r.id = v.rep_id
              WHERE o.person_id = $1 AND v.state = 'planned' AND v.at > $2::timestamptz - interval '${VISIT_DAYS} days'
                AND v.at < $2::timestamptz + interval '${VISITS_AHEAD_DAYS} days' AND (${LEADS} OR ${STANDS_IN} OR ${COACHES})
                AND NOT ${isolated(SOME_PROGRAM_CROSSES)}
              ORDER BY v.at, v.id LIMIT ${MOST_VISITS}) v
       JOIN person r ON r.id = v.rep_id
       JOIN enrolment e ON e.rep_id = v.rep_id AND e.ended_at IS NULL
      ORDER BY v.at, v.id, e.next_due_at, e.id`,
    [personId, toIso(now)],
  );

/** Those of these people whose queue holds or held something of these loops; loops that are about to look are left out. */
export async function queuesTouched(
  tx: EntityManager,
  enrolments: readonly string[],
  people: readonly string[],
): Promise<string[]> {
  const rows = (await tx.query(
    `WITH looked AS (SELECT id, rep_id, manager_id FROM enrolment WHERE id = ANY($1) AND ring_seq <= applied_seq)
     SELECT rep_id AS id FROM looked WHERE rep_id = ANY($2) UNION SELECT manager_id FROM looked WHERE manager_id = ANY($2)
      UNION SELECT n.person_id FROM looked JOIN nudge n ON n.enrolment_id = looked.id WHERE n.person_id = ANY($2)`,
    [enrolments, people],
  )) as { id: string }[];
  return rows.map(({ id }) => id);
}
