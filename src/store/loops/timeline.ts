import type { EntityManager } from 'typeorm';
import type { Channel } from '../../domain/cadence.js';
import type { AnyFact, TrialOutcome, VisitChannel } from '../../domain/facts.js';
import type { World } from '../../domain/loop/setting.js';
import type { Because } from '../../domain/message/rank.js';
import type { Audience } from '../../domain/people.js';
import type { Instant } from '../../domain/time.js';
import { isTakenBack } from './log.js';
import type { Rules } from './rules.js';
import { readWorld, RULED_BY, type RuledBy } from './world.js';

/** A fact with who told it and what they wrote. */
export type ToldEntry = AnyFact & { actorId: string | null; note: string | null };

export interface NudgeEntry {
  id: string;
  obligation: string;
  rung: number;
  audience: Audience;
  personId: string;
  slotAt: Instant;
  via: Channel[];
  stall: boolean;
  goesOnTo: Audience | null;
  goesOnAt: Instant | null;
  state: 'queued' | 'claimed' | 'handedOver' | 'unreachable' | 'withdrawn';
  queuedAt: Instant;
  handedOverAt: Instant | null;
  deliveryId: string | null;
  channel: Channel | null;
  /** Of the delivery: a code, never the provider's own words. */
  error: string | null;
  /** Why it stood where it stood; null before it was told. */
  because: Because | null;
  inDoubt: boolean | null;
}

export interface TimelineRows {
  facts: ToldEntry[];
  nudges: NudgeEntry[];
  cadence: { name: string; version: number };
  /** The rules and calendars by which the loop decides. */
  world: World;
}

const ms = (column: string, name: string): string =>
  `(extract(epoch FROM ${column}) * 1000)::float8 AS "${name}"`;

/** Everything that happened in an enrolment and every message about it; null if there is none. */
export async function readTimeline(
  tx: EntityManager,
  enrolmentId: string,
  rules: Rules,
): Promise<TimelineRows | null> {
  const [row] = (await tx.query(
    `SELECT cp.name, cv.version, ${RULED_BY} FROM enrolment e
       JOIN program p ON p.id = e.program_id JOIN cadence_version cv ON cv.id = e.cadence_version_id
       JOIN cadence_plan cp ON cp.id = cv.cadence_plan_id WHERE e.id = $1`,
    [enrolmentId],
  )) as (TimelineRows['cadence'] & RuledBy)[];
  if (!row) return null;
  const facts = (await tx.query(
    `SELECT f.id, f.kind, ${ms('f.happened_at', 'happenedAt')}, ${ms('f.recorded_at', 'recordedAt')},
            f.actor_id AS "actorId", f.data, n.text AS note
       FROM fact f LEFT JOIN fact_note n ON n.fact_id = f.id WHERE f.enrolment_id = $1 ORDER BY f.seq`,
    [enrolmentId],
  )) as ToldEntry[];
  const nudges = (await tx.query(
    `SELECT n.id, n.obligation, n.rung, n.audience, n.person_id AS "personId", ${ms('n.slot_at', 'slotAt')}, n.via, n.stall,
            n.goes_on_to AS "goesOnTo", ${ms('n.goes_on_at', 'goesOnAt')}, n.state, ${ms('n.queued_at', 'queuedAt')},
            ${ms('n.handed_over_at', 'handedOverAt')}, n.delivery_id AS "deliveryId", d.channel, d.error, n.because, d.in_doubt AS "inDoubt"
       FROM nudge n LEFT JOIN delivery d ON d.id = n.delivery_id WHERE n.enrolment_id = $1 ORDER BY n.slot_at, n.id`,
    [enrolmentId],
  )) as NudgeEntry[];
  const { name, version, ...ruledBy } = row;
  const world = await readWorld(tx, rules, ruledBy, facts);
  return { facts, nudges, cadence: { name, version }, world };
}

export interface ObservationRow {
  id: string;
  visitId: string | null;
  observerId: string;
  observedAt: Instant;
  channel: VisitChannel;
  customer: string | null;
  prompted: boolean;
  ratings: Record<string, unknown> | null;
  level: number | null;
  evidence: string | null;
  suggestion: string | null;
  talked: boolean | null;
  givenAt: Instant | null;
  givenBy: string | null;
  answer: 'accepted' | 'disputed' | null;
  reason: string | null;
  answeredAt: Instant | null;
  /** When the two settled what the rep saw differently. */
  settledAt: Instant | null;
}

/** Observations of an enrolment with what was written and answered, the latest first. */
export const readObservations = (tx: EntityManager, enrolmentId: string): Promise<ObservationRow[]> =>
  tx.query(
    `SELECT o.id, o.visit_id AS "visitId", o.observer_id AS "observerId", ${ms('o.observed_at', 'observedAt')}, o.channel,
            o.customer, o.prompted, f.ratings, f.level, f.evidence, f.suggestion, f.talked, ${ms('f.given_at', 'givenAt')},
            f.given_by AS "givenBy", a.answer, a.reason, ${ms('a.answered_at', 'answeredAt')},
            (SELECT max(extract(epoch FROM r.happened_at) * 1000)::float8 FROM fact r WHERE r.enrolment_id = o.enrolment_id AND r.kind = 'regrouped'
                AND r.data ->> 'observationId' = o.id::text AND NOT ${isTakenBack('r')}) AS "settledAt"
       FROM observation o LEFT JOIN feedback f ON f.observation_id = o.id LEFT JOIN acknowledgement a ON a.observation_id = o.id
      WHERE o.enrolment_id = $1 ORDER BY o.observed_at DESC, o.id`,
    [enrolmentId],
  );

export interface ActionRow {
  id: string;
  observationId: string;
  text: string;
  agreedAt: Instant;
  dueAt: Instant | null;
  doneAt: Instant | null;
  verifiedAt: Instant | null;
  tried: TrialOutcome | null;
  outcome: 'working' | 'notYet' | null;
}

/** Development actions of an enrolment that stand, the latest first. */
export const readActions = (tx: EntityManager, enrolmentId: string): Promise<ActionRow[]> =>
  tx.query(
    `SELECT id, observation_id AS "observationId", text, ${ms('agreed_at', 'agreedAt')}, ${ms('due_at', 'dueAt')},
            ${ms('done_at', 'doneAt')}, ${ms('verified_at', 'verifiedAt')}, tried, outcome
       FROM development_action WHERE enrolment_id = $1 AND stands ORDER BY agreed_at DESC, id`,
    [enrolmentId],
  );
