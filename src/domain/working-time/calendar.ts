import type { Absence, CalendarSlice, DateSpan, IsoDate, Weekday } from '../time.js';
import { DaySet, timeOfDay, weekdayOf, type Day } from './days.js';
import { zoneOf, type Zone } from './zone.js';

/** What holds of a person of whom nothing else is known. A zone is always known. */
export const calendarDefaults: Omit<CalendarSlice, 'zone'> = {
  week: ['MO', 'TU', 'WE', 'TH', 'FR'],
  hours: { from: '09:00', to: '18:00' },
  slot: '08:30',
  quiet: { from: '18:00', to: '08:00' },
  holidays: [],
  absences: [],
  blackouts: [],
};

/** A calendar of which only what differs from the defaults is named. `quiet: null` keeps no quiet hours. */
export function calendarOf(known: Pick<CalendarSlice, 'zone'> & Partial<CalendarSlice>): CalendarSlice {
  const named = Object.fromEntries(Object.entries(known).filter(([, value]) => value !== undefined));
  return { ...calendarDefaults, zone: known.zone, ...named };
}

/** A calendar slice made ready for questions. Times of day are milliseconds from midnight on the wall. */
export class Diary {
  readonly zone: Zone;
  readonly opens: number;
  readonly closes: number;
  readonly slot: number;
  readonly quiet: { from: number; to: number } | null;
  /** How many days a week of this person counts. */
  readonly weekLength: number;
  private readonly week: ReadonlySet<Weekday>;
  private readonly holidays: DaySet;
  private readonly blackouts: DaySet;
  private readonly absences: Absences;

  /** Throws a RangeError for an unknown zone, an impossible date or time, and hours or spans that end first. */
  constructor(calendar: CalendarSlice) {
    this.zone = zoneOf(calendar.zone);
    this.opens = timeOfDay(calendar.hours.from);
    this.closes = timeOfDay(calendar.hours.to);
    if (this.closes <= this.opens) {
      const { from, to } = calendar.hours;
      throw new RangeError(
        `Working hours from ${from} to ${to} end before they begin: name an earlier start.`,
      );
    }
    this.quiet = quietOf(calendar);
    const slot = timeOfDay(calendar.slot);
    // Quiet hours win: a slot inside them is taken at their end, on the same day.
    this.slot = this.quiet && isQuietTime(this.quiet, slot) ? this.quiet.to : slot;
    this.week = new Set(calendar.week);
    this.weekLength = this.week.size;
    this.holidays = holidaysOf(calendar.holidays);
    this.blackouts = blackoutsOf(calendar.blackouts);
    this.absences = absencesOf(calendar.absences);
  }

  isWorkingDay(day: Day): boolean {
    return (
      this.week.has(weekdayOf(day)) &&
      !this.holidays.has(day) &&
      !this.blackouts.has(day) &&
      !this.absences.wholeDay.has(day)
    );
  }

  /** Whether working hours count. A part-day absence does not name its hours, so it stops them all. */
  hasHours(day: Day): boolean {
    return this.isWorkingDay(day) && !this.absences.partDay.has(day);
  }

  isAbsent(day: Day): boolean {
    return this.absences.wholeDay.has(day);
  }
}

/** Whether a time of day lies in quiet hours, which may span midnight. */
export const isQuietTime = ({ from, to }: { from: number; to: number }, time: number): boolean =>
  from < to ? from <= time && time < to : from <= time || time < to;

/** Quiet hours that end when they begin are none. */
function quietOf({ quiet }: CalendarSlice): { from: number; to: number } | null {
  if (!quiet) return null;
  const from = timeOfDay(quiet.from);
  const to = timeOfDay(quiet.to);
  return from === to ? null : { from, to };
}

interface Absences {
  wholeDay: DaySet;
  partDay: DaySet;
}

// Slices are immutable, so what was made of one is made once. The lists are kept on their own: a slice derived
// from another (without its absences, say) shares the rest of the work.
export const diaryOf = once((calendar: CalendarSlice) => new Diary(calendar));
const holidaysOf = once(
  (dates: readonly IsoDate[]) => new DaySet(dates.map((date) => ({ from: date, to: date }))),
);
const blackoutsOf = once((spans: readonly DateSpan[]) => new DaySet(spans));
const absencesOf = once((absences: readonly Absence[]): Absences => ({
  wholeDay: new DaySet(absences.filter(({ partDay }) => !partDay)),
  partDay: new DaySet(absences.filter(({ partDay }) => partDay)),
}));

function once<K extends object, V extends object>(make: (source: K) => V): (source: K) => V {
  const made = new WeakMap<K, V>();
  return (source) => {
    let found = made.get(source);
    if (!found) made.set(source, (found = make(source)));
    return found;
  };
}
