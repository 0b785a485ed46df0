import type { AnyFact } from '../facts.js';
import { playAhead, type ExpectedMessage } from '../loop/ahead.js';
import { is } from '../loop/log.js';
import { isToldToOthers } from '../loop/next-version.js';
import { readSaid, rungKey } from '../loop/said.js';
import type { World } from '../loop/setting.js';
import { step, type Outcome } from '../loop/step.js';
import { seatsOf } from '../people.js';
import { HOUR, type Instant } from '../time.js';
import type { ObligationKind } from '../words.js';
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

/** Whether a loop stays by its version until what is open in it is through (`isToldToOthers`). */
export const staysFor = (log: readonly AnyFact[], now: Instant, before: World, after: World): boolean =>
  isToldToOthers(step(log, now, before).standing.open, readSaid(log), before.cadence, after.cadence);

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

/** What it would be for one open loop to go by another version of its cadence from its next cycle on. */
export interface LaterImpact {
  /** Until when what its present cycle waits for is to be done, as far as a date is known; null: none is. */
  waitsUntil: Instant | null;
  /** It counts as adopted, so that no cycle follows unless it lapses. */
  isAdopted: boolean;
  /** As in `Impact`: they differ where time alone opens the next cycle so soon. */
  messagesNow: ExpectedMessage[];
  messagesThen: ExpectedMessage[];
  /** Of those, what goes out because of it. */
  brought: ExpectedMessage[];
}

/**
 * @param log the loop's facts so far
 * @param now not before the newest recording
 * @param before by which it goes
 * @param next by which it would go from its next cycle on
 */
export function impactOnNextCycle(
  log: readonly AnyFact[],
  now: Instant,
  before: World,
  next: { version: string; world: World },
): LaterImpact {
  const { open, adoptedAt } = step(log, now, before).standing;
  const waited = open.filter(({ kind }) => ENDS_CYCLE.has(kind));
  const dates = (waited.length > 0 ? waited : open.filter(({ kind }) => kind === 'acknowledge')).map(
    ({ dueAt }) => dueAt,
  );
  const data = { moveId: '~', from: '~', to: next.version, begins: 'nextCycle' as const };
  const moved: AnyFact = { id: '~', kind: 'cadenceMoved', happenedAt: now, recordedAt: now, data };
  const until = heardUntil(log, now, next.world);
  const messagesNow = playAhead(log, now, until, before).messages;
  const messagesThen = playAhead([...log, moved], now, until, { ...before, next }).messages;
  const asItStands = new Set(messagesNow.map(nameOf));
  return {
    waitsUntil: dates.length === 0 || dates.includes(null) ? null : Math.max(...dates.map(Number)),
    isAdopted: adoptedAt !== null,
    messagesNow,
    messagesThen,
    brought: messagesThen.filter((message) => !asItStands.has(nameOf(message))),
  };
}

const nameOf = ({ person, at, obligation, rung }: ExpectedMessage): string =>
  `${person} ${at} ${rungKey(obligation, rung)}`;

/** What must be done before a cycle can end; where nothing of it is open, the rep's answer alone is waited for. */
const ENDS_CYCLE: ReadonlySet<string> = new Set<ObligationKind>(['observe', 'feedback', 'followUp']);

const datesIn = ({ standing }: Outcome): Map<string, Instant | null> =>
  new Map(standing.open.map(({ key, dueAt }) => [key, dueAt]));

const isAdopted = ({ say }: Outcome): boolean => say.some((fact) => fact.kind === 'adopted');
