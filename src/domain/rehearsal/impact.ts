import type { AnyFact } from '../facts.js';
import { playAhead, type ExpectedMessage } from '../loop/ahead.js';
import { is } from '../loop/log.js';
import { readSaid, rungKey } from '../loop/said.js';
import type { World } from '../loop/setting.js';
import { step, type Outcome } from '../loop/step.js';
import { seatsOf } from '../people.js';
import { HOUR, type Instant } from '../time.js';
import { nextSlot } from '../working-time/index.js';

/** What it would be for one open loop to go by another version of its cadence from now on. */
export interface Impact {
  /** It stays by its version for now (`staysFor`); the rest is what would be otherwise. */
  stays: boolean;
  /** Dates that come earlier or later. */
  earlier: number;
  later: number;
  /** Dates that would have passed at once. */
  overdueAtOnce: number;
  /** It would count as adopted at once, which moving it back does not undo. */
  adoptedAtOnce: boolean;
  /** Messages until whoever is in it has had their next one (`heardUntil`), as it stands and then. */
  messagesNow: ExpectedMessage[];
  messagesThen: ExpectedMessage[];
}

const DAY = 24 * HOUR;
/** Whoever is away for longer than over a weekend and holidays is not waited for. */
const LONGEST = 5 * DAY;

/**
 * How far ahead messages are counted: a day, or until everybody has had their next moment for a message. What is moved
 * on a Friday evening is told on Monday.
 */
export function heardUntil(log: readonly AnyFact[], from: Instant, { cadence, calendars }: World): Instant {
  const sitting = log.findLast((fact) => is(fact, 'rosterChanged'));
  if (cadence.clock === 'calendar' || !sitting) return from + DAY;
  const next = seatsOf(sitting.data.roster).map((seat) => nextSlot(calendars(seat), from) ?? from);
  return Math.max(from + DAY, ...next.filter((at) => at <= from + LONGEST));
}

/**
 * Whether a loop stays by its version until what is open in it is through: rungs are known by their place, and one that was
 * told would count as told to somebody else, who then never hears of it.
 */
export function staysFor(log: readonly AnyFact[], now: Instant, before: World, after: World): boolean {
  const { handedOver } = readSaid(log);
  return step(log, now, before).standing.open.some(({ key, kind }) =>
    after.cadence.ladders[kind].some(({ to }, rung) => {
      const told = handedOver.has(rungKey(key, rung)) && before.cadence.ladders[kind][rung];
      return told && told.to !== to;
    }),
  );
}

/**
 * @param log the loop's facts so far
 * @param now not before the newest recording
 * @param before by which it goes
 * @param after by which it would go
 */
export function impactOf(log: readonly AnyFact[], now: Instant, before: World, after: World): Impact {
  const [asItIs, asItWouldBe] = [step(log, now, before), step(log, now, after)];
  const [old, then] = [datesIn(asItIs), datesIn(asItWouldBe)];
  const dates = [...then].map(([key, to]) => ({ from: old.has(key) ? old.get(key)! : to, to }));
  const moved = dates.filter(({ from, to }) => from !== to);
  const passes = (at: Instant | null): boolean => at !== null && at <= now;
  const until = heardUntil(log, now, after);
  return {
    stays: staysFor(log, now, before, after),
    earlier: moved.filter(({ from, to }) => (to ?? Infinity) < (from ?? Infinity)).length,
    later: moved.filter(({ from, to }) => (to ?? Infinity) > (from ?? Infinity)).length,
    overdueAtOnce: moved.filter(({ from, to }) => passes(to) && !passes(from)).length,
    adoptedAtOnce: isAdopted(asItWouldBe) && !isAdopted(asItIs),
    messagesNow: playAhead(log, now, until, before).messages,
    messagesThen: playAhead(log, now, until, after).messages,
  };
}

const datesIn = ({ standing }: Outcome): Map<string, Instant | null> =>
  new Map(standing.open.map(({ key, dueAt }) => [key, dueAt]));

const isAdopted = ({ say }: Outcome): boolean => say.some((fact) => fact.kind === 'adopted');
