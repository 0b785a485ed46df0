import Holidays from 'date-holidays';
import type { IsoDate } from '../domain/time.js';

const known = new Map<string, readonly IsoDate[]>();

/**
 * Public holidays of a country from the year before to two years after. From date-holidays, whose data is CC BY-SA.
 * Empty where the country is unknown to it: its people then keep their working week only.
 */
export function holidaysOf(country: string, year: number): readonly IsoDate[] {
  const key = `${country} ${year}`;
  let days = known.get(key);
  if (!days) {
    const calendar = new Holidays(country, { types: ['public'] });
    days = [-1, 0, 1, 2]
      .flatMap((offset) => calendar.getHolidays(year + offset) ?? [])
      .map(({ date }) => date.slice(0, 10))
      .sort();
    known.set(key, days);
  }
  return days;
}
