import { hash } from './hash.js';
import type { CalendarSlice, Instant } from './time.js';
import { atLocal, localDate, nextSlot } from './working-time/index.js';

/** "In the last four weeks": nobody is asked about weeks in which nobody coached. */
const FOUR_WEEKS = 28 * 86_400_000;
/** Enough days are left behind the last of these for a rep who is away to come back to. */
const DAYS_OF_THE_MONTH = 21;

/** The day of a month from which a rep is asked about a capability: another for each, the same whenever it is asked. */
export function pulseDay(repId: string, capabilityId: string, month: string): number {
  return 1 + (hash(`${repId}/${capabilityId}/${month}`) % DAYS_OF_THE_MONTH);
}

/**
 * When a rep is asked whether somebody saw them use a capability: their first slot from that day on that is still to
 * come. Null where none comes in this month, or only before four weeks of coaching (`since`): then the next month asks.
 */
export function pulseSlot(
  { repId, capabilityId, since }: { repId: string; capabilityId: string; since: Instant },
  month: string,
  calendar: CalendarSlice,
  now: Instant,
): Instant | null {
  const day = String(pulseDay(repId, capabilityId, month)).padStart(2, '0');
  const slot = nextSlot(calendar, Math.max(now, atLocal(calendar.zone, `${month}-${day}`, '00:00')));
  if (slot === null || localDate(calendar.zone, slot).slice(0, 7) !== month) return null;
  return slot - since < FOUR_WEEKS ? null : slot;
}
