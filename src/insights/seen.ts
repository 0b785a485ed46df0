import type { AnyFact } from '../domain/facts.js';
import type { DevelopmentAction, Sighting } from '../domain/loop/sightings.js';
import type { LoopLog } from './loop-log.js';

/** One loop as it is read for figures. */
export interface Seen {
  loop: LoopLog;
  /** As they count, corrections carried out, in the order of happening. */
  facts: readonly AnyFact[];
  sightings: readonly Sighting[];
  actions: readonly DevelopmentAction[];
}

export const DAY_MS = 86_400_000;

/** The answer of the first limit that days do not exceed. */
export const inBand = (
  ms: number,
  bands: readonly [days: number, answer: string][],
  beyond: string,
): string => bands.find(([days]) => ms <= days * DAY_MS)?.[1] ?? beyond;
