import type { AnyFact } from '../domain/facts.js';
import { is } from '../domain/loop/log.js';
import type { Phase, StallReason } from '../domain/words.js';
import type { Instant } from '../domain/time.js';
import type { Change } from './tally.js';

export interface Since<T> {
  at: Instant;
  is: T;
}

/**
 * What was said of something that changes, as it counts: what was told later holds from its own instant on, whatever
 * was told before of later instants. So a correction takes back what followed from the mistake.
 * @param said in the order of telling
 */
export function asTold<T>(said: readonly Since<T>[]): Since<T>[] {
  const course: Since<T>[] = [];
  for (const one of said) {
    while (course.length > 0 && course.at(-1)!.at >= one.at) course.pop();
    course.push(one);
  }
  return course;
}

export const phasesOf = (facts: readonly AnyFact[]): Since<Phase>[] =>
  asTold(
    facts.flatMap((fact) => (is(fact, 'phaseEntered') ? [{ at: fact.happenedAt, is: fact.data.phase }] : [])),
  );

/** From when on a loop had lapsed, and from when on it counted as adopted again. */
export const lapsesOf = (facts: readonly AnyFact[]): Since<boolean>[] =>
  asTold(
    facts.flatMap((fact) =>
      is(fact, 'lapsed') || is(fact, 'adopted') ? [{ at: fact.happenedAt, is: is(fact, 'lapsed') }] : [],
    ),
  );

/** The one reason for which a loop counted as stalled: that of the stall that began first; null: it moved. */
export function stallsOf(facts: readonly AnyFact[]): Since<StallReason | null>[] {
  const open = new Map<string, StallReason>();
  const told = facts
    .filter((fact) => is(fact, 'stalled') || is(fact, 'recovered') || is(fact, 'ended'))
    .sort((a, b) => a.happenedAt - b.happenedAt);
  return told.map((fact) => {
    if (is(fact, 'stalled')) open.set(fact.data.obligation, fact.data.reason);
    else if (is(fact, 'recovered')) open.delete(fact.data.obligation);
    else open.clear();
    return { at: fact.happenedAt, is: [...open.values()][0] ?? null };
  });
}

export const holding = <T>(course: readonly Since<T>[], at: Instant): T | undefined =>
  course.findLast((one) => one.at <= at)?.is;

/** The changes of an answer that is read off several courses. */
export const changesOf = (instants: readonly Instant[], answer: (at: Instant) => string): Change[] =>
  [...new Set(instants)].sort((a, b) => a - b).map((at) => ({ at, answer: answer(at) }));
