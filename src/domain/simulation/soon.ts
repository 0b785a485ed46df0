import { MINUTE, type CalendarSlice, type Instant } from '../time.js';
import { addWorkingDays, atLocal, endOfWorkingDay, isWorkingDay, localDate } from '../working-time/index.js';

/** At a share of the working hours of the n-th working day from now; null where none comes within a year. */
export function soon(calendar: CalendarSlice, days: number, now: Instant, share: number): Instant {
  const today = localDate(calendar.zone, now);
  const staysToday =
    days === 0 && isWorkingDay(calendar, today) && endOfWorkingDay(calendar, today) > now + MINUTE;
  const date = staysToday ? today : (addWorkingDays(calendar, today, Math.max(1, days)) ?? today);
  const opens = Math.max(now + MINUTE, atLocal(calendar.zone, date, calendar.hours.from));
  const closes = endOfWorkingDay(calendar, date);
  const at = opens + share * Math.max(0, closes - opens);
  return Math.floor(at / MINUTE) * MINUTE;
}
