import type { EntityManager } from 'typeorm';
import { v7 as uuid } from 'uuid';
import type { EngineFact } from '../../domain/facts.js';
import type { NudgePlan } from '../../domain/loop/ladder.js';
import type { Outcome } from '../../domain/loop/step.js';
import { toIso, type Instant } from '../../domain/time.js';
import { markCards, SHOWN } from '../messages/cards.js';
import { laneOf } from '../running/lanes.js';
import { FACT_RECORD, hintRelay, tellOfChange, tellOfLoss, tellsChange } from './log.js';
import { RULED_BY, type RuledBy } from './world.js';

/** An enrolment that is being looked at: its row is locked until the transaction ends. */
export interface LockedLoop extends RuledBy {
  id: string;
  lastSeq: number;
  /** The bell as it was when the row was locked: what is looked at covers everything up to here. */
  ringSeq: number;
  lookedAt: Instant | null;
  /** When it was to be looked at next. */
  wakeAt: Instant | null;
  /** Who led it as it was looked at last. */
  managerId: string | null;
  /** What cards show of it (`cards.ts`). */
  shown: string;
}

/** Locks an enrolment's row; null if there is none. */
export async function lockLoop(tx: EntityManager, id: string): Promise<LockedLoop | null> {
  const [row] = (await tx.query(
    `SELECT e.id, ${RULED_BY}, e.last_seq AS "lastSeq", e.ring_seq::float8 AS "ringSeq",
            (extract(epoch FROM e.looked_at) * 1000)::float8 AS "lookedAt",
            (extract(epoch FROM e.wake_at) * 1000)::float8 AS "wakeAt",
            e.manager_id AS "managerId", ${SHOWN} AS shown
       FROM enrolment e JOIN program p ON p.id = e.program_id WHERE e.id = $1 FOR NO KEY UPDATE OF e`,
    [id],
  )) as LockedLoop[];
  return row ?? null;
}

const at = (instant: Instant | null): string | null => (instant === null ? null : toIso(instant));

/** Stores a decision whole: what was said, the messages that stand ready, the projection, and the bell answered. */
export async function saveOutcome(
  tx: EntityManager,
  loop: LockedLoop,
  outcome: Outcome,
  managerId: string | null,
  now: Instant,
  lanes: number,
): Promise<void> {
  const { standing, say } = outcome;
  const { next, stall } = standing;
  const said = say.map((fact, index) => ({ ...record(fact), seq: loop.lastSeq + index + 1 }));
  // One statement, since this is the hot path of the product: what is said, the messages, the projection, the bell.
  const [[saved]] = (await tx.query(
    `WITH told AS (
       INSERT INTO fact (enrolment_id, seq, id, kind, happened_at, recorded_at, actor_id, data)
       SELECT $1, f.seq, f.id, f.kind, f."happenedAt", $2, NULL, f.data FROM jsonb_to_recordset($3::jsonb) AS f ${FACT_RECORD}
     ), wanted AS (
       SELECT * FROM jsonb_to_recordset($30::jsonb) AS w ${NUDGE_RECORD}
     ), gone AS (
       UPDATE nudge n SET state = 'withdrawn'
        WHERE n.enrolment_id = $1 AND n.state = 'queued' AND n.obligation NOT LIKE 'pulse/%'
          AND NOT EXISTS (SELECT 1 FROM wanted w WHERE w.obligation = n.obligation AND w.rung = n.rung)
     ), put AS (
       ${PUT_NUDGES}
     )
     UPDATE enrolment SET
       last_seq = last_seq + $4, applied_seq = $5, ring_tries = 0, wake_at = $6, why = $7, waits_for_hand_over = $8,
       looked_at = $2, fault = NULL, fault_at = NULL, fault_build = NULL, manager_id = $9, phase = $10, phase_since = $11,
       cycle = $12, stall_reason = $13, stall_since = $14, stall_obligation = $15, stall_clearer = $16,
       stall_next_step = $17, next_kind = $18, next_owner_id = $19, next_due_at = $20, open = $21, observations = $22,
       last_observed_at = $23, ready_at = $24, next_visit_at = $25, adopted_at = $26, sustained_at = $27,
       lapsed_at = $28, ended_at = $29, one_more = $31, cadence_version_id = coalesce($32, cadence_version_id)
     WHERE id = $1 RETURNING ${SHOWN} AS shown, CASE WHEN $4 > 0 THEN ${tellsChange()} END`,
    [
      loop.id,
      toIso(now),
      JSON.stringify(said),
      said.length,
      loop.ringSeq,
      outcome.ended ? null : at(outcome.wakeAt),
      outcome.why,
      outcome.waitsForHandOver,
      managerId,
      standing.phase,
      at(standing.phaseSince),
      standing.cycle,
      stall?.reason ?? null,
      at(stall?.since ?? null),
      stall?.obligation ?? null,
      stall?.clearer ?? null,
      stall?.nextStep ?? null,
      next?.kind ?? null,
      next?.ownerId ?? null,
      at(next?.dueAt ?? null),
      JSON.stringify(standing.open),
      standing.observations,
      at(standing.lastObservedAt),
      at(standing.readyAt),
      at(standing.nextVisitAt),
      at(standing.adoptedAt),
      at(standing.sustainedAt),
      at(standing.lapsedAt),
      at(standing.endedAt),
      JSON.stringify(outcome.nudges.map((nudge) => nudgeRecord(nudge, lanes))),
      standing.oneMore,
      say.find((fact) => fact.kind === 'versionBegun')?.data.to ?? null,
    ],
  )) as [[{ shown: string }], number];
  // Messages give the relay no hint: they gather for longer than it takes to find them by itself.
  const settled = say.flatMap((fact) =>
    fact.kind === 'obligationMet' || fact.kind === 'obligationClosed' ? [fact.data.obligation] : [],
  );
  if (loop.managerId !== null && loop.managerId !== managerId) await tellOfLoss(tx, loop.id, loop.managerId);
  if (saved.shown === loop.shown) return;
  await markCards(tx, loop.id, [...settled, ...standing.open.map(({ key }) => key)], now);
  if (say.length === 0) await tellOfChange(tx, loop.id);
}

const record = (fact: EngineFact) => ({
  id: uuid(),
  kind: fact.kind,
  happenedAt: toIso(fact.happenedAt),
  actorId: null,
  data: fact.data,
});

const NUDGE_RECORD = `(id uuid, obligation text, rung int, audience text, person uuid, lane int, slot timestamptz, via text[],
  stall boolean, "goesOnTo" text, "goesOnAt" timestamptz)`;

/** Queues the messages that should stand ready, moves unsent ones in place, and lets those that went out be. */
const PUT_NUDGES = `
  INSERT INTO nudge (id, enrolment_id, obligation, rung, audience, person_id, lane, slot_at, via, stall, goes_on_to, goes_on_at, state, queued_at)
  SELECT w.id, $1, w.obligation, w.rung, w.audience, w.person, w.lane, w.slot, w.via, w.stall, w."goesOnTo", w."goesOnAt", 'queued', $2
    FROM wanted w
  ON CONFLICT (enrolment_id, obligation, rung) DO UPDATE
    SET audience = excluded.audience, person_id = excluded.person_id, lane = excluded.lane, slot_at = excluded.slot_at,
        via = excluded.via, stall = excluded.stall, waits_since = CASE WHEN nudge.person_id = excluded.person_id THEN nudge.waits_since END,
        goes_on_to = excluded.goes_on_to, goes_on_at = excluded.goes_on_at, state = 'queued'
    WHERE nudge.state IN ('queued', 'withdrawn')
      AND (nudge.state, nudge.audience, nudge.person_id, nudge.slot_at, nudge.via, nudge.stall, nudge.goes_on_to, nudge.goes_on_at)
          IS DISTINCT FROM ('queued', excluded.audience, excluded.person_id, excluded.slot_at, excluded.via, excluded.stall,
            excluded.goes_on_to, excluded.goes_on_at)`;

const nudgeRecord = (nudge: NudgePlan, lanes: number) => ({
  id: uuid(),
  obligation: nudge.obligation,
  rung: nudge.rung,
  audience: nudge.audience,
  person: nudge.person,
  lane: laneOf(nudge.person, lanes),
  slot: toIso(nudge.slot),
  via: nudge.via,
  stall: nudge.stall,
  goesOnTo: nudge.goesOn?.to ?? null,
  goesOnAt: at(nudge.goesOn?.at ?? null),
});

/** A loop that cannot decide: said and left alone until there is something new, or a new build. */
export async function saveFault(
  tx: EntityManager,
  id: string,
  { message, ringSeq }: { message: string; ringSeq: number },
  build: string,
  now: Instant,
): Promise<void> {
  await tx.query(
    `UPDATE enrolment SET fault = $2, fault_at = coalesce(fault_at, $3), fault_build = $4, applied_seq = greatest(applied_seq, $5), ring_tries = 0, wake_at = NULL WHERE id = $1`,
    [id, message.slice(0, 500), toIso(now), build, ringSeq],
  );
  // What stood ready was decided by rules that fail now; a loop that decides again queues it again.
  await tx.query(
    `UPDATE nudge SET state = 'withdrawn' WHERE enrolment_id = $1 AND state = 'queued' AND obligation NOT LIKE 'pulse/%'`,
    [id],
  );
}

/** Rings faulted enrolments that another build left behind; says how many. */
export async function ringFaulted(tx: EntityManager, build: string): Promise<number> {
  const [, count] = (await tx.query(
    `UPDATE enrolment SET ring_seq = ring_seq + 1 WHERE fault IS NOT NULL AND fault_build IS DISTINCT FROM $1 RETURNING 1`,
    [build],
  )) as [unknown[], number];
  if (count > 0) await hintRelay(tx);
  return count;
}
