import type { EntityManager } from 'typeorm';
import type { Subscription } from '../../domain/message/subscription.js';
import type { FigureReader } from '../../domain/people.js';
import { toIso, type CalendarSlice, type Instant } from '../../domain/time.js';

/*
 * Who is told of figures: whoever answers for a program, and those to whom its figures were granted; of their own line
 * whoever coaches in it. Looked at when something is queued for them, and again when it is made and sent.
 */

/** Somebody who is told of figures, and as what. */
export interface Subscriber {
  personId: string;
  reader: FigureReader;
  calendar: CalendarSlice;
}

/** Somebody who may take an alert. */
export interface Taker extends Subscriber {
  name: string;
}

const isGranted = (now: string): string =>
  `role IN ('leadership', 'training') AND valid_from <= ${now}::timestamptz AND (valid_to IS NULL OR valid_to > ${now}::timestamptz)`;
const isHere = (now: string): string =>
  `(p.active_until IS NULL OR p.active_until >= (${now}::timestamptz AT TIME ZONE 'UTC')::date)`;

/** Whoever answers for a program, and those to whom its figures were granted: they may take its alerts. By name. */
export const takersOf = (tx: EntityManager, programId: string, now: Instant): Promise<Taker[]> =>
  readersOf(tx, programId, null, now);

/** The same, unless they chose not to be told. */
export const subscribersOf = (
  tx: EntityManager,
  programId: string,
  kind: Subscription,
  now: Instant,
): Promise<Subscriber[]> => readersOf(tx, programId, kind, now);

const readersOf = (
  tx: EntityManager,
  programId: string,
  kind: Subscription | null,
  now: Instant,
): Promise<Taker[]> =>
  tx.query(
    `SELECT * FROM (
       SELECT DISTINCT ON (h.id) h.id AS "personId", p.name, h.reader, c.slice AS calendar
         FROM (SELECT owner_id AS id, 'programOwner' AS reader, 0 AS place FROM program WHERE id = $1
               UNION ALL SELECT sponsor_id, 'sponsor', 1 FROM program WHERE id = $1
               UNION ALL SELECT person_id, role, CASE role WHEN 'leadership' THEN 2 ELSE 3 END FROM role_grant
                WHERE ${isGranted('$3')}) h
         JOIN person p ON p.id = h.id AND ($2::text IS NULL OR NOT $2 = ANY(p.unsubscribed)) AND ${isHere('$3')}
         JOIN calendar_version c ON c.person_id = p.id AND c.version = p.calendar_version
        ORDER BY h.id, h.place) r
      ORDER BY r.name, r."personId"`,
    [programId, kind, toIso(now)],
  );

/** Whoever coaches in a program, and wants to hear of their own line. */
export const managersOf = (tx: EntityManager, programId: string, now: Instant): Promise<Subscriber[]> =>
  tx.query(
    `SELECT p.id AS "personId", 'manager' AS reader, c.slice AS calendar
       FROM person p JOIN calendar_version c ON c.person_id = p.id AND c.version = p.calendar_version
      WHERE p.id IN (SELECT e.manager_id FROM enrolment e WHERE e.program_id = $1 AND e.ended_at IS NULL)
        AND NOT 'digest' = ANY(p.unsubscribed) AND ${isHere('$2')}`,
    [programId, toIso(now)],
  );

const SPOKEN_OF = `split_part(n.obligation, '/', 2)::uuid`;

const answersOrWasGranted = (program: string, now: string): string => `(
  EXISTS (SELECT 1 FROM program w WHERE w.id = ${program} AND n.person_id IN (w.owner_id, w.sponsor_id))
  OR EXISTS (SELECT 1 FROM role_grant WHERE person_id = n.person_id AND ${isGranted(now)}))`;

/**
 * Whether the person of a nudge `n` may still be told what it says of figures, as a condition in SQL; of a loop it is
 * the loop that says who is told.
 * @param now a parameter that holds the instant
 */
export const mayHear = (now: string): string => `CASE WHEN n.enrolment_id IS NOT NULL THEN true
  WHEN NOT EXISTS (SELECT 1 FROM person p WHERE p.id = n.person_id AND ${isHere(now)}) THEN false
  WHEN n.obligation LIKE 'alert/%' THEN EXISTS (
    SELECT 1 FROM figure_alert x JOIN figure_alert_rule y ON y.id = x.rule_id
     WHERE x.id = ${SPOKEN_OF} AND ${answersOrWasGranted('y.program_id', now)})
  WHEN n.audience = 'manager' THEN EXISTS (
    SELECT 1 FROM enrolment x WHERE x.program_id = ${SPOKEN_OF} AND x.manager_id = n.person_id AND x.ended_at IS NULL)
  ELSE ${answersOrWasGranted(SPOKEN_OF, now)} END`;
