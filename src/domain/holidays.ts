import type { IsoDate } from './time.js';

/** `adds` to what the library knows, or `replaces` it in the years that the calendar names days of. */
export const HOLIDAY_MODES = ['adds', 'replaces'] as const;
export type HolidayMode = (typeof HOLIDAY_MODES)[number];

/** Everybody's, whatever their country. */
export const EVERYWHERE = '*';

export interface OwnHolidays {
  mode: HolidayMode;
  days: readonly IsoDate[];
}

/** Whose calendars hold for somebody, from the widest to the narrowest. */
export const placesOf = (country: string, subdivision: string | null): string[] =>
  subdivision === null ? [EVERYWHERE, country] : [EVERYWHERE, country, subdivision];

/** ISO 3166-2 of this country: the country, a hyphen and one to three letters or digits. */
export const isSubdivisionOf = (subdivision: string, country: string): boolean =>
  subdivision.startsWith(`${country}-`);

const yearOf = (date: IsoDate): string => date.slice(0, 4);

/**
 * The holidays of a person within some years, ascending. A calendar that replaces does so for the years it names days
 * of: where it has run out, nobody is left without holidays.
 * @param library what the library knows, those years only
 */
export function holidaysWithin(
  years: { first: number; last: number },
  library: readonly IsoDate[],
  own: readonly OwnHolidays[],
): IsoDate[] {
  const replaced = new Set(own.flatMap(({ mode, days }) => (mode === 'replaces' ? days.map(yearOf) : [])));
  const kept = library.filter((day) => !replaced.has(yearOf(day)));
  const added = own
    .flatMap(({ days }) => days)
    .filter((day) => {
      const year = Number(yearOf(day));
      return years.first <= year && year <= years.last;
    });
  return [...new Set([...kept, ...added])].sort();
}
