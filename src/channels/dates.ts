import type { Instant } from '../domain/time.js';
import type { Recipient } from './message.js';
import { fill } from './wording/locale.js';
import type { Locale } from './wording/words.js';

const DAY_MS = 86_400_000;

/** Dates and times as one reader reads them: their zone, their country's order, with the weekday. */
export interface ReaderDates {
  /** `Mon 23 March`; the year where it is another one. */
  date(at: Instant): string;
  /** `10:00` */
  time(at: Instant): string;
  /** Inside a sentence: `today`, `on Thursday` within a week, else `on Mon 23 March`. */
  day(at: Instant): string;
  /** At the start of a subject: `Thursday` within the week to come, else null. */
  weekday(at: Instant): string | null;
}

export function datesFor(reader: Recipient, locale: Locale, now: Instant): ReaderDates {
  const tag = dateTag(reader.language, locale);
  const format = (options: Intl.DateTimeFormatOptions) =>
    new Intl.DateTimeFormat(tag, { timeZone: reader.zone, ...options });
  const short = format({ weekday: 'short', day: 'numeric', month: 'long' });
  const withYear = format({ weekday: 'short', day: 'numeric', month: 'long', year: 'numeric' });
  const clock = format({ timeStyle: 'short' });
  const weekdays = format({ weekday: 'long' });
  const civil = new Intl.DateTimeFormat('en-CA', {
    timeZone: reader.zone,
    year: 'numeric',
    month: '2-digit',
    day: '2-digit',
  });

  const date = (at: Instant) =>
    (civil.format(at).slice(0, 4) === civil.format(now).slice(0, 4) ? short : withYear)
      .format(at)
      .replace(/^(\p{L}+),/u, '$1');
  const daysAhead = (at: Instant) => (Date.parse(civil.format(at)) - Date.parse(civil.format(now))) / DAY_MS;

  return {
    date,
    time: (at) => clock.format(at),
    day: (at) => {
      const ahead = daysAhead(at);
      const near = { '-1': locale.day.yesterday, '0': locale.day.today, '1': locale.day.tomorrow }[
        String(ahead)
      ];
      return near ?? fill(locale.day.other, { date: Math.abs(ahead) < 7 ? weekdays.format(at) : date(at) });
    },
    weekday: (at) => (daysAhead(at) > 0 && daysAhead(at) < 7 ? weekdays.format(at) : null),
  };
}

/** The reader's own conventions where the words are in their language, else those of the words: never two languages in one line. */
function dateTag(language: string, locale: Locale): string {
  const [base, ...rest] = language.split('-');
  return base?.toLowerCase() === locale.language && rest.length > 0 ? language : locale.dates;
}
