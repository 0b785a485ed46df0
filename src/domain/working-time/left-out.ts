import type { CalendarSlice, IsoDate, LocalTime } from '../time.js';
import { diaryOf, isQuietTime } from './calendar.js';
import { dateOf, dayOf, timeOfDay, weekdayOf, type Day } from './days.js';
import { SEARCH_DAYS } from './working-days.js';

/** Why a day of somebody's working week is no working day. */
export type LeftOutBecause = 'absence' | 'holiday' | 'blackout';

/** Days that were left out in counting, both ends inside. */
export interface LeftOut {
  because: LeftOutBecause;
  from: IsoDate;
  to: IsoDate;
}

/**
 * The days of a working week between two dates on which this person did not work, in stretches, earliest first. It
 * looks no further than a search for a working day does.
 */
export function leftOut(calendar: CalendarSlice, from: IsoDate, to: IsoDate): LeftOut[] {
  const stretches: { because: LeftOutBecause; first: Day; last: Day }[] = [];
  const begin = dayOf(from);
  const end = Math.min(dayOf(to), begin + SEARCH_DAYS);
  for (let day = begin; day <= end; day++) {
    const because = whyLeftOut(calendar, day);
    if (because === null) continue;
    const before = stretches.at(-1);
    if (before?.because === because && !worksBetween(calendar, before.last, day)) before.last = day;
    else stretches.push({ because, first: day, last: day });
  }
  return stretches.map(({ because, first, last }) => ({ because, from: dateOf(first), to: dateOf(last) }));
}

function whyLeftOut(calendar: CalendarSlice, day: Day): LeftOutBecause | null {
  const diary = diaryOf(calendar);
  if (diary.isWorkingDay(day) || !calendar.week.includes(weekdayOf(day))) return null;
  if (diary.isAbsent(day)) return 'absence';
  return calendar.holidays.includes(dateOf(day)) ? 'holiday' : 'blackout';
}

/** A weekend inside an absence does not end it. */
function worksBetween(calendar: CalendarSlice, first: Day, last: Day): boolean {
  const diary = diaryOf(calendar);
  for (let day = first + 1; day < last; day++) if (diary.isWorkingDay(day)) return true;
  return false;
}

/** The quiet hours in which this person's message of the day would lie, so that it goes at their end; else null. */
export function quietSlot(calendar: CalendarSlice): { from: LocalTime; to: LocalTime } | null {
  const { quiet } = diaryOf(calendar);
  return quiet && isQuietTime(quiet, timeOfDay(calendar.slot)) ? calendar.quiet : null;
}
