import { MINUTE, type CalendarSlice, type Instant, type LocalTime } from '../time.js';
import { addDays, atLocal, isWorkingDay, localDate } from '../working-time/index.js';

const MOST = 3;
/** Nobody is helped by a day further ahead. */
const DAYS_AHEAD = 30;
const USUAL: LocalTime = '10:00';

/**
 * The next days on which both are at work, soonest first, from tomorrow on, at the hour at which the coach is usually
 * in the field.
 * @param past when the coach's last visits began
 */
export function proposedVisits(
  rep: CalendarSlice,
  coach: CalendarSlice,
  past: readonly Instant[],
  now: Instant,
): Instant[] {
  const hour = usualHour(past, coach.zone);
  const today = localDate(coach.zone, now);
  const proposed: Instant[] = [];
  for (let days = 1; days <= DAYS_AHEAD && proposed.length < MOST; days++) {
    const date = addDays(today, days);
    const at = atLocal(coach.zone, date, hour);
    if (isWorkingDay(coach, date) && isWorkingDay(rep, localDate(rep.zone, at))) proposed.push(at);
  }
  return proposed;
}

function usualHour(past: readonly Instant[], zone: string): LocalTime {
  const minutes = past
    .map((at) => Math.round((at - atLocal(zone, localDate(zone, at), '00:00')) / MINUTE))
    .sort((a, b) => a - b);
  const middle = minutes[Math.floor(minutes.length / 2)];
  if (middle === undefined) return USUAL;
  const two = (number: number): string => String(number).padStart(2, '0');
  return `${two(Math.floor(middle / 60) % 24)}:${two(middle % 60)}`;
}
