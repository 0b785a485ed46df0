import type { CalendarSlice, Clock, Instant, IsoDuration } from '../time.js';
import { diaryOf, type Diary } from './calendar.js';
import { DAY_MS } from './days.js';
import { parseDuration, type Duration } from './duration.js';
import { nextSlot, pastQuiet, slotOn } from './slots.js';
import { closingOf, nthFrom, onOrAfter } from './working-days.js';
import { addWorkingTime } from './working-hours.js';

/**
 * When something is due that is owed within `duration` of `anchor`, counted on the obliged person's calendar.
 *
 * On the working clock days end with working hours, and nothing is due before its anchor: `P0D` is the end of
 * the anchor's own day while that lies ahead on a working day, else of the next working day. On the calendar
 * clock days are wall-clock days and hours are exact.
 *
 * Null where no working day comes within 366 days. Throws a RangeError for a negative or malformed duration.
 */
export function dueAt(
  anchor: Instant,
  duration: IsoDuration,
  clock: Clock,
  calendar: CalendarSlice,
): Instant | null {
  const length = parseDuration(duration);
  if (length.sign < 0) {
    throw new RangeError(
      `"${duration}" is negative: something is due after its anchor, so write it without a sign.`,
    );
  }
  const diary = diaryOf(calendar);
  if (clock === 'calendar') return onTheWall(diary, anchor, length);
  if (length.exact) return addWorkingTime(calendar, anchor, length.ms);
  const start = diary.zone.dayAt(anchor);
  const n = workingDaysIn(diary, length);
  const ownDayIsOver = n === 0 && closingOf(diary, start) < anchor;
  const day = n === 0 && !ownDayIsOver ? onOrAfter(diary, start) : nthFrom(diary, start, Math.max(n, 1));
  return day === null ? null : closingOf(diary, day);
}

/** What places one rung of a ladder: the obligation's due instant, and whose days and whose morning count. */
export interface RungPlace {
  due: Instant;
  offset: IsoDuration;
  clock: Clock;
  /** Of the obliged person: their working days are counted. */
  owner: CalendarSlice;
  /** Of the person who is nudged: their slot or their quiet hours hold. */
  recipient: CalendarSlice;
}

/**
 * When a rung is nudged. On the working clock an offset in days counts the owner's working days from the due
 * day and takes the recipient's slot of that date or of their next working day; a positive one is never before
 * the due instant. Every other offset is added to the due instant and moved past the recipient's quiet hours.
 *
 * Null where no working day comes within 366 days. Throws a RangeError for a malformed offset.
 */
export function rungSlot({ due, offset, clock, owner, recipient }: RungPlace): Instant | null {
  const length = parseDuration(offset);
  const diary = diaryOf(owner);
  const theirs = diaryOf(recipient);
  if (clock === 'calendar' || length.exact) return pastQuiet(theirs, onTheWall(diary, due, length));
  const n = length.sign * workingDaysIn(diary, length);
  const target = nthFrom(diary, diary.zone.dayAt(due), n);
  const day = target === null ? null : onOrAfter(theirs, target);
  if (day === null) return null;
  const slot = slotOn(theirs, day);
  return n > 0 && slot < due ? nextSlot(recipient, due) : slot;
}

const workingDaysIn = ({ weekLength }: Diary, { weeks, days }: Duration): number => weeks * weekLength + days;

/** Days keep the reading of the wall clock over a clock change; hours and shorter are exact. */
function onTheWall({ zone }: Diary, at: Instant, { sign, weeks, days, ms }: Duration): Instant {
  const wholeDays = weeks * 7 + days;
  return wholeDays === 0 ? at + sign * ms : zone.instantOf(zone.wallAt(at) + sign * wholeDays * DAY_MS);
}
