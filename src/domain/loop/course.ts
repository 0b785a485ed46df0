import { isHumanKind, type Answer, type AnyFact, type Fact } from '../facts.js';
import type { PersonId, Roster, Seat } from '../people.js';
import type { Instant } from '../time.js';
import { is, settled } from './log.js';
import {
  counted,
  readActions,
  readSightings,
  sightingBehind,
  type DevelopmentAction,
  type Sighting,
} from './sightings.js';

export interface PlannedVisit {
  id: string;
  at: Instant;
  /** When this plan was told. */
  knownAt: Instant;
  moves: number;
  /** Who comes along; null: nobody said, so the manager. */
  observers: PersonId[] | null;
  state: 'planned' | 'held' | 'cancelled';
}

/** Honest answers that keep messages back for a while. */
export const PUT_OFF = ['snoozed', 'noOpportunity', 'notPossible', 'notMyRep'] as const;

/** What is said of them: which answer it was, or that a talk is agreed for then. */
export const PUT_OFF_FOR = [...PUT_OFF, 'talkAgreed'] as const;

/** One of them. */
export interface Hold {
  /** Of the fact that says so. */
  id: string;
  kind: (typeof PUT_OFF)[number];
  because: (typeof PUT_OFF_FOR)[number];
  /** Whose debts it speaks of. */
  owedBy: 'manager' | 'rep';
  from: Instant;
  until: Instant;
}

/** What somebody said to an obligation (`answered`). */
export interface Answered {
  answer: Answer;
  at: Instant;
  person: PersonId | null;
}

/** From inclusive, until exclusive; `until` null: still open. */
export interface Stretch {
  from: Instant;
  until: Instant | null;
}

/** A stretch in which the loop stands still. */
export interface Pause extends Stretch {
  kind: 'paused' | 'excused';
}

/** What an enrolment's log says, put in order: the same facts give the same course however late they came. */
export interface Course {
  startedAt: Instant;
  /** When the enrolment was opened here: the recording of the training. */
  openedAt: Instant;
  spreadDays: number;
  /** While the manager's visit days could not hold this loop; null: they always could. */
  noRoom: Stretch | null;
  roster: Roster;
  /** Of whom the manager's part is asked: the manager, or whoever took the loop (`cover.ts`). */
  lead: Seat | null;
  /** Who sat where, since when and since when that is known, the oldest first; `id` is that of the fact. */
  rosters: { id: string; from: Instant; knownAt: Instant; roster: Roster }[];
  /** Stretches without a manager: what was not yet due then waits for the next one. */
  vacancies: Stretch[];
  /** What counts as seen, oldest first. */
  sightings: Sighting[];
  /** Observations that were disputed, also those that the talk withdrew. */
  disputed: Sighting[];
  actions: DevelopmentAction[];
  visits: PlannedVisit[];
  holds: Hold[];
  /** By obligation, oldest first. */
  answers: ReadonlyMap<string, Answered[]>;
  pauses: Pause[];
  withdrawals: Instant[];
  reopened: { id: string; at: Instant }[];
  readyAt: Instant | null;
}

/**
 * Reads a log into a course.
 * @throws Error if the log has no `trained` or no `rosterChanged` fact: it is not the log of an enrolment.
 */
export function readCourse(log: readonly AnyFact[]): Course {
  const facts = settled(log.filter(({ kind }) => isHumanKind(kind)));
  const trained = facts.find((fact) => is(fact, 'trained'));
  const rosters = facts.filter((fact) => is(fact, 'rosterChanged'));
  const latestRoster = rosters.at(-1);
  if (!trained || !latestRoster)
    throw new Error('a loop needs the facts "trained" and "rosterChanged"; this log lacks one of them');
  const seen = readSightings(facts);
  const sightings = counted(seen);
  return {
    startedAt: Math.max(trained.happenedAt, trained.data.launchedAt),
    openedAt: trained.recordedAt,
    spreadDays: trained.data.spreadDays,
    noRoom: trained.data.fits
      ? null
      : {
          from: trained.happenedAt,
          until: rosters.find(({ data }) => data.fits)?.happenedAt ?? null,
        },
    roster: latestRoster.data.roster,
    lead: latestRoster.data.roster.manager,
    rosters: rosters.map(({ id, happenedAt: from, recordedAt: knownAt, data: { roster } }) => ({
      id,
      from,
      knownAt,
      roster,
    })),
    vacancies: readVacancies(rosters),
    sightings,
    disputed: seen.filter(({ dispute }) => dispute !== null),
    actions: readActions(facts, sightings),
    visits: readVisits(facts),
    holds: readHolds(facts),
    answers: readAnswers(facts),
    pauses: readPauses(facts),
    withdrawals: facts.flatMap((fact) => (is(fact, 'withdrawn') ? [fact.happenedAt] : [])),
    reopened: facts.flatMap((fact) => (is(fact, 'reopened') ? [{ id: fact.id, at: fact.happenedAt }] : [])),
    readyAt: facts.findLast((fact) => is(fact, 'ready'))?.happenedAt ?? null,
  };
}

/**
 * An answer holds no longer than there is something to wait for: a talk that is agreed for a day until the two have
 * talked, the question whose rep it is until somebody else leads.
 */
function readHolds(facts: readonly AnyFact[]): Hold[] {
  const ends: Partial<Record<Hold['because'], readonly AnyFact[]>> = {
    talkAgreed: facts.filter((fact) => is(fact, 'talked') || is(fact, 'regrouped')),
    notMyRep: newLeads(facts.filter((fact) => is(fact, 'rosterChanged'))),
  };
  return facts.flatMap((fact) => {
    if (!PUT_OFF.some((kind) => is(fact, kind))) return [];
    const hold = holdOf(fact as Fact<Hold['kind']>);
    const end = ends[hold.because]?.find(({ happenedAt }) => happenedAt >= hold.from);
    return [end ? { ...hold, until: Math.min(hold.until, end.happenedAt) } : hold];
  });
}

/** Those that brought another manager, or took the one there was. */
const newLeads = (rosters: readonly Fact<'rosterChanged'>[]) =>
  rosters.filter(
    ({ data: { roster } }, index) =>
      index > 0 && roster.manager?.person !== rosters[index - 1]!.data.roster.manager?.person,
  );

/** What such a fact keeps back. */
export const holdOf = ({ id, kind, happenedAt: from, data }: Fact<Hold['kind']>): Hold => ({
  id,
  kind,
  because: 'forTalk' in data && data.forTalk ? 'talkAgreed' : kind,
  owedBy: ('owedBy' in data && data.owedBy) || 'manager',
  from,
  until: data.until,
});

/** Whether no visit day of the manager can hold what an obligation asks for: the first observation. */
export const lacksRoom = (obligation: string, { noRoom }: Course): boolean =>
  noRoom?.until === null && obligation === 'observe/first';

function readAnswers(facts: readonly AnyFact[]): Map<string, Answered[]> {
  const answers = new Map<string, Answered[]>();
  for (const fact of facts) {
    if (!is(fact, 'answered')) continue;
    const { obligation, answer, person } = fact.data;
    const given = answers.get(obligation) ?? [];
    given.push({ answer, at: fact.happenedAt, person });
    answers.set(obligation, given);
  }
  return answers;
}

/** What was said to an obligation and stands: a wish to talk is over once the two have talked. */
export function standingAnswers(obligation: string, course: Course): readonly Answered[] {
  const talkAt = sightingBehind(obligation, course)?.lastTalkAt ?? -Infinity;
  return (course.answers.get(obligation) ?? []).filter(
    ({ answer, at }) => answer !== 'talkAbout' || at >= talkAt,
  );
}

function readVacancies(rosters: readonly Fact<'rosterChanged'>[]): Stretch[] {
  const vacancies: Stretch[] = [];
  for (const { happenedAt, data } of rosters) {
    const open = vacancies.at(-1);
    if (!data.roster.manager && (!open || open.until !== null))
      vacancies.push({ from: happenedAt, until: null });
    else if (data.roster.manager && open?.until === null) open.until = happenedAt;
  }
  return vacancies;
}

/** A visit that took place did, though its plan was entered afterwards, as a CRM's list of held visits does. */
function readVisits(facts: readonly AnyFact[]): PlannedVisit[] {
  const visits = new Map<string, PlannedVisit>();
  for (const fact of facts) {
    if (is(fact, 'visitPlanned'))
      visits.set(fact.data.visitId, {
        id: fact.data.visitId,
        at: fact.data.at,
        knownAt: fact.recordedAt,
        moves: 0,
        observers: fact.data.observers ?? null,
        state: 'planned',
      });
    if (is(fact, 'visitMoved')) {
      const visit = visits.get(fact.data.visitId);
      if (visit) {
        const observers = fact.data.observers ?? visit.observers;
        const { data, recordedAt: knownAt } = fact;
        Object.assign(visit, { at: data.at, knownAt, moves: visit.moves + 1, observers, state: 'planned' });
      }
    }
    if (is(fact, 'visitCancelled')) {
      const visit = visits.get(fact.data.visitId);
      if (visit) visit.state = 'cancelled';
    }
  }
  for (const fact of facts) {
    const visit = is(fact, 'visitHeld') && visits.get(fact.data.visitId);
    if (visit) visit.state = 'held';
  }
  return [...visits.values()].sort((a, b) => a.at - b.at);
}

function readPauses(facts: readonly AnyFact[]): Pause[] {
  const pauses: Pause[] = [];
  for (const fact of facts) {
    const open = pauses.at(-1);
    const standing = open && (open.until === null || open.until > fact.happenedAt) ? open : null;
    if (is(fact, 'paused') || is(fact, 'excused')) {
      if (standing) standing.until = fact.happenedAt;
      pauses.push({
        kind: fact.kind,
        from: fact.happenedAt,
        until: is(fact, 'excused') ? fact.data.until : null,
      });
    } else if (is(fact, 'resumed') && standing) standing.until = fact.happenedAt;
  }
  return pauses.filter(({ from, until }) => until === null || until > from);
}
