import type { CalendarSlice, Instant } from '../time.js';
import { diaryOf } from './calendar.js';
import { DAY_MS, type Day } from './days.js';
import { closingOf, search } from './working-days.js';

/**
 * Adds time of which only that inside working hours counts. Time that runs out at the end of working hours ends
 * there, not on the next morning. Null where no working hours come within the search; throws a RangeError for a
 * negative time.
 */
export function addWorkingTime(calendar: CalendarSlice, at: Instant, ms: number): Instant | null {
  if (!(ms >= 0))
    throw new RangeError(`Working time counts forward only; expected zero or more, got ${ms} ms.`);
  const diary = diaryOf(calendar);
  const hasHours = (day: Day): boolean => diary.hasHours(day);
  let left = ms;
  let day: Day | null = diary.zone.dayAt(at);
  if (!hasHours(day)) day = search(day, 1, hasHours);
  while (day !== null) {
    const from = Math.max(at, diary.zone.instantOf(day * DAY_MS + diary.opens));
    const open = closingOf(diary, day) - from;
    if (left <= open) return from + left;
    left -= Math.max(0, open);
    day = search(day, 1, hasHours);
  }
  return null;
}
