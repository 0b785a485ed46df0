import type { Cadence } from '../cadence.js';
import type { CalendarsOf, PersonId, Roster, Seat } from '../people.js';
import { HOUR, type CalendarSlice, type Instant, type IsoDate, type IsoDuration } from '../time.js';
import {
  addWorkingDays,
  dueAt,
  endOfWorkingDay,
  localDate,
  parseDuration,
  slotOfDate,
} from '../working-time/index.js';
import type { Course, Stretch } from './course.js';

/** What `step` must know beside the log: the rules, the calendars and the loop's own small shift. */
export interface World {
  cadence: Cadence;
  /** The number of the lowest rubric level that counts as adopted. */
  level: number;
  calendars: CalendarsOf;
  /** How long before a slot this loop wakes, so that a thousand deadlines of one morning are spread (ms). */
  lead: number;
  /** By what else it goes from its next cycle on, where that is planned; `version` names it in the log. */
  next?: { version: string; world: World };
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

/** Days on which the loop stands still are nobody's working days; the day on which it goes on is one again. */
function withStillDays(calendar: CalendarSlice, stretches: readonly Stretch[]): CalendarSlice {
  const days = stretches.flatMap(({ from, until }) => {
    const day = localDate(calendar.zone, from);
    // A day whose working hours are over when it begins has been worked.
    const first = from >= endOfWorkingDay(calendar, day) ? dayAfter(day, 1) : day;
    const last = until === null ? FOREVER : dayAfter(localDate(calendar.zone, until), -1);
    return last < first ? [] : [{ from: first, to: last }];
  });
  return days.length === 0 ? calendar : { ...calendar, absences: [...calendar.absences, ...days] };
}

const dayAfter = (date: IsoDate, days: number): IsoDate =>
  new Date(Date.parse(date) + days * 24 * HOUR).toISOString().slice(0, 10);

const known = new WeakMap<Course, { world: World; days: Map<PersonId | null, Days> }>();

/** How the durations of this loop are counted for somebody. A course is read once, so its days are kept with it. */
export function daysOf(course: Course, world: World, seat: Seat | null): Days {
  let ofCourse = known.get(course);
  if (ofCourse?.world !== world) known.set(course, (ofCourse = { world, days: new Map() }));
  const person = seat?.person ?? null;
  let days = ofCourse.days.get(person);
  if (!days) ofCourse.days.set(person, (days = countDays(course, world, seat)));
  return days;
}

function countDays(course: Course, world: World, seat: Seat | null): Days {
  const rep = world.calendars(course.roster.rep);
  const owner = seat ? world.calendars(seat) : rep;
  const leads = seat?.person === course.lead?.person;
  const still = leads ? [...course.pauses, ...course.vacancies] : course.pauses;
  if (world.cadence.clock === 'calendar') {
    return {
      calendar: owner,
      due: counted((anchor, within) => stretched(dueAt(anchor, within, 'calendar', owner), anchor, still)),
    };
  }
  const calendar = withStillDays(withoutAbsencesOf(owner, rep), still);
  return { calendar, due: counted((anchor, within) => dueAt(anchor, within, 'working', calendar)) };
}

/** The same few dates are asked for again and again, at every look. */
function counted(count: Days['due']): Days['due'] {
  const known = new Map<IsoDuration, Map<Instant, Instant | null>>();
  return (anchor, within) => {
    let from = known.get(within);
    if (!from) known.set(within, (from = new Map()));
    let due = from.get(anchor);
    if (due === undefined) from.set(anchor, (due = count(anchor, within)));
    return due;
  };
}

/** On the wall clock a stretch of stillness moves a due instant by as long as it lasted. */
function stretched(due: Instant | null, anchor: Instant, stretches: readonly Stretch[]): Instant | null {
  const inOrder = [...stretches].sort((a, b) => a.from - b.from);
  let counted = anchor;
  for (const { from, until } of inOrder) {
    if (due === null || from >= due || (until !== null && until <= counted)) continue;
    if (until === null) return null;
    due += until - Math.max(from, counted);
    counted = until;
  }
  return due;
}

/** The seat of a person in this loop; null if they have none (any more). */
export function seatOf(roster: Roster, person: PersonId): Seat | null {
  const seats = [roster.manager, roster.delegate, ...roster.coCoaches, roster.secondLine, roster.rep];
  return seats.find((seat) => seat?.person === person) ?? null;
}

/** The instant a span of days after another: on working days for the working clock, else exact. */
export function daysLater(
  world: World,
  calendar: CalendarSlice,
  at: Instant,
  span: IsoDuration,
): Instant | null {
  const { days, weeks, exact } = parseDuration(span);
  if (world.cadence.clock === 'calendar' || exact) return dueAt(at, span, world.cadence.clock, calendar);
  const date = addWorkingDays(calendar, localDate(calendar.zone, at), days + weeks * calendar.week.length);
  return date === null ? null : slotOfDate(calendar, date);
}
