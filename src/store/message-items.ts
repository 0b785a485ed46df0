import type { EntityManager } from 'typeorm';
import type { Channel } from '../domain/cadence.js';
import type { Audience } from '../domain/people.js';
import { toIso, type Instant } from '../domain/time.js';
import { NOTICE_KINDS, type MessageKind, type StallReason } from '../domain/words.js';

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
  obligation: string;
  kind: MessageKind;
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
  /** The obligation was met or closed: when, and by whom if by a person. */
  doneAt: Instant | null;
  doneBy: string | null;
}

const ms = (column: string): string => `(extract(epoch FROM ${column}) * 1000)::float8`;

/** What the nudges of one delivery are about, as things stand now. */
export async function readItems(tx: EntityManager, deliveryId: string, now: Instant): Promise<ItemRow[]> {
  return (await tx.query(
    `SELECT n.enrolment_id AS "enrolmentId", n.obligation, split_part(n.obligation, '/', 1) AS kind, n.audience,
            r.id AS "repId", r.name AS rep, m.name AS manager, c.name AS capability, p.name AS program,
            (o.said ->> 'dueAt')::float8 AS "dueAt", ${ms('v.at')} AS "visitAt", v.institution,
            ${ms('e.last_observed_at')} AS "observedAt", a.text AS action, e.ready_at IS NOT NULL AS ready,
            CASE WHEN e.stall_obligation = n.obligation THEN e.stall_reason END AS stall,
            n.goes_on_to AS "goesOnTo", ${ms('n.goes_on_at')} AS "goesOnAt", s.name AS "secondLine",
            cp.name AS cadence, cv.version,
            CASE WHEN split_part(n.obligation, '/', 1) <> ALL ($3) AND NOT e.open @> jsonb_build_array(jsonb_build_object('key', n.obligation))
                 THEN coalesce(${ms('d.happened_at')}, ${ms('e.looked_at')}) END AS "doneAt", w.name AS "doneBy"
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
       LEFT JOIN LATERAL (
         SELECT f.data AS said FROM fact f WHERE f.enrolment_id = n.enrolment_id AND f.kind IN ('obligationOpened', 'obligationMoved')
            AND f.data ->> 'obligation' = n.obligation ORDER BY f.seq DESC LIMIT 1) o ON true
       LEFT JOIN LATERAL (
         SELECT f.happened_at FROM fact f WHERE f.enrolment_id = n.enrolment_id AND f.kind IN ('obligationMet', 'obligationClosed')
            AND f.data ->> 'obligation' = n.obligation ORDER BY f.seq DESC LIMIT 1) d
         ON NOT e.open @> jsonb_build_array(jsonb_build_object('key', n.obligation))
       LEFT JOIN LATERAL (
         SELECT x.name FROM fact f JOIN person x ON x.id = f.actor_id
          WHERE d.happened_at IS NOT NULL AND f.enrolment_id = n.enrolment_id AND f.actor_id IS NOT NULL ORDER BY f.seq DESC LIMIT 1) w ON true
       LEFT JOIN LATERAL (
         SELECT j.at, j.institution FROM joint_visit j WHERE j.rep_id = e.rep_id AND j.state = 'planned' AND j.at >= $2 ORDER BY j.at LIMIT 1) v ON true
       LEFT JOIN LATERAL (
         SELECT da.text FROM development_action da
          WHERE n.audience IN ('rep', 'manager') AND da.enrolment_id = e.id ORDER BY da.agreed_at DESC LIMIT 1) a ON true
      WHERE n.delivery_id = $1 AND n.state IN ('claimed', 'handedOver') ORDER BY n.slot_at, n.id`,
    [deliveryId, toIso(now), NOTICE_KINDS],
  )) as ItemRow[];
}
