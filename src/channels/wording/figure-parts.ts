import type { AlertItem, ShareOf } from '../message.js';
import { isText } from './card-parts.js';
import type { Reader } from './reader.js';

type PlaceOf = Pick<AlertItem, 'region' | 'function' | 'capability'>;

/** How a place is called in every sentence about it. */
export const placeNames = (place: PlaceOf, { words, name, title }: Reader) => ({
  region: [
    name(place.region) || words.figures.noRegion,
    place.function && words.figures.functions[place.function],
  ]
    .filter(isText)
    .join(', '),
  capability: title(place.capability),
});

/** `Italy North, Objection handling` */
export function placeText(place: PlaceOf, reader: Reader): string {
  const { region, capability } = placeNames(place, reader);
  return `${region}, ${capability}`;
}

export const percent = (share: number, { words }: Reader): string =>
  new Intl.NumberFormat(words.dates, { style: 'percent' }).format(share);

export const figureText = (figure: ShareOf, reader: Reader): string =>
  reader.say(reader.words.figures.of, {
    numerator: figure.numerator,
    denominator: figure.denominator,
    share: percent(figure.share, reader),
  });

/** Of a day without an hour: an instant that lies on it from Honolulu to Auckland. */
export const noon = (day: string): number => Date.parse(`${day}T10:30:00Z`);

/** `the week of Mon 9 March`, `March 2026`. */
export function periodOf(period: string, every: 'week' | 'month', { words, say, dates }: Reader): string {
  return every === 'week'
    ? say(words.figures.week, { date: dates.date(noon(period)) })
    : new Intl.DateTimeFormat(words.dates, { month: 'long', year: 'numeric', timeZone: 'UTC' }).format(
        noon(`${period}-01`),
      );
}
