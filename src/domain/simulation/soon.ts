import { MINUTE, type CalendarSlice, type Instant } from '../time.js';
import { addWorkingDays, atLocal, endOfWorkingDay, isWorkingDay, localDate } from '../working-time/index.js';

/** At a share of the working hours of the n-th working day from now; null where none comes within a year. */
export function soon(calendar: CalendarSlice, days: number, now: Instant, share: number): Instant {
  const today = localDate(calendar.zone, now);
  const staysToday = days === 0 && goneOfToday(calendar, now) < 1;
  const date = staysToday ? today : (addWorkingDays(calendar, today, Math.max(1, days)) ?? today);
  const opens = Math.max(now + MINUTE, atLocal(calendar.zone, date, calendar.hours.from));
  const closes = endOfWorkingDay(calendar, date);
  const at = opens + share * Math.max(0, closes - opens);
  return Math.floor(at / MINUTE) * MINUTE;
}

/** How much of the working hours of the day of `now` is gone: from 0 to 1; all of it where that is no working day. */
export function goneOfToday(calendar: CalendarSlice, now: Instant): number {
  const today = localDate(calendar.zone, now);
  if (!isWorkingDay(calendar, today)) return 1;
  const [opens, closes] = [
    atLocal(calendar.zone, today, calendar.hours.from),
    endOfWorkingDay(calendar, today),
  ];
  return Math.min(1, Math.max(0, (now + MINUTE - opens) / (closes - opens)));
}
