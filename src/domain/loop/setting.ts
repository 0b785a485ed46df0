import type { Cadence } from '../cadence.js';
import type { CalendarsOf, PersonId, Roster, Seat } from '../people.js';
import type { CalendarSlice, Instant, IsoDuration } from '../time.js';
import { addWorkingDays, atLocal, dueAt, localDate, parseDuration } from '../working-time/index.js';
import type { Course, Pause } from './course.js';

/** What `step` must know beside the log: the rules, the calendars and the loop's own small shift. */
export interface World {
  cadence: Cadence;
  /** The number of the lowest rubric level that counts as adopted. */
  level: number;
  calendars: CalendarsOf;
  /** How long before a slot this loop wakes, so that a thousand deadlines of one morning are spread (ms). */
  lead: number;
}

/** The days of an obligation: its owner's calendar without the rep's absences and the loop's own pauses. */
export interface Days {
  due(anchor: Instant, within: IsoDuration): Instant | null;
  calendar: CalendarSlice;
}

const merged = new WeakMap<CalendarSlice, WeakMap<CalendarSlice, CalendarSlice>>();

/** Owner's days on which the rep is there too; kept per pair, since slices never change. */
function withoutAbsencesOf(owner: CalendarSlice, rep: CalendarSlice): CalendarSlice {
  if (rep === owner || rep.absences.length === 0) return owner;
  let ofOwner = merged.get(owner);
  if (!ofOwner) merged.set(owner, (ofOwner = new WeakMap<CalendarSlice, CalendarSlice>()));
  let slice = ofOwner.get(rep);
  if (!slice) ofOwner.set(rep, (slice = { ...owner, absences: [...owner.absences, ...rep.absences] }));
  return slice;
}

const FOREVER = '9999-12-31';

function withPauses(calendar: CalendarSlice, pauses: readonly Pause[]): CalendarSlice {
  const spans = pauses.flatMap(({ from, until }) => {
    const first = localDate(calendar.zone, from);
    const last = until === null ? FOREVER : localDate(calendar.zone, until - 1);
    return until !== null && last === localDate(calendar.zone, until) ? dayBefore(first, last) : [{ from: first, to: last }];
  });
  return spans.length === 0 ? calendar : { ...calendar, absences: [...calendar.absences, ...spans] };
}

/** A pause that ends in the middle of a day gives that day back. */
function dayBefore(first: string, last: string): { from: string; to: string }[] {
  const to = new Date(Date.parse(last) - 86_400_000).toISOString().slice(0, 10);
  return to < first ? [] : [{ from: first, to }];
}

/** How the durations of this loop are counted for somebody. */
export function daysOf(course: Course, world: World, seat: Seat | null): Days {
  const rep = world.calendars(course.roster.rep);
  const owner = seat ? world.calendars(seat) : rep;
  if (world.cadence.clock === 'calendar') {
    return {
      calendar: owner,
      due: (anchor, within) => stretched(dueAt(anchor, within, 'calendar', owner), anchor, course.pauses),
    };
  }
  const calendar = withPauses(withoutAbsencesOf(owner, rep), course.pauses);
  return { calendar, due: (anchor, within) => dueAt(anchor, within, 'working', calendar) };
}

/** On the wall clock a pause moves a due instant by as long as it lasted. */
function stretched(due: Instant | null, anchor: Instant, pauses: readonly Pause[]): Instant | null {
  for (const { from, until } of pauses) {
    if (due === null || from >= due || (until !== null && until <= anchor)) continue;
    if (until === null) return null;
    due += until - Math.max(from, anchor);
  }
  return due;
}

/** The seat of a person in this loop; null if they have none (any more). */
export function seatOf(roster: Roster, person: PersonId): Seat | null {
  const seats = [roster.manager, roster.delegate, ...roster.coCoaches, roster.secondLine, roster.rep];
  return seats.find((seat) => seat?.person === person) ?? null;
}

/** The instant a span of days after another: on working days for the working clock, else exact. */
export function daysLater(world: World, calendar: CalendarSlice, at: Instant, span: IsoDuration): Instant | null {
  const { days, weeks, ms } = parseDuration(span);
  if (world.cadence.clock === 'calendar' || ms !== 0) return dueAt(at, span, world.cadence.clock, calendar);
  const date = addWorkingDays(calendar, localDate(calendar.zone, at), days + weeks * calendar.week.length);
  return date === null ? null : atLocal(calendar.zone, date, calendar.slot);
}
