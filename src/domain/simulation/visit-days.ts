import type { PersonId } from '../people.js';
import type { CalendarSlice, IsoDate } from '../time.js';
import { addDays, isWorkingDay } from '../working-time/index.js';
import { weekNumber } from './weeks.js';

/** So far ahead nobody's diary is open. */
const WEEKS_AHEAD = 8;

/** Whole visit days of a week of whoever has so many on average: with half a day, one in every second week. */
export const visitDaysIn = (week: number, perWeek: number): number =>
  Math.floor((week + 1) * perWeek) - Math.floor(week * perWeek);

/** The days on which people go along with a rep: as many a week as they have, and one rep a day. */
export class VisitDays {
  /** By person and week. */
  private readonly taken = new Map<PersonId, Map<number, Set<IsoDate>>>();

  constructor(private readonly perWeek: (person: PersonId) => number) {}

  /** The first free day from a date on, on which both work; null: there is none within eight weeks. */
  free(coach: PersonId, calendars: readonly CalendarSlice[], from: IsoDate): IsoDate | null {
    const perWeek = this.perWeek(coach);
    for (let day = 0; day < WEEKS_AHEAD * 7; day++) {
      const date = addDays(from, day);
      if (!calendars.every((calendar) => isWorkingDay(calendar, date))) continue;
      const week = weekNumber(date);
      const inWeek = this.inWeek(coach, week);
      if (!inWeek.has(date) && inWeek.size < visitDaysIn(week, perWeek)) return date;
    }
    return null;
  }

  take(coach: PersonId, date: IsoDate): void {
    this.inWeek(coach, weekNumber(date)).add(date);
  }

  /** A visit that is moved leaves its day to others. */
  give(coach: PersonId, date: IsoDate): void {
    this.inWeek(coach, weekNumber(date)).delete(date);
  }

  private inWeek(coach: PersonId, week: number): Set<IsoDate> {
    let weeks = this.taken.get(coach);
    if (!weeks) this.taken.set(coach, (weeks = new Map<number, Set<IsoDate>>()));
    let dates = weeks.get(week);
    if (!dates) weeks.set(week, (dates = new Set<IsoDate>()));
    return dates;
  }
}
