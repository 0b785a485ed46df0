import type { AnyFact, Fact } from '../domain/facts.js';
import { is } from '../domain/loop/log.js';
import type { Sighting } from '../domain/loop/sightings.js';
import type { Phase } from '../domain/words.js';
import type { Instant } from '../domain/time.js';
import { changesOf, holding, lapsesOf, phasesOf, stallsOf, type Since } from './course-of-states.js';
import type { QuestionName } from './questions.js';
import { DAY_MS, inBand, type Seen } from './seen.js';
import type { Change, Span, Tally } from './tally.js';

/** Where a loop stood, why it did not move, and how long it stayed where it was. */
export function standingIn(seen: Seen, span: Span, tally: Tally): void {
  const { loop, sightings } = seen;
  const phases = phasesOf(loop.facts);
  const lapses = lapsesOf(loop.facts);
  const instants = [span.from, ...phases.map(({ at }) => at), ...lapses.map(({ at }) => at)];
  tally.stood(
    'standing',
    changesOf(instants, (at) => standingAt(holding(phases, at) ?? 'observe', holding(lapses, at) ?? false)),
    span,
  );
  const stalls = stallsOf(loop.facts);
  tally.stood(
    'stalls',
    [
      { at: span.from, answer: 'notStalled' },
      ...stalls.map(({ at, is: why }) => ({ at, answer: why ?? 'notStalled' })),
    ],
    span,
  );
  tally.stood('firstSeen', firstSeen(sightings, loop.trainedAt, span.from), span);
  tally.stood('firstSigns', firstSigns(seen, phases, span.from), span);
  tally.stood('variety', varietyOf(sightings, span.from), span);
  for (const [index, { at, is: phase }] of phases.entries()) {
    const question = DAYS_IN[phase];
    const left = phases[index + 1];
    if (question && left) tally.happened(question, inBand(left.at - at, STAYS, 'longer'), left.at);
  }
}

const COACHED: ReadonlySet<Phase> = new Set(['observe', 'feedback', 'develop', 'followUp', 'evaluate']);

const standingAt = (phase: Phase, hasLapsed: boolean): string =>
  hasLapsed && COACHED.has(phase) ? 'lapsed' : phase;

const STAYS: readonly [number, string][] = [
  [7, 'oneWeek'],
  [14, 'twoWeeks'],
  [28, 'fourWeeks'],
];

const DAYS_IN: Readonly<Partial<Record<Phase, QuestionName>>> = {
  observe: 'daysToObserve',
  feedback: 'daysInFeedback',
  develop: 'daysInDevelop',
  followUp: 'daysInFollowUp',
};

function firstSeen(sightings: readonly Sighting[], trainedAt: Instant, from: Instant): Change[] {
  const waiting = { at: from, answer: 'waiting' };
  const [first] = sightings;
  if (!first) return [waiting];
  const bands: [number, string][] = [
    [14, 'twoWeeks'],
    [28, 'fourWeeks'],
    [56, 'eightWeeks'],
  ];
  return [waiting, { at: Math.max(first.at, from), answer: inBand(first.at - trainedAt, bands, 'longer') }];
}

/** So long after the training nobody expects that anything is planned. */
const FRESH_MS = 14 * DAY_MS;
const STOPPED: ReadonlySet<Phase | undefined> = new Set<Phase>(['paused', 'excused', 'withdrawn']);

/** Whether anything has begun: seen, or a joint visit planned or held. */
function firstSigns(
  { loop: { trainedAt }, facts, sightings }: Seen,
  phases: readonly Since<Phase>[],
  from: Instant,
) {
  const visits = facts.filter(isOfVisit);
  const seenAt = sightings[0]?.at ?? Infinity;
  const expectedAt = trainedAt + FRESH_MS;
  const answerAt = (at: Instant): string => {
    if (seenAt <= at) return 'seen';
    if (STOPPED.has(holding(phases, at))) return 'stopped';
    const standing = new Set<string>();
    for (const fact of visits.filter(({ happenedAt }) => happenedAt <= at))
      if (fact.kind === 'visitCancelled') standing.delete(fact.data.visitId);
      else standing.add(fact.data.visitId);
    if (standing.size > 0) return 'planned';
    return at < expectedAt ? 'fresh' : 'nothing';
  };
  const instants = [
    expectedAt,
    ...sightings.slice(0, 1).map(({ at }) => at),
    ...phases.map(({ at }) => at),
    ...visits.map(({ happenedAt }) => happenedAt),
  ];
  return changesOf([from, ...instants.filter((at) => at > from)], answerAt);
}

const isOfVisit = (
  fact: AnyFact,
): fact is Fact<'visitPlanned'> | Fact<'visitMoved'> | Fact<'visitHeld'> | Fact<'visitCancelled'> =>
  is(fact, 'visitPlanned') || is(fact, 'visitMoved') || is(fact, 'visitHeld') || is(fact, 'visitCancelled');

/** Seen through more than one channel, with more than one customer or by more than one observer. */
function varietyOf(sightings: readonly Sighting[], from: Instant): Change[] {
  const changes: Change[] = [{ at: from, answer: 'tooFew' }];
  for (const [index, { at }] of sightings.entries()) {
    if (index === 0) continue;
    const so = sightings.slice(0, index + 1);
    const varied = [
      so.map(({ channel }) => channel),
      so.flatMap(({ customer }) => customer ?? []),
      so.map(({ observer }) => observer),
    ].some((values) => new Set(values).size > 1);
    changes.push({ at: Math.max(at, from), answer: varied ? 'varied' : 'alike' });
  }
  return changes;
}

/** Why nobody can be expected to have looked; else that nobody has. */
export function whyUnseenAt({ loop, facts }: Seen): { instants: Instant[]; at(instant: Instant): string } {
  const phases = phasesOf(loop.facts);
  const stalls = stallsOf(loop.facts);
  const none = facts.filter((fact) => is(fact, 'noOpportunity'));
  const instants = [...phases, ...stalls].map(({ at }) => at);
  const spans = none.map(({ happenedAt, data }) => ({ from: happenedAt, until: data.until }));
  return {
    instants: [...instants, ...spans.flatMap(({ from, until }) => [from, until])],
    at(instant) {
      const phase = holding(phases, instant);
      if (phase === 'completed' || phase === 'withdrawn') return 'ended';
      if (phase === 'paused' || phase === 'excused') return 'excused';
      const stall = holding(stalls, instant);
      if (stall === 'managerAbsent' || stall === 'noManager') return 'absent';
      if (stall === 'overCapacity') return 'overCapacity';
      const unable =
        stall === 'noOpportunity' || spans.some(({ from, until }) => from <= instant && instant < until);
      return unable ? 'noOpportunity' : 'unseen';
    },
  };
}
