import type { Cadence } from '../../src/domain/cadence.js';
import type { AnyFact, FactKind } from '../../src/domain/facts.js';
import { settled } from '../../src/domain/loop/log.js';
import { counted, readActions, readSightings, type Sighting } from '../../src/domain/loop/sightings.js';
import { step, type Outcome } from '../../src/domain/loop/step.js';
import { toIso, type Instant } from '../../src/domain/time.js';
import { MANAGER, partOf, REP, SECOND_LINE } from './ids.js';
import { BEGINNING, CALENDAR, type Life, type Marks } from './lives.js';

/** A row as it is stored, but for the ids that differ from loop to loop. */
export interface ScriptRow {
  table: string;
  row: Record<string, unknown>;
}

export interface Given {
  cadence: Cadence;
  /** At which level an observation counts towards adoption. */
  level: number;
  launchedAt: Instant;
  trainedAt: Instant;
  contentVersion: string;
  now: Instant;
}

const LOOP = partOf('loop', 0);
const at = (instant: Instant | null): string | null => (instant === null ? null : toIso(instant));

/** A life as the product has stored it by now, when it began with a training some weeks later. */
export function scriptOf(life: Life, given: Given): ScriptRow[] {
  const by = given.trainedAt - BEGINNING;
  const log = life.log
    .map((fact) => moved(fact, by, given))
    .filter(({ recordedAt }) => recordedAt <= given.now);
  const { cadence, level, now } = given;
  const outcome = step(log, now, { cadence, level, lead: 0, calendars: () => CALENDAR });
  const facts = settled(log);
  const sightings = readSightings(facts);
  return [
    { table: 'enrolment', row: enrolmentOf(log, outcome, given) },
    ...log.map((fact, index) => ({ table: 'fact', row: factOf(fact, index + 1) })),
    ...visitsOf(facts, sightings),
    ...sightings.flatMap((sighting) => rowsOf(sighting, facts, life.marks.get(sighting.id))),
    ...actionsOf(facts, sightings),
    ...nudgesOf(log, outcome),
  ];
}

/** Every instant is by so much later: in a world without holidays and summer time all of it stays true. */
function moved(fact: AnyFact, by: number, { launchedAt, contentVersion }: Given): AnyFact {
  const data = shifted(fact.data, by) as Record<string, unknown>;
  if (fact.kind === 'trained') Object.assign(data, { launchedAt, contentVersion });
  if (fact.kind === 'corrected') data.factId = factId(fact.data.factId);
  return {
    ...fact,
    id: factId(fact.id),
    happenedAt: fact.happenedAt + by,
    recordedAt: fact.recordedAt + by,
    data,
  } as AnyFact;
}

/** In a life facts are `f000000`, `f000001` and so on. */
const factId = (id: string): string => partOf('fact', Number(id.slice(1)));

/** No other number in a log is so large. */
const isInstant = (value: number): boolean => value > 1e11;

function shifted(value: unknown, by: number): unknown {
  if (typeof value === 'number') return isInstant(value) ? value + by : value;
  if (Array.isArray(value)) return value.map((one) => shifted(one, by));
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(Object.entries(value).map(([key, one]) => [key, shifted(one, by)]));
}

function enrolmentOf(log: readonly AnyFact[], outcome: Outcome, given: Given): Record<string, unknown> {
  const { standing } = outcome;
  const { next, stall } = standing;
  return {
    id: LOOP,
    rep_id: REP,
    manager_id: MANAGER,
    content_version: given.contentVersion,
    trained_at: at(given.trainedAt),
    opened_at: at(given.trainedAt),
    last_seq: log.length,
    ring_seq: 0,
    applied_seq: 0,
    rung_seq: 0,
    ring_tries: 0,
    wake_at: outcome.ended ? null : at(outcome.wakeAt),
    why: outcome.why,
    waits_for_hand_over: outcome.waitsForHandOver,
    looked_at: at(given.now),
    phase: standing.phase,
    phase_since: at(standing.phaseSince),
    cycle: standing.cycle,
    stall_reason: stall?.reason ?? null,
    stall_since: at(stall?.since ?? null),
    stall_obligation: stall?.obligation ?? null,
    stall_clearer: stall?.clearer ?? null,
    stall_next_step: stall?.nextStep ?? null,
    next_kind: next?.kind ?? null,
    next_owner_id: next?.ownerId ?? null,
    next_due_at: at(next?.dueAt ?? null),
    open: standing.open,
    observations: standing.observations,
    one_more: standing.oneMore,
    last_observed_at: at(standing.lastObservedAt),
    ready_at: at(standing.readyAt),
    next_visit_at: at(standing.nextVisitAt),
    adopted_at: at(standing.adoptedAt),
    sustained_at: at(standing.sustainedAt),
    lapsed_at: at(standing.lapsedAt),
    ended_at: at(standing.endedAt),
  };
}

const SAID_BY: Readonly<Partial<Record<FactKind, string>>> = {
  selfAssessed: REP,
  acknowledged: REP,
  disputed: REP,
  actionDone: REP,
  visitPlanned: MANAGER,
  visitMoved: MANAGER,
  observed: MANAGER,
  feedbackGiven: MANAGER,
  regrouped: MANAGER,
  actionVerified: MANAGER,
  noOpportunity: MANAGER,
  excused: MANAGER,
  paused: MANAGER,
  resumed: MANAGER,
  withdrawn: MANAGER,
  corrected: MANAGER,
};

const factOf = ({ id, kind, happenedAt, recordedAt, data }: AnyFact, seq: number) => ({
  enrolment_id: LOOP,
  seq,
  id,
  kind,
  happened_at: at(happenedAt),
  recorded_at: at(recordedAt),
  actor_id: SAID_BY[kind] ?? null,
  data,
});

function visitsOf(facts: readonly AnyFact[], sightings: readonly Sighting[]): ScriptRow[] {
  const seenOn = new Set(
    facts.flatMap((fact) => (fact.kind === 'observed' ? (fact.data.visitId ?? []) : [])),
  );
  return facts.flatMap((fact) => {
    if (fact.kind !== 'visitPlanned') return [];
    const { visitId: id } = fact.data;
    const moves = facts.filter((one) => one.kind === 'visitMoved' && one.data.visitId === id);
    const last = moves.at(-1);
    const visit = {
      id,
      rep_id: REP,
      at: at(last?.kind === 'visitMoved' ? last.data.at : fact.data.at),
      channel: sightings[0]?.channel ?? 'faceToFace',
      state: seenOn.has(id) ? 'held' : 'planned',
      moves: moves.length,
      created_at: at(fact.recordedAt),
    };
    return [
      { table: 'joint_visit', row: visit },
      { table: 'joint_visit_observer', row: { visit_id: id, person_id: MANAGER } },
    ];
  });
}

/** An observation, its feedback and the rep's answer. */
function rowsOf(sighting: Sighting, facts: readonly AnyFact[], marks: Marks | undefined): ScriptRow[] {
  const { id, channel, customer, prompted, feedback, talkedAt, acknowledgedAt, dispute } = sighting;
  const told = facts.find((fact) => fact.kind === 'observed' && fact.data.observationId === id);
  const rows: ScriptRow[] = [
    {
      table: 'observation',
      row: {
        id,
        enrolment_id: LOOP,
        visit_id: told?.kind === 'observed' ? told.data.visitId : null,
        observer_id: MANAGER,
        observed_at: at(sighting.at),
        channel,
        customer,
        prompted,
      },
    },
  ];
  if (!feedback || !marks) return rows;
  const rated = Object.values(marks.ratings).filter((rating) => rating !== 'noOccasion');
  rows.push({
    table: 'feedback',
    row: {
      observation_id: id,
      ratings: marks.ratings,
      level: feedback.level,
      evidence: marks.hasEvidence ? 'Asked twice what matters most here, and built the answer on it.' : null,
      suggestion: marks.hasSuggestion ? 'End with one agreed step and a date.' : null,
      has_evidence: marks.hasEvidence,
      has_suggestion: marks.hasSuggestion,
      is_alike: rated.length > 1 && new Set(rated).size === 1,
      talked: talkedAt !== null,
      given_at: at(feedback.at),
      given_by: MANAGER,
    },
  });
  const answeredAt = dispute?.at ?? acknowledgedAt;
  if (answeredAt !== null)
    rows.push({
      table: 'acknowledgement',
      row: {
        observation_id: id,
        answer: dispute ? 'disputed' : 'accepted',
        reason: dispute?.reason ?? null,
        answered_at: at(answeredAt),
        answered_by: REP,
      },
    });
  return rows;
}

function actionsOf(facts: readonly AnyFact[], sightings: readonly Sighting[]): ScriptRow[] {
  const standing = new Set(readActions(facts, counted(sightings)).map(({ id }) => id));
  return readActions(facts, sightings).map(
    ({ id, observation, agreedAt, dueAt, doneAt, tried, verifiedAt }) => ({
      table: 'development_action',
      row: {
        id,
        enrolment_id: LOOP,
        observation_id: observation,
        text: 'If they name a competitor, then ask first what matters most to this patient.',
        agreed_at: at(agreedAt),
        due_at: at(dueAt),
        done_at: at(doneAt),
        tried,
        verified_at: at(verifiedAt),
        outcome: verifiedAt === null ? null : doneAt === null ? 'notYet' : 'working',
        stands: standing.has(id),
      },
    }),
  );
}

const AUDIENCE: Readonly<Record<string, string>> = {
  [REP]: 'rep',
  [MANAGER]: 'manager',
  [SECOND_LINE]: 'secondLine',
};

/** Those that were handed over, and those that stand ready. */
function nudgesOf(log: readonly AnyFact[], outcome: Outcome): ScriptRow[] {
  const sent = log.flatMap((fact) => {
    if (fact.kind !== 'handedOver') return [];
    const { obligation, rung, person, channel } = fact.data;
    return [
      {
        obligation,
        rung,
        person_id: person,
        audience: AUDIENCE[person] ?? 'programOwner',
        slot_at: at(fact.happenedAt),
        via: [channel],
        stall: false,
        state: 'handedOver',
        place: 0,
        because: 'inTurn',
        handed_over_at: at(fact.happenedAt),
      },
    ];
  });
  const ready = outcome.nudges.map(({ person, slot, via, goesOn, ...nudge }) => ({
    ...nudge,
    person_id: person,
    slot_at: at(slot),
    via,
    goes_on_to: goesOn?.to ?? null,
    goes_on_at: at(goesOn?.at ?? null),
    state: 'queued',
  }));
  return [...sent, ...ready].map((row, index) => ({
    table: 'nudge',
    row: { id: partOf('nudge', index), enrolment_id: LOOP, lane: 0, queued_at: row.slot_at, ...row },
  }));
}
