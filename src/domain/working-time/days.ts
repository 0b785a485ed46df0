import { HOUR, MINUTE, SECOND, type DateSpan, type IsoDate, type LocalTime, type Weekday } from '../time.js';
import { remembered } from './memo.js';

/**
 * Calendar days as whole numbers, counted from 1970-01-01. Counting on numbers instead of text is what lets the
 * simulator ask millions of times. A day belongs to no zone; only `zone.ts` ties days to instants.
 */
export type Day = number;

/** 24 hours. A local day may be shorter or longer; nothing but `zone.ts` may take one for the other. */
export const DAY_MS = 24 * HOUR;

/** An ISO date as a day. Throws a RangeError for what is no date of the calendar, e.g. `2026-02-30`. */
export const dayOf: (date: IsoDate) => Day = remembered(20_000, (date) => {
  const midnight = /^\d{4}-\d{2}-\d{2}$/.test(date) ? Date.parse(`${date}T00:00:00Z`) : NaN;
  if (Number.isNaN(midnight) || new Date(midnight).toISOString().slice(0, 10) !== date) {
    throw new RangeError(`"${date}" is not a day of the calendar: write year-month-day, e.g. 2026-03-16.`);
  }
  return midnight / DAY_MS;
});

export const addDays = (date: IsoDate, days: number): IsoDate => dateOf(dayOf(date) + days);

export const dateOf: (day: Day) => IsoDate = remembered(20_000, (day) =>
  new Date(day * DAY_MS).toISOString().slice(0, 10),
);

/** Milliseconds from midnight on the clock's face. Throws a RangeError for what is no time of day. */
export const timeOfDay: (time: LocalTime) => number = remembered(2_000, (time) => {
  const found = /^([01]\d|2[0-3]):([0-5]\d)(?::([0-5]\d))?$/.exec(time);
  if (!found) throw new RangeError(`"${time}" is not a time of day: write hours and minutes, e.g. 08:30.`);
  return Number(found[1]) * HOUR + Number(found[2]) * MINUTE + Number(found[3] ?? 0) * SECOND;
});

const WEEKDAYS: readonly Weekday[] = ['MO', 'TU', 'WE', 'TH', 'FR', 'SA', 'SU'];

export const weekdayOf = (day: Day): Weekday => WEEKDAYS[(((day + 3) % 7) + 7) % 7]!;

/** A set of days, given as spans that may overlap and come in any order. */
export class DaySet {
  /** First and last day of each stretch, ascending and apart: a search by halves finds a day. */
  private readonly firsts: Day[] = [];
  private readonly lasts: Day[] = [];

  /** Throws a RangeError for a span that ends before it begins. */
  constructor(spans: readonly DateSpan[]) {
    const stretches = spans.map(({ from, to }) => ({ first: dayOf(from), last: dayOf(to) }));
    for (const { first, last } of stretches.sort((a, b) => a.first - b.first)) {
      if (last < first) {
        throw new RangeError(
          `The days from ${dateOf(first)} to ${dateOf(last)} end before they begin: swap them.`,
        );
      }
      const previous = this.lasts.length - 1;
      if (previous >= 0 && first <= this.lasts[previous]! + 1) {
        this.lasts[previous] = Math.max(this.lasts[previous]!, last);
      } else {
        this.firsts.push(first);
        this.lasts.push(last);
      }
    }
  }

  has(day: Day): boolean {
    let low = 0;
    let high = this.lasts.length;
    while (low < high) {
      const middle = (low + high) >>> 1;
      if (this.lasts[middle]! < day) low = middle + 1;
      else high = middle;
    }
    return low < this.firsts.length && this.firsts[low]! <= day;
  }
}
