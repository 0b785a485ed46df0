import type { Absence, CalendarSlice, Instant, IsoDate } from '../time.js';
import {
  addWorkingDays,
  atLocal,
  localDate,
  parseDuration,
  slotOfDate,
  workingDayOnOrAfter,
} from '../working-time/index.js';
import type { Course } from './course.js';
import type { World } from './setting.js';

/** An unbroken stretch of days on which somebody would have worked but is away. */
interface Away {
  from: IsoDate;
  /** The first day back; null: not within a year. */
  backOn: IsoDate | null;
}

const withoutAbsences = new WeakMap<CalendarSlice, CalendarSlice>();

/** The calendar as it would be without absences; kept, since slices never change. */
export function presentIn(calendar: CalendarSlice): CalendarSlice {
  let present = withoutAbsences.get(calendar);
  if (!present) withoutAbsences.set(calendar, (present = { ...calendar, absences: [] }));
  return present;
}

const lastAsked = new WeakMap<CalendarSlice, { today: IsoDate; away: readonly Away[] }>();

/** Absences under way or to come; adjoining ones, with only free days between, are one. On one day many loops ask. */
function awayFrom(calendar: CalendarSlice, today: IsoDate): readonly Away[] {
  let asked = lastAsked.get(calendar);
  if (asked?.today !== today)
    lastAsked.set(calendar, (asked = { today, away: stretchesFrom(calendar, today) }));
  return asked.away;
}

function stretchesFrom(calendar: CalendarSlice, today: IsoDate): Away[] {
  const present = presentIn(calendar);
  const stretches: Away[] = [];
  // Over a weekend, holidays or a blackout that follow, it is under way until the first day back.
  const lasts = ({ to }: Absence): boolean =>
    to >= today || (workingDayOnOrAfter(calendar, to) ?? '9999') > today;
  const ahead = calendar.absences.filter((absence) => !absence.partDay && lasts(absence));
  for (const absence of ahead.sort((a, b) => (a.from < b.from ? -1 : 1))) {
    const backOn = stretches.at(-1)?.backOn;
    const first = workingDayOnOrAfter(present, absence.from);
    if (backOn === null || first === null || first > absence.to || (backOn && first < backOn)) continue;
    const lastWorked = addWorkingDays(calendar, first, -1);
    stretches.push({
      from: (lastWorked && addWorkingDays(present, lastWorked, 1)) ?? first,
      backOn: workingDayOnOrAfter(calendar, first),
    });
  }
  return stretches;
}

/** Since when somebody is away; null: they are not. */
export function awaySince(calendar: CalendarSlice, now: Instant): Instant | null {
  const today = localDate(calendar.zone, now);
  const away = awayFrom(calendar, today).find(
    ({ from, backOn }) => from <= today && (backOn === null || today < backOn),
  );
  return away ? atLocal(calendar.zone, away.from, '00:00') : null;
}

/** A manager who is away for longer than a loop may wait. */
export interface LongAbsence {
  /** The morning of their first day away. */
  from: Instant;
  /** When the loop is offered to somebody else; it may lie in the future. */
  offeredAt: Instant;
  backAt: Instant | null;
}

/**
 * The absence of today's manager, under way or the next to come, that outlasts the cadence's tolerance, counted on
 * the days they would have worked. On the wall clock nobody is away.
 */
export function longAbsence(course: Course, now: Instant, world: World): LongAbsence | null {
  const { manager } = course.roster;
  if (!manager || world.cadence.clock === 'calendar') return null;
  const calendar = world.calendars(manager);
  const present = presentIn(calendar);
  const today = localDate(calendar.zone, now);
  if (workingDayOnOrAfter(present, today) === null)
    return { from: course.startedAt, offeredAt: course.startedAt, backAt: null };
  const { days, weeks } = parseDuration(world.cadence.tolerance.absence);
  for (const { from, backOn } of awayFrom(calendar, today)) {
    const offeredOn = addWorkingDays(present, from, days + weeks * calendar.week.length);
    if (offeredOn === null || (backOn !== null && offeredOn >= backOn)) continue;
    return {
      from: atLocal(calendar.zone, from, '00:00'),
      offeredAt: Math.max(slotOfDate(calendar, offeredOn), course.startedAt),
      backAt: backOn === null ? null : atLocal(calendar.zone, backOn, '00:00'),
    };
  }
  return null;
}

/** When today's manager next leaves or comes back: what is overdue changes hands then. */
export function nextHandChange(course: Course, now: Instant, world: World): Instant | null {
  const { manager } = course.roster;
  if (!manager) return null;
  const calendar = world.calendars(manager);
  const days = awayFrom(calendar, localDate(calendar.zone, now)).flatMap(({ from, backOn }) =>
    backOn === null ? [from] : [from, backOn],
  );
  const instants = days.map((date) => atLocal(calendar.zone, date, '00:00')).filter((at) => at > now);
  return instants[0] ?? null;
}
