import type { AnyFact, DisputeReason, FactKind, Fact, RegroupOutcome, VisitChannel } from '../facts.js';
import type { PersonId, Roster } from '../people.js';
import type { Instant } from '../time.js';

/** One observation with all that was later said about it. */
export interface Sighting {
  id: string;
  at: Instant;
  observer: PersonId;
  channel: VisitChannel;
  customer: string | null;
  prompted: boolean;
  feedback: { at: Instant; knownAt: Instant; level: number | null } | null;
  acknowledgedAt: Instant | null;
  dispute: { at: Instant; reason: DisputeReason } | null;
  regroup: { at: Instant; knownAt: Instant; outcome: RegroupOutcome } | null;
  /** By the rep, a co-observer or a call record: the manager's own word confirms nothing. */
  confirmedAt: Instant | null;
}

export interface DevelopmentAction {
  id: string;
  observation: string;
  agreedAt: Instant;
  dueAt: Instant | null;
  doneAt: Instant | null;
  verifiedAt: Instant | null;
}

export interface PlannedVisit {
  id: string;
  at: Instant;
  moves: number;
  state: 'planned' | 'held' | 'cancelled';
}

/** An honest answer that keeps messages back for a while. */
export interface Hold {
  kind: 'snoozed' | 'noOpportunity' | 'notPossible' | 'notMyRep';
  from: Instant;
  until: Instant;
}

/** A stretch in which the loop stands still; `until` null: still open. */
export interface Pause {
  kind: 'paused' | 'excused';
  from: Instant;
  until: Instant | null;
}

/** What an enrolment's log says, put in order: the same facts give the same course however late they came. */
export interface Course {
  startedAt: Instant;
  /** When the enrolment was opened here: the recording of the training. */
  openedAt: Instant;
  spreadDays: number;
  fits: boolean;
  roster: Roster;
  /** Since when the line is vacant; null: it is not. */
  vacantSince: Instant | null;
  sightings: Sighting[];
  actions: DevelopmentAction[];
  visits: PlannedVisit[];
  holds: Hold[];
  pauses: Pause[];
  withdrawals: Instant[];
  reopened: { id: string; at: Instant }[];
  readyAt: Instant | null;
  lastCorrectionAt: Instant | null;
}

/** The order of a log: when it happened, when it was told, and the id where both agree. */
export const byHappening = (a: AnyFact, b: AnyFact): number =>
  a.happenedAt - b.happenedAt || a.recordedAt - b.recordedAt || (a.id < b.id ? -1 : a.id > b.id ? 1 : 0);

export const is = <K extends FactKind>(fact: AnyFact, kind: K): fact is Extract<AnyFact, Fact<K>> =>
  fact.kind === kind;

/** The log with corrections carried out: a fact taken back is gone, a fact put right has its new data. */
export function corrected(log: readonly AnyFact[]): AnyFact[] {
  const corrections = new Map<string, Fact<'corrected'>>();
  for (const fact of log) {
    if (!is(fact, 'corrected')) continue;
    const before = corrections.get(fact.data.factId);
    if (!before || before.recordedAt < fact.recordedAt || (before.recordedAt === fact.recordedAt && before.id < fact.id))
      corrections.set(fact.data.factId, fact);
  }
  if (corrections.size === 0) return [...log];
  return log.flatMap((fact) => {
    const correction = corrections.get(fact.id);
    if (!correction) return [fact];
    if (correction.data.data === null) return [];
    return [{ ...fact, data: { ...fact.data, ...correction.data.data } } as AnyFact];
  });
}

/**
 * Reads a log into a course.
 * @throws Error if the log has no `trained` or no `rosterChanged` fact: it is not the log of an enrolment.
 */
export function readCourse(log: readonly AnyFact[]): Course {
  const facts = corrected(log).sort(byHappening);
  const trained = facts.find((fact) => is(fact, 'trained'));
  const rosters = facts.filter((fact) => is(fact, 'rosterChanged'));
  const latestRoster = rosters.at(-1);
  if (!trained || !latestRoster)
    throw new Error('a loop needs the facts "trained" and "rosterChanged"; this log lacks one of them');
  const sightings = readSightings(facts);
  return {
    startedAt: Math.max(trained.happenedAt, trained.data.launchedAt),
    openedAt: trained.recordedAt,
    spreadDays: trained.data.spreadDays,
    fits: trained.data.fits,
    roster: latestRoster.data.roster,
    vacantSince: latestRoster.data.roster.manager ? null : vacancy(rosters),
    sightings,
    actions: readActions(facts, sightings),
    visits: readVisits(facts),
    holds: facts.flatMap((fact) =>
      is(fact, 'snoozed') || is(fact, 'noOpportunity') || is(fact, 'notPossible') || is(fact, 'notMyRep')
        ? [{ kind: fact.kind, from: fact.happenedAt, until: fact.data.until }]
        : [],
    ),
    pauses: readPauses(facts),
    withdrawals: facts.flatMap((fact) => (is(fact, 'withdrawn') ? [fact.happenedAt] : [])),
    reopened: facts.flatMap((fact) => (is(fact, 'reopened') ? [{ id: fact.id, at: fact.happenedAt }] : [])),
    readyAt: facts.findLast((fact) => is(fact, 'ready'))?.happenedAt ?? null,
    lastCorrectionAt: log.reduce<Instant | null>(
      (latest, fact) => (is(fact, 'corrected') ? Math.max(latest ?? 0, fact.recordedAt) : latest),
      null,
    ),
  };
}

/** The start of the latest unbroken stretch without a manager. */
function vacancy(rosters: readonly Fact<'rosterChanged'>[]): Instant {
  let since = rosters.at(-1)!.happenedAt;
  for (const fact of [...rosters].reverse()) {
    if (fact.data.roster.manager) break;
    since = fact.happenedAt;
  }
  return since;
}

function readSightings(facts: readonly AnyFact[]): Sighting[] {
  const sightings = new Map<string, Sighting>();
  for (const fact of facts) {
    if (!is(fact, 'observed')) continue;
    const { observationId: id, observer, channel, customer, prompted, feedback } = fact.data;
    sightings.set(id, {
      id,
      at: fact.happenedAt,
      observer,
      channel,
      customer,
      prompted,
      feedback: feedback && {
        at: Math.max(feedback.givenAt, fact.happenedAt),
        knownAt: fact.recordedAt,
        level: feedback.level,
      },
      acknowledgedAt: null,
      dispute: null,
      regroup: null,
      confirmedAt: null,
    });
  }
  for (const fact of facts) annotate(sightings, fact);
  return [...sightings.values()].filter((sighting) => sighting.regroup?.outcome !== 'withdrawn');
}

/** Adds to a sighting what a later fact says of it; a fact about an unknown observation says nothing yet. */
function annotate(sightings: ReadonlyMap<string, Sighting>, fact: AnyFact): void {
  const of = (id: string): Sighting | undefined => sightings.get(id);
  const confirm = (sighting: Sighting | undefined): void => {
    if (sighting) sighting.confirmedAt = Math.min(sighting.confirmedAt ?? Infinity, Math.max(fact.happenedAt, sighting.at));
  };
  if (is(fact, 'feedbackGiven')) {
    const sighting = of(fact.data.observationId);
    if (!sighting) return;
    const at = Math.max(fact.data.givenAt, sighting.at);
    sighting.feedback = {
      at: sighting.feedback ? Math.min(sighting.feedback.at, at) : at,
      knownAt: fact.recordedAt,
      level: fact.data.level,
    };
  } else if (is(fact, 'acknowledged')) {
    const sighting = of(fact.data.observationId);
    if (sighting) sighting.acknowledgedAt ??= fact.happenedAt;
    confirm(sighting);
  } else if (is(fact, 'confirmed')) confirm(of(fact.data.observationId));
  else if (is(fact, 'disputed')) {
    const sighting = of(fact.data.observationId);
    if (sighting) sighting.dispute ??= { at: fact.happenedAt, reason: fact.data.reason };
  } else if (is(fact, 'regrouped')) {
    const sighting = of(fact.data.observationId);
    if (!sighting) return;
    sighting.regroup = { at: fact.happenedAt, knownAt: fact.recordedAt, outcome: fact.data.outcome };
    if (fact.data.outcome === 'changed' && sighting.feedback) sighting.feedback.level = fact.data.level;
  }
}

function readActions(facts: readonly AnyFact[], sightings: readonly Sighting[]): DevelopmentAction[] {
  const known = new Set(sightings.map((sighting) => sighting.id));
  const actions = new Map<string, DevelopmentAction>();
  const agree = (observation: string, id: string, agreedAt: Instant, dueAt: Instant | null): void => {
    if (known.has(observation) && !actions.has(id))
      actions.set(id, { id, observation, agreedAt, dueAt, doneAt: null, verifiedAt: null });
  };
  for (const fact of facts) {
    const written = is(fact, 'observed') ? fact.data.feedback : is(fact, 'feedbackGiven') ? fact.data : null;
    if (written && (is(fact, 'observed') || is(fact, 'feedbackGiven')))
      for (const { actionId, dueAt } of written.actions)
        agree(fact.data.observationId, actionId, Math.max(written.givenAt, fact.happenedAt), dueAt);
    if (is(fact, 'actionAgreed')) agree(fact.data.observationId, fact.data.actionId, fact.happenedAt, fact.data.dueAt);
  }
  for (const fact of facts) {
    if (is(fact, 'actionDone')) {
      const action = actions.get(fact.data.actionId);
      if (action) action.doneAt ??= fact.happenedAt;
    } else if (is(fact, 'actionVerified')) {
      const action = actions.get(fact.data.actionId);
      if (action) action.verifiedAt ??= fact.happenedAt;
    }
  }
  return [...actions.values()];
}

function readVisits(facts: readonly AnyFact[]): PlannedVisit[] {
  const visits = new Map<string, PlannedVisit>();
  for (const fact of facts) {
    if (is(fact, 'visitPlanned'))
      visits.set(fact.data.visitId, { id: fact.data.visitId, at: fact.data.at, moves: 0, state: 'planned' });
    if (is(fact, 'visitMoved')) {
      const visit = visits.get(fact.data.visitId);
      if (visit) Object.assign(visit, { at: fact.data.at, moves: visit.moves + 1, state: 'planned' });
    }
    if (is(fact, 'visitHeld') || is(fact, 'visitCancelled')) {
      const visit = visits.get(fact.data.visitId);
      if (visit) visit.state = fact.kind === 'visitHeld' ? 'held' : 'cancelled';
    }
  }
  return [...visits.values()];
}

function readPauses(facts: readonly AnyFact[]): Pause[] {
  const pauses: Pause[] = [];
  for (const fact of facts) {
    const open = pauses.at(-1);
    if (is(fact, 'paused') || is(fact, 'excused')) {
      if (open && (open.until === null || open.until > fact.happenedAt)) open.until = fact.happenedAt;
      pauses.push({
        kind: fact.kind,
        from: fact.happenedAt,
        until: is(fact, 'excused') ? fact.data.until : null,
      });
    } else if (is(fact, 'resumed') && open && (open.until === null || open.until > fact.happenedAt))
      open.until = fact.happenedAt;
  }
  return pauses;
}
