import type { CalendarSlice, Instant, IsoDate } from '../time.js';
import { diaryOf, type Diary } from './calendar.js';
import { DAY_MS, dateOf, dayOf, type Day } from './days.js';

/** A search looks at so many days beyond the one it starts from; whoever works on none of them is away. */
export const SEARCH_DAYS = 366;

/** In the working week, no holiday, no blackout, and not absent for the whole day. */
export const isWorkingDay = (calendar: CalendarSlice, date: IsoDate): boolean =>
  diaryOf(calendar).isWorkingDay(dayOf(date));

/** The first day back of somebody who is away today; null: they are not, or not back within a year. */
export function awayUntil(calendar: CalendarSlice, now: Instant): IsoDate | null {
  const diary = diaryOf(calendar);
  const today = diary.zone.dayAt(now);
  return diary.isAbsent(today) ? dateOrNull(onOrAfter(diary, today)) : null;
}

/** The date itself where it is a working day, else the next one; null where the search gives up. */
export const workingDayOnOrAfter = (calendar: CalendarSlice, date: IsoDate): IsoDate | null =>
  dateOrNull(onOrAfter(diaryOf(calendar), dayOf(date)));

/**
 * The n-th working day after the date, or before it for a negative n; zero is the date itself, working day or
 * not. Null where the next working day is further than the search goes.
 */
export const addWorkingDays = (calendar: CalendarSlice, date: IsoDate, n: number): IsoDate | null =>
  dateOrNull(nthFrom(diaryOf(calendar), dayOf(date), n));

/** Working days after the local day of `from`, up to and including that of `to`; none where `to` is earlier. */
export function workingDaysBetween(calendar: CalendarSlice, from: Instant, to: Instant): number {
  const diary = diaryOf(calendar);
  const last = diary.zone.dayAt(to);
  let count = 0;
  for (let day = diary.zone.dayAt(from) + 1; day <= last; day++) if (diary.isWorkingDay(day)) count++;
  return count;
}

/** The end of working hours on a date, whether or not it is a working day. */
export const endOfWorkingDay = (calendar: CalendarSlice, date: IsoDate): Instant =>
  closingOf(diaryOf(calendar), dayOf(date));

export const closingOf = (diary: Diary, day: Day): Instant =>
  diary.zone.instantOf(day * DAY_MS + diary.closes);

export const onOrAfter = (diary: Diary, day: Day): Day | null =>
  diary.isWorkingDay(day) ? day : nthFrom(diary, day, 1);

export function nthFrom(diary: Diary, start: Day, n: number): Day | null {
  const step = n < 0 ? -1 : 1;
  let day: Day | null = start;
  for (let left = Math.abs(n); left > 0 && day !== null; left--) {
    day = search(day, step, (candidate) => diary.isWorkingDay(candidate));
  }
  return day;
}

/** The nearest day beyond `start` that will do, one way or the other; null where the search gives up. */
export function search(start: Day, step: 1 | -1, willDo: (day: Day) => boolean): Day | null {
  for (let distance = 1; distance <= SEARCH_DAYS; distance++) {
    const day = start + step * distance;
    if (willDo(day)) return day;
  }
  return null;
}

const dateOrNull = (day: Day | null): IsoDate | null => (day === null ? null : dateOf(day));
