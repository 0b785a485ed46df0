import type { AnyFact, Fact } from '../facts.js';
import type { Instant } from '../time.js';
import { holdOf, type Hold } from './course.js';
import type { World } from './setting.js';
import { step } from './step.js';

/** An honest answer that is about to be given. */
export type PuttingOff = { [K in Hold['kind']]: Pick<Fact<K>, 'kind' | 'data'> }[Hold['kind']];

/**
 * Until when whatever is open would be held once this is said: as long as was asked, and no longer than the cadence lets
 * one thing wait (`tolerance.snooze`). By obligation of whoever owes; null: it would not be held. Empty: nothing is open.
 * @param log the loop's facts so far
 * @param now not before the newest recording
 * @throws Error if the log is not that of an enrolment
 */
export function heldAfter(
  log: readonly AnyFact[],
  answer: PuttingOff,
  now: Instant,
  world: World,
): Map<string, Instant | null> {
  // Sorts behind every UUID.
  const told = { ...answer, id: '~', happenedAt: now, recordedAt: now } as Fact<Hold['kind']>;
  const { owedBy } = holdOf(told);
  const { open } = step([...log, told as AnyFact], now, world).standing;
  return new Map(
    open.filter(({ owner }) => owner === owedBy).map(({ key, held }) => [key, held?.until ?? null]),
  );
}
