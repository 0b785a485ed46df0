import { toIso, type Instant, type IsoDate } from '../domain/time.js';

/**
 * Figures are made of whole weeks, Monday to Sunday in UTC; a week is named by its Monday. A week belongs to the month
 * that holds its Thursday, so that months are made of whole weeks too, and both close at the same midnight.
 */
export type Week = IsoDate;
/** Such as 2026-03. */
export type Month = string;

const DAY_MS = 86_400_000;
const WEEK_MS = 7 * DAY_MS;
/** The epoch was a Thursday. */
const FIRST_MONDAY = 4 * DAY_MS;

/** The same few days are asked for with every fact of every log. */
function remembered<K, V>(work: (key: K) => V): (key: K) => V {
  const known = new Map<K, V>();
  return (key) => {
    const value = known.get(key) ?? work(key);
    known.set(key, value);
    return value;
  };
}

const nameOf = remembered((day: number): IsoDate => toIso(day * DAY_MS).slice(0, 10));
const dayOf = (at: Instant): IsoDate => nameOf(Math.floor(at / DAY_MS));
const startOf = remembered((week: Week): Instant => Date.parse(`${week}T00:00:00Z`));

export const weekOf = (at: Instant): Week =>
  dayOf(FIRST_MONDAY + Math.floor((at - FIRST_MONDAY) / WEEK_MS) * WEEK_MS);

/** The first instant that no longer belongs to a week. */
export const endOf = (week: Week): Instant => startOf(week) + WEEK_MS;

/** The week so many weeks later, or earlier. */
export const weeksFrom = (week: Week, count: number): Week => dayOf(startOf(week) + count * WEEK_MS);

/** The last week that is over. */
export const lastClosed = (now: Instant): Week => weeksFrom(weekOf(now), -1);

/** All weeks from one to another, both inside. */
export function weeksBetween(from: Week, to: Week): Week[] {
  const weeks: Week[] = [];
  for (let week = from; week <= to; week = weeksFrom(week, 1)) weeks.push(week);
  return weeks;
}

export const monthOf = (week: Week): Month => dayOf(startOf(week) + 3 * DAY_MS).slice(0, 7);

/** The first week of a week's month. */
export function monthsStart(week: Week): Week {
  let first = week;
  while (monthOf(weeksFrom(first, -1)) === monthOf(week)) first = weeksFrom(first, -1);
  return first;
}

/** The week with which a week's month closes. */
export const monthsEnd = remembered((week: Week): Week => {
  let last = week;
  while (monthOf(weeksFrom(last, 1)) === monthOf(week)) last = weeksFrom(last, 1);
  return last;
});

export const closesMonth = (week: Week): boolean => monthsEnd(week) === week;

/** The last week of the month after a week's. */
export const nextMonthsEnd = (week: Week): Week => monthsEnd(weeksFrom(monthsEnd(week), 1));
