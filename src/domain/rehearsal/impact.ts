import type { AnyFact } from '../facts.js';
import { playAhead, type ExpectedMessage } from '../loop/ahead.js';
import type { World } from '../loop/setting.js';
import { step } from '../loop/step.js';
import { HOUR, type Instant } from '../time.js';

/** What it would be for one open loop to go by another version of its cadence from now on. */
export interface Impact {
  /** Dates that come earlier or later. */
  earlier: number;
  later: number;
  /** Dates that would have passed at once. */
  overdueAtOnce: number;
  /** Messages of the next 24 hours, as it stands and then. */
  messagesNow: ExpectedMessage[];
  messagesThen: ExpectedMessage[];
}

/** How far ahead the messages are counted. */
const DAY = 24 * HOUR;

/**
 * @param log the loop's facts so far
 * @param now not before the newest recording
 * @param before by which it goes
 * @param after by which it would go
 */
export function impactOf(log: readonly AnyFact[], now: Instant, before: World, after: World): Impact {
  const [old, then] = [openIn(log, now, before), openIn(log, now, after)];
  const dates = [...then].map(([key, to]) => ({ from: old.has(key) ? old.get(key)! : to, to }));
  const moved = dates.filter(({ from, to }) => from !== to);
  const passes = (at: Instant | null): boolean => at !== null && at <= now;
  return {
    earlier: moved.filter(({ from, to }) => (to ?? Infinity) < (from ?? Infinity)).length,
    later: moved.filter(({ from, to }) => (to ?? Infinity) > (from ?? Infinity)).length,
    overdueAtOnce: moved.filter(({ from, to }) => passes(to) && !passes(from)).length,
    messagesNow: playAhead(log, now, now + DAY, before).messages,
    messagesThen: playAhead(log, now, now + DAY, after).messages,
  };
}

const openIn = (log: readonly AnyFact[], now: Instant, world: World): Map<string, Instant | null> =>
  new Map(step(log, now, world).standing.open.map(({ key, dueAt }) => [key, dueAt]));
