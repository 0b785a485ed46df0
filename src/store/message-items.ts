import type { EntityManager } from 'typeorm';
import type { Channel } from '../domain/cadence.js';
import type { Because } from '../domain/message/rank.js';
import type { Audience } from '../domain/people.js';
import type { Rating } from '../domain/rubric.js';
import { toIso, type Instant } from '../domain/time.js';
import type { StallReason } from '../domain/words.js';

export interface Addressee {
  personId: string;
  name: string;
  email: string;
  language: string;
  zone: string;
  preferredChannel: Channel | null;
}

export async function readAddressee(tx: EntityManager, personId: string): Promise<Addressee> {
  const [row] = (await tx.query(
    `SELECT id AS "personId", name, email, language, zone, preferred_channel AS "preferredChannel" FROM person WHERE id = $1`,
    [personId],
  )) as Addressee[];
  if (!row) throw new Error(`there is no person ${personId} to write to`);
  return row;
}

export interface ItemRow {
  enrolmentId: string;
  subject: string;
  rung: number;
  because: Because | null;
  audience: Audience;
  repId: string;
  rep: string;
  manager: string | null;
  capability: string;
  program: string;
  dueAt: Instant | null;
  visitAt: Instant | null;
  institution: string | null;
  observedAt: Instant | null;
  action: string | null;
  ready: boolean;
  stall: StallReason | null;
  goesOnTo: Audience | null;
  goesOnAt: Instant | null;
  secondLine: string | null;
  cadence: string;
  version: number;
  rubricVersionId: string;
  /** Of the latest feedback, where an anchor is to be named. */
  ratings: Record<string, Rating> | null;
  /** It went to somebody whose it is no more. */
  passedOn: boolean;
  /** What it is about was met, closed or called off: when, and by whom if by a person. */
  doneAt: Instant | null;
  doneBy: string | null;
}

const ms = (column: string): string => `(extract(epoch FROM ${column}) * 1000)::float8`;

/**
 * What the nudges of one delivery are about, as things stand now, in the message's order. What is owed stands in the
 * projection; the log is read only for what is done.
 */
export async function readItems(tx: EntityManager, deliveryId: string, now: Instant): Promise<ItemRow[]> {
  return (await tx.query(
    `SELECT n.enrolment_id AS "enrolmentId", n.obligation AS subject, n.rung, n.because, n.audience,
            r.id AS "repId", r.name AS rep, m.name AS manager, c.name AS capability, p.name AS program,
            (o.owed ->> 'dueAt')::float8 AS "dueAt", ${ms('coalesce(k.visit_at, v.at)')} AS "visitAt",
            CASE WHEN k.visit_id IS NULL THEN v.institution ELSE j.institution END AS institution,
            ${ms('e.last_observed_at')} AS "observedAt", a.text AS action, e.ready_at IS NOT NULL AS ready,
            CASE WHEN e.stall_obligation = k.key THEN e.stall_reason END AS stall,
            n.goes_on_to AS "goesOnTo", ${ms('n.goes_on_at')} AS "goesOnAt", s.name AS "secondLine",
            cp.name AS cadence, cv.version, e.rubric_version_id AS "rubricVersionId", t.ratings,
            n.audience = 'manager' AND n.state = 'handedOver' AND o.owed IS NOT NULL AND n.person_id IS DISTINCT FROM e.manager_id
              AND n.person_id::text IS DISTINCT FROM o.owed ->> 'ownerId' AND n.person_id IS DISTINCT FROM m.delegate_id AS "passedOn",
            CASE WHEN NOT k.stands THEN coalesce(${ms('d.happened_at')}, ${ms('e.looked_at')}) END AS "doneAt", w.name AS "doneBy"
       FROM nudge n
       JOIN enrolment e ON e.id = n.enrolment_id
       JOIN person r ON r.id = e.rep_id
       LEFT JOIN person m ON m.id = e.manager_id
       LEFT JOIN reporting_line ml ON ml.person_id = e.manager_id AND ml.valid_to IS NULL
       LEFT JOIN person s ON s.id = ml.manager_id
       JOIN capability c ON c.id = e.capability_id
       JOIN program p ON p.id = e.program_id
       JOIN cadence_version cv ON cv.id = e.cadence_version_id
       JOIN cadence_plan cp ON cp.id = cv.cadence_plan_id
       CROSS JOIN LATERAL (
         SELECT regexp_replace(n.obligation, '^notice/', '') AS key,
                CASE WHEN n.obligation LIKE 'visit/%' THEN split_part(n.obligation, '/', 2)::uuid END AS visit_id,
                CASE WHEN n.obligation LIKE 'visit/%' THEN to_timestamp(split_part(n.obligation, '/', 3)::float8 / 1000) END AS visit_at) q
       LEFT JOIN joint_visit j ON j.id = q.visit_id
       LEFT JOIN LATERAL (SELECT x AS owed FROM jsonb_array_elements(e.open) AS x WHERE x ->> 'key' = q.key LIMIT 1) o ON true
       CROSS JOIN LATERAL (
         SELECT q.key, q.visit_id, q.visit_at,
                CASE WHEN q.visit_id IS NULL THEN o.owed IS NOT NULL ELSE j.state = 'planned' AND j.at = q.visit_at END AS stands) k
       LEFT JOIN LATERAL (
         SELECT f.happened_at, f.seq FROM fact f
          WHERE f.enrolment_id = n.enrolment_id
            AND (f.kind IN ('obligationMet', 'obligationClosed') AND f.data ->> 'obligation' = k.key
                 OR f.kind IN ('visitHeld', 'visitMoved', 'visitCancelled') AND f.data ->> 'visitId' = k.visit_id::text)
          ORDER BY f.seq DESC LIMIT 1) d ON NOT k.stands
       LEFT JOIN LATERAL (
         SELECT x.name FROM fact f JOIN person x ON x.id = f.actor_id
          WHERE f.enrolment_id = n.enrolment_id AND f.actor_id IS NOT NULL AND f.seq <= d.seq ORDER BY f.seq DESC LIMIT 1) w ON true
       LEFT JOIN LATERAL (
         SELECT y.at, y.institution FROM joint_visit y WHERE y.rep_id = e.rep_id AND y.state = 'planned' AND y.at >= $2 ORDER BY y.at LIMIT 1) v ON true
       LEFT JOIN LATERAL (
         SELECT da.text FROM development_action da
          WHERE n.audience IN ('rep', 'manager') AND da.enrolment_id = e.id ORDER BY da.agreed_at DESC LIMIT 1) a ON true
       LEFT JOIN LATERAL (
         SELECT f.ratings FROM observation ob JOIN feedback f ON f.observation_id = ob.id
          WHERE k.visit_id IS NOT NULL AND ob.enrolment_id = e.id ORDER BY ob.observed_at DESC LIMIT 1) t ON true
      WHERE n.delivery_id = $1 AND n.state IN ('claimed', 'handedOver') ORDER BY n.place, n.slot_at, n.id`,
    [deliveryId, toIso(now)],
  )) as ItemRow[];
}
