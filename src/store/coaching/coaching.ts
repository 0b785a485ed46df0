import type { EntityManager } from 'typeorm';
import type { AgreedAction, DisputeReason, TrialOutcome, VisitChannel } from '../../domain/facts.js';
import { settled } from '../../domain/loop/log.js';
import { counted, readActions, readSightings } from '../../domain/loop/sightings.js';
import type { Rating } from '../../domain/rubric.js';
import { toIso, type Instant } from '../../domain/time.js';
import { readLog, readLogs } from '../loops/log.js';

/*
 * What stands beside the log: words, ratings and names. The log says that an observation happened and what follows
 * from it; these rows say what was written about it.
 */

export interface NewObservation {
  id: string;
  enrolmentId: string;
  visitId: string | null;
  observerId: string;
  observedAt: Instant;
  channel: VisitChannel;
  customer: string | null;
  prompted: boolean;
}

export async function saveObservation(tx: EntityManager, observation: NewObservation): Promise<void> {
  await tx.query(
    `INSERT INTO observation (id, enrolment_id, visit_id, observer_id, observed_at, channel, customer, prompted)
     VALUES ($1, $2, $3, $4, $5, $6, $7, $8)`,
    [
      observation.id,
      observation.enrolmentId,
      observation.visitId,
      observation.observerId,
      toIso(observation.observedAt),
      observation.channel,
      observation.customer,
      observation.prompted,
    ],
  );
}

export interface NewFeedback {
  ratings: Record<string, Rating>;
  level: number | null;
  evidence: string | null;
  suggestion: string | null;
  talked: boolean;
  givenAt: Instant;
  givenBy: string;
}

/** Whether at least two anchors were rated, and all the same: kept when the ratings are erased. */
const alike = (ratings: string): string =>
  `(SELECT count(*) > 1 AND count(DISTINCT value) = 1 FROM jsonb_each_text(${ratings}) WHERE value <> 'noOccasion')`;

/** Saves feedback; given again after it was taken back, it replaces what stood there. */
export async function saveFeedback(
  tx: EntityManager,
  observationId: string,
  feedback: NewFeedback,
): Promise<void> {
  await tx.query(
    `INSERT INTO feedback (observation_id, ratings, level, evidence, suggestion, talked, given_at, given_by, has_evidence, has_suggestion, is_alike)
     VALUES ($1, $2, $3, $4::text, $5::text, $6, $7, $8, $4 IS NOT NULL, $5 IS NOT NULL, ${alike('$2::jsonb')})
     ON CONFLICT (observation_id) DO UPDATE SET ratings = excluded.ratings, level = excluded.level, evidence = excluded.evidence,
       has_evidence = excluded.has_evidence, has_suggestion = excluded.has_suggestion, is_alike = excluded.is_alike,
       first_ratings = NULL, suggestion = excluded.suggestion, talked = excluded.talked, given_at = excluded.given_at, given_by = excluded.given_by`,
    [
      observationId,
      JSON.stringify(feedback.ratings),
      feedback.level,
      feedback.evidence,
      feedback.suggestion,
      feedback.talked,
      toIso(feedback.givenAt),
      feedback.givenBy,
    ],
  );
}

export const talked = (tx: EntityManager, observationId: string): Promise<unknown> =>
  tx.query('UPDATE feedback SET talked = true WHERE observation_id = $1', [observationId]);

/** Other ratings, agreed on in the talk after a dispute. Those that were given are kept, should the talk be taken back. */
export async function changeRatings(
  tx: EntityManager,
  observationId: string,
  ratings: Readonly<Record<string, Rating>>,
  level: number | null,
): Promise<void> {
  await tx.query(
    `UPDATE feedback SET first_ratings = coalesce(first_ratings, ratings), ratings = $2::jsonb, level = $3, is_alike = ${alike('$2::jsonb')}
      WHERE observation_id = $1`,
    [observationId, JSON.stringify(ratings), level],
  );
}

export interface NewAction extends AgreedAction {
  text: string;
}

export async function saveAction(
  tx: EntityManager,
  action: NewAction,
  of: { enrolmentId: string; observationId: string; agreedAt: Instant },
): Promise<void> {
  await tx.query(
    `INSERT INTO development_action (id, enrolment_id, observation_id, text, agreed_at, due_at) VALUES ($1, $2, $3, $4, $5, $6)`,
    [
      action.actionId,
      of.enrolmentId,
      of.observationId,
      action.text,
      toIso(of.agreedAt),
      action.dueAt === null ? null : toIso(action.dueAt),
    ],
  );
}

export const actionDone = (
  tx: EntityManager,
  id: string,
  tried: TrialOutcome | null,
  at: Instant,
): Promise<unknown> =>
  tx.query('UPDATE development_action SET done_at = coalesce(done_at, $2), tried = $3 WHERE id = $1', [
    id,
    toIso(at),
    tried,
  ]);

export const actionVerified = (
  tx: EntityManager,
  id: string,
  outcome: 'working' | 'notYet',
  at: Instant,
): Promise<unknown> =>
  tx.query('UPDATE development_action SET verified_at = $2, outcome = $3 WHERE id = $1', [
    id,
    toIso(at),
    outcome,
  ]);

/** The rep's answer; the loop takes one a feedback, a later one only after the first was taken back. */
export const saveAcknowledgement = (
  tx: EntityManager,
  observationId: string,
  answer: { reason: DisputeReason | null; answeredAt: Instant; answeredBy: string | null },
): Promise<unknown> =>
  tx.query(
    `INSERT INTO acknowledgement (observation_id, answer, reason, answered_at, answered_by) VALUES ($1, $2, $3, $4, $5)
     ON CONFLICT (observation_id) DO UPDATE SET answer = excluded.answer, reason = excluded.reason,
       answered_at = excluded.answered_at, answered_by = excluded.answered_by`,
    [
      observationId,
      answer.reason === null ? 'accepted' : 'disputed',
      answer.reason,
      toIso(answer.answeredAt),
      answer.answeredBy,
    ],
  );

export interface OwnFeedback {
  observationId: string;
  enrolmentId: string;
  repId: string;
  rep: string;
  capability: string;
  evidence: string;
  suggestion: string;
  givenAt: Instant;
}

/** The newest feedback in which a person wrote something of what they saw, and did not take back. */
export async function readOwnFeedback(
  tx: EntityManager,
  personId: string,
  most: number,
): Promise<OwnFeedback[]> {
  const rows = (await tx.query(
    `SELECT o.id AS "observationId", e.id AS "enrolmentId", r.id AS "repId", r.name AS rep, c.name AS capability,
            coalesce(f.evidence, '') AS evidence, coalesce(f.suggestion, '') AS suggestion,
            (extract(epoch FROM f.given_at) * 1000)::float8 AS "givenAt"
       FROM observation o JOIN feedback f ON f.observation_id = o.id JOIN enrolment e ON e.id = o.enrolment_id
       JOIN person r ON r.id = e.rep_id JOIN capability c ON c.id = e.capability_id
      WHERE o.observer_id = $1 AND f.given_by = $1 AND (f.evidence IS NOT NULL OR f.suggestion IS NOT NULL)
      ORDER BY f.given_at DESC, o.id LIMIT $2`,
    // Of the newest some may have been taken back, which the log alone knows.
    [personId, 2 * most],
  )) as OwnFeedback[];
  const standing = new Set<string>();
  const logs = await readLogs(tx, [...new Set(rows.map((row) => row.enrolmentId))]);
  for (const log of logs.values())
    for (const { id, feedback } of readSightings(settled(log))) if (feedback) standing.add(id);
  return rows.filter(({ observationId }) => standing.has(observationId)).slice(0, most);
}

/** Brings what can be read off the log in these rows up to date, after something in it was taken back or put right. Words stay as they were written. */
export async function followLog(tx: EntityManager, enrolmentId: string): Promise<void> {
  const facts = settled(await readLog(tx, enrolmentId));
  const sightings = readSightings(facts);
  const iso = (at: Instant | null): string | null => (at === null ? null : toIso(at));
  await tx.query(
    `UPDATE observation o SET observed_at = s.at, channel = s.channel, prompted = s.prompted
       FROM jsonb_to_recordset($1::jsonb) AS s (id uuid, at timestamptz, channel text, prompted boolean) WHERE o.id = s.id`,
    [
      JSON.stringify(
        sightings.map(({ id, at, channel, prompted }) => ({ id, at: iso(at), channel, prompted })),
      ),
    ],
  );
  await tx.query(
    `UPDATE feedback f SET level = s.level, talked = s.talked
       FROM jsonb_to_recordset($1::jsonb) AS s (id uuid, level int, talked boolean) WHERE f.observation_id = s.id`,
    [
      JSON.stringify(
        sightings.flatMap(({ id, feedback, talkedAt }) =>
          feedback ? [{ id, level: feedback.level, talked: talkedAt !== null }] : [],
        ),
      ),
    ],
  );
  const unchanged = sightings.filter(({ regroup }) => regroup?.outcome !== 'changed');
  await tx.query(
    `UPDATE feedback SET ratings = first_ratings, is_alike = ${alike('first_ratings')}, first_ratings = NULL WHERE first_ratings IS NOT NULL AND observation_id = ANY($1)`,
    [unchanged.map(({ id }) => id)],
  );
  const unanswered = sightings.filter(
    ({ acknowledgedAt, dispute }) => acknowledgedAt === null && dispute === null,
  );
  await tx.query('DELETE FROM acknowledgement WHERE observation_id = ANY($1)', [
    unanswered.map(({ id }) => id),
  ]);
  const actions = readActions(facts, counted(sightings)).map(({ id, dueAt, doneAt, verifiedAt, tried }) => ({
    id,
    due: iso(dueAt),
    done: iso(doneAt),
    verified: iso(verifiedAt),
    tried,
  }));
  await tx.query(
    `UPDATE development_action a SET due_at = s.due, done_at = s.done, verified_at = s.verified, tried = s.tried,
            outcome = CASE WHEN s.verified IS NOT NULL THEN a.outcome END
       FROM jsonb_to_recordset($1::jsonb) AS s (id uuid, due timestamptz, done timestamptz, verified timestamptz, tried text) WHERE a.id = s.id`,
    [JSON.stringify(actions)],
  );
  await tx.query('UPDATE development_action SET stands = id = ANY($2) WHERE enrolment_id = $1', [
    enrolmentId,
    actions.map(({ id }) => id),
  ]);
}
