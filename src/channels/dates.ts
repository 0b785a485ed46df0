import type { Instant } from '../domain/time.js';
import type { Recipient } from './message.js';
import type { Locale } from './wording/locale.js';

const DAY_MS = 86_400_000;

/** Dates and times as one reader reads them: their zone, their country's order, with the weekday. */
export interface ReaderDates {
  /** `Mon 23 March`; the year where it is another one. */
  date(at: Instant): string;
  /** `10:00` */
  time(at: Instant): string;
  /** Inside a sentence: `today`, `on Thursday` within the week to come, else `on Mon 23 March`. */
  day(at: Instant): string;
  /** Until when something waits: a day, of today the time. */
  until(at: Instant): string;
  isToday(at: Instant): boolean;
  /** At the start of a subject: `Thursday` within the week to come, else null. */
  weekday(at: Instant): string | null;
}

interface Formats {
  short: Intl.DateTimeFormat;
  withYear: Intl.DateTimeFormat;
  clock: Intl.DateTimeFormat;
  weekdays: Intl.DateTimeFormat;
  civil: Intl.DateTimeFormat;
}

/** Making one takes longer than a whole mail; there are as many as countries with people. */
const known = new Map<string, Formats>();

function formatsFor(tag: string, zone: string): Formats {
  const key = `${tag} ${zone}`;
  const formats = known.get(key) ?? makeFormats(tag, zone);
  known.set(key, formats);
  return formats;
}

function makeFormats(tag: string, timeZone: string): Formats {
  const format = (options: Intl.DateTimeFormatOptions, locale = tag) =>
    new Intl.DateTimeFormat(locale, { timeZone, ...options });
  return {
    short: format({ weekday: 'short', day: 'numeric', month: 'long' }),
    withYear: format({ weekday: 'short', day: 'numeric', month: 'long', year: 'numeric' }),
    clock: format({ timeStyle: 'short' }),
    weekdays: format({ weekday: 'long' }),
    civil: format({ year: 'numeric', month: '2-digit', day: '2-digit' }, 'en-CA'),
  };
}

export function datesFor(
  reader: Pick<Recipient, 'language' | 'zone'>,
  { words, say }: Locale,
  now: Instant,
): ReaderDates {
  const { short, withYear, clock, weekdays, civil } = formatsFor(
    dateTag(reader.language, words),
    reader.zone,
  );
  const today = civil.format(now);

  const date = (at: Instant) =>
    (civil.format(at).slice(0, 4) === today.slice(0, 4) ? short : withYear)
      .format(at)
      .replace(/^(\p{L}+),/u, '$1');
  const daysAhead = (at: Instant) => (Date.parse(civil.format(at)) - Date.parse(today)) / DAY_MS;

  return {
    date,
    time: (at) => clock.format(at),
    day: (at) => {
      const ahead = daysAhead(at);
      const near = { '-1': words.day.yesterday, '0': words.day.today, '1': words.day.tomorrow }[
        String(ahead)
      ];
      return near ?? say(words.day.other, { date: ahead > 0 && ahead < 7 ? weekdays.format(at) : date(at) });
    },
    until: (at) => (daysAhead(at) === 0 ? clock.format(at) : date(at)),
    isToday: (at) => daysAhead(at) === 0,
    weekday: (at) => (daysAhead(at) > 0 && daysAhead(at) < 7 ? weekdays.format(at) : null),
  };
}

/** The reader's own conventions where the words are in their language, else those of the words: never two languages in one line. */
function dateTag(language: string, { language: ours, dates }: Locale['words']): string {
  const [base, ...rest] = language.split('-');
  return base?.toLowerCase() === ours.split('-')[0]?.toLowerCase() && rest.length > 0 ? language : dates;
}
