import { Temporal } from 'temporal-polyfill';
import { HOUR, MINUTE, SECOND, type Instant, type IsoDate, type LocalTime } from '../domain/time.js';
import { CellProblem } from './problem.js';
import { timeOfDay } from './week.js';

/**
 * When something happened, as exactly as the file says it. Only an instant is complete: a wall-clock time is
 * in the rep's zone, and a date alone stands for the start of that working day (09:00 in the rep's zone); the
 * caller, who knows the rep, resolves both.
 */
export type Moment = { instant: Instant } | { date: IsoDate; time: LocalTime } | { date: IsoDate };

const TIME =
  /^(?<date>[\d.\-/]+)(?:(?:[T ]|, ?)\s*(?<time>\d{1,2}:[\d:.,]+(?:\s*[ap]\.?m\.?)?)\s*(?<offset>Z|UTC|[+-]\d{2}(?::?\d{2})?)?)?$/i;

/**
 * ISO 8601 dates and date-times; also DD.MM.YYYY, YYYY/MM/DD, and MM/DD/YYYY or DD/MM/YYYY where only one of
 * the two readings is a date. With `zone`, times without an offset are meant there.
 */
export function moment(cell: string, zone?: string): Moment {
  const { date: dateText, time: timeText, offset } = TIME.exec(cell)?.groups ?? {};
  if (!dateText) throw new CellProblem('notADate');
  const date = isoDate(dateText);
  if (!timeText) return { date };
  const time = timeOfDay(timeText);
  const seconds = Number(/^\d+:\d+:(\d+(?:\.\d+)?)/.exec(timeText.replace(',', '.'))?.[1] ?? 0);
  const sinceMinute = Math.trunc(seconds * SECOND);
  if (offset) return { instant: Date.parse(`${date}T${time}Z`) + sinceMinute - offsetMs(offset) };
  if (!zone) return { date, time };
  const atMinute = Temporal.PlainDateTime.from(`${date}T${time}`).toZonedDateTime(zone);
  return { instant: atMinute.epochMilliseconds + sinceMinute };
}

/** A date without a time. */
export function day(cell: string): IsoDate {
  const read = moment(cell);
  if ('date' in read && !('time' in read)) return read.date;
  throw new CellProblem('timeGiven');
}

/** Clocks of two systems may differ by this much before something counts as not yet happened. */
export const CLOCK_DIFFERENCE = 5 * MINUTE;

/**
 * Whether it has not happened yet, whoever's zone it is in: a date that is today somewhere on earth is not in
 * the future. The caller, who knows the rep's zone, can be stricter.
 */
export function isFuture(read: Moment, now: Instant, zone?: string): boolean {
  if ('instant' in read) return read.instant > now + CLOCK_DIFFERENCE;
  return read.date > today(now, zone);
}

/** The date in `zone`, or where the day begins first. */
function today(now: Instant, zone?: string): IsoDate {
  if (!zone) return new Date(now + 14 * HOUR).toISOString().slice(0, 10);
  return Temporal.Instant.fromEpochMilliseconds(now).toZonedDateTimeISO(zone).toPlainDate().toString();
}

function isoDate(text: string): IsoDate {
  const yearFirst = /^(\d{4})([-/])(\d{1,2})\2(\d{1,2})$/.exec(text);
  if (yearFirst) return checked(yearFirst[1]!, yearFirst[3]!, yearFirst[4]!);
  const german = /^(\d{1,2})\.(\d{1,2})\.(\d{4})$/.exec(text);
  if (german) return checked(german[3]!, german[2]!, german[1]!);
  const slashes = /^(\d{1,2})\/(\d{1,2})\/(\d{4})$/.exec(text);
  if (!slashes) throw new CellProblem('notADate');
  const [, first, second, year] = slashes as unknown as [string, string, string, string];
  if (Number(first) > 12) return checked(year, second, first);
  if (Number(second) > 12 || Number(first) === Number(second)) return checked(year, first, second);
  const [one, other] = [checked(year, second, first), checked(year, first, second)];
  throw new CellProblem('twoReadings', { one, other });
}

function checked(year: string, month: string, dayOfMonth: string): IsoDate {
  const date = `${year}-${month.padStart(2, '0')}-${dayOfMonth.padStart(2, '0')}`;
  const time = Date.parse(`${date}T00:00Z`);
  if (Number.isNaN(time) || new Date(time).toISOString().slice(0, 10) !== date)
    throw new CellProblem('noSuchDay');
  if (date < '2000' || date >= '2100') throw new CellProblem('yearOutOfReach');
  return date;
}

function offsetMs(offset: string): number {
  const parts = /^([+-])(\d{2}):?(\d{2})?$/.exec(offset);
  if (!parts) return 0;
  const hours = Number(parts[2]);
  const minutes = Number(parts[3] ?? 0);
  if (hours > 14 || minutes > 59) throw new CellProblem('noSuchOffset');
  return (parts[1] === '-' ? -1 : 1) * (hours * HOUR + minutes * MINUTE);
}
