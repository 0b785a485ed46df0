import Holidays from 'date-holidays';
import type { EntityManager } from 'typeorm';
import { v7 as uuid } from 'uuid';
import { holidaysWithin, placesOf, type HolidayMode, type OwnHolidays } from '../../domain/holidays.js';
import type { Instant, IsoDate } from '../../domain/time.js';
import { HolidayCalendar, Setting, type Person } from '../../entities/index.js';
import { queueCalendarChange } from '../running/jobs.js';
import { unknown } from '../refusal.js';

const DAY = 86_400_000;
const known = new Map<string, readonly IsoDate[]>();

export const yearsAround = (now: Instant): { first: number; last: number } => {
  const year = new Date(now).getUTCFullYear();
  return { first: year - 1, last: year + 2 };
};

/**
 * Public holidays of a country and its subdivision, all days of each. From date-holidays, whose data is CC BY-SA. Empty
 * where the country is unknown to it; of an unknown subdivision those of the country.
 */
export function libraryHolidays(
  country: string,
  subdivision: string | null,
  { first, last }: { first: number; last: number },
): readonly IsoDate[] {
  const key = `${subdivision ?? country} ${first} ${last}`;
  let days = known.get(key);
  if (!days) {
    const state = subdivision?.slice(country.length + 1) ?? '';
    const calendar = new Holidays(country, state, { types: ['public'] });
    const years = Array.from({ length: last - first + 1 }, (_, index) => first + index);
    days = years.flatMap((year) => (calendar.getHolidays(year) ?? []).flatMap(daysOf)).sort();
    known.set(key, days);
  }
  return days;
}

/** A feast may last some days; what begins later than its first midnight still takes its day. */
function daysOf({ date, start, end }: { date: string; start: Date; end: Date }): IsoDate[] {
  const first = Date.parse(date.slice(0, 10));
  const length = Math.max(1, Math.round((end.getTime() - start.getTime()) / DAY));
  return Array.from({ length }, (_, index) => new Date(first + index * DAY).toISOString().slice(0, 10));
}

/** Who has which holidays today: read once, asked for many people. */
export async function readHolidays(
  tx: EntityManager,
  now: Instant,
): Promise<(person: Pick<Person, 'country' | 'subdivision'>) => IsoDate[]> {
  const own = new Map<string, OwnHolidays>(
    (await tx.find(HolidayCalendar)).map((calendar) => [calendar.place, calendar]),
  );
  const usesLibrary = await readLibraryChoice(tx);
  const years = yearsAround(now);
  return ({ country, subdivision }) =>
    holidaysWithin(
      years,
      usesLibrary ? libraryHolidays(country, subdivision, years) : [],
      placesOf(country, subdivision).flatMap((place) => own.get(place) ?? []),
    );
}

export interface UploadedCalendar {
  place: string;
  name: string;
  mode: HolidayMode;
  days: IsoDate[];
}

/** Takes the place of the calendar that stood there; everybody's holidays follow, in batches behind this transaction. */
export async function saveHolidayCalendar(
  tx: EntityManager,
  calendar: UploadedCalendar,
  now: Instant,
): Promise<HolidayCalendar> {
  const before = await tx.findOneBy(HolidayCalendar, { place: calendar.place });
  const row = { ...calendar, id: before?.id ?? uuid(), uploadedAt: new Date(now) };
  await tx.upsert(HolidayCalendar, row, ['place']);
  await queueCalendarChange(tx, now);
  return tx.findOneByOrFail(HolidayCalendar, { place: calendar.place });
}

export const listHolidayCalendars = (tx: EntityManager): Promise<HolidayCalendar[]> =>
  tx.find(HolidayCalendar, { order: { place: 'ASC' } });

export async function dropHolidayCalendar(tx: EntityManager, id: string, now: Instant): Promise<void> {
  const { affected } = await tx.delete(HolidayCalendar, { id });
  if (!affected) throw unknown('holiday calendar', id);
  await queueCalendarChange(tx, now);
}

const LIBRARY = { name: 'holidayLibrary' as const };

/** Whether the library's holidays count; they do unless the organisation switched them off. */
export const readLibraryChoice = async (tx: EntityManager): Promise<boolean> =>
  (await tx.findOneBy(Setting, LIBRARY))?.value !== false;

/** Said again it changes nothing, but a newer release of the library reaches everybody. */
export async function chooseLibrary(tx: EntityManager, used: boolean, now: Instant): Promise<void> {
  await tx.upsert(Setting, { ...LIBRARY, value: used as never }, ['name']);
  await queueCalendarChange(tx, now);
}
