import { HOUR, MINUTE, SECOND, type IsoDuration } from '../time.js';
import { DAY_MS } from './days.js';
import { remembered } from './memo.js';

export interface Duration {
  sign: 1 | -1;
  weeks: number;
  days: number;
  /** Hours, minutes and seconds together. */
  ms: number;
  /** Written in hours or shorter: `PT0S` is exact, `P0D` is not, though both are nothing. */
  exact: boolean;
}

const SHAPE = /^([+-]?)P(?:(\d{1,9})W)?(?:(\d{1,9})D)?(T(?:(\d{1,9})H)?(?:(\d{1,9})M)?(?:(\d{1,9})S)?)?$/;
const HUNDRED_YEARS = 36_525 * DAY_MS;

/**
 * Weeks and days, or hours, minutes and seconds, with an optional sign. Throws a RangeError that says what to
 * write instead.
 */
export function parseDuration(text: IsoDuration): Duration {
  const found = read(text);
  if (typeof found === 'string') throw new RangeError(`"${text}" ${found}`);
  return found;
}

export const isDuration = (text: string): boolean => typeof read(text) !== 'string';

/** The duration, or what is wrong with it. */
const read: (text: string) => Duration | string = remembered(2_000, (text) => {
  const found = SHAPE.exec(text);
  if (!found) {
    return /^[+-]?P[^T]*\d[YM]/.test(text)
      ? 'counts months or years, which differ in length: write weeks or days, e.g. P4W.'
      : 'is not a duration: write e.g. P10D (ten days), P2W, PT8H or, for an offset before, -P3D.';
  }
  const [, sign, weeks, days, time, hours, minutes, seconds] = found;
  const long = weeks !== undefined || days !== undefined;
  const short = hours !== undefined || minutes !== undefined || seconds !== undefined;
  if (long && time !== undefined) {
    return 'mixes days with hours, which are counted differently: write either days or hours, e.g. P2D or PT16H.';
  }
  if (!long && !short) return 'names no length: write a number with its unit, e.g. P10D or PT8H.';
  const duration: Duration = {
    sign: sign === '-' ? -1 : 1,
    weeks: Number(weeks ?? 0),
    days: Number(days ?? 0),
    ms: Number(hours ?? 0) * HOUR + Number(minutes ?? 0) * MINUTE + Number(seconds ?? 0) * SECOND,
    exact: short,
  };
  return spanOf(duration) > HUNDRED_YEARS ? 'is longer than a hundred years: write a shorter one.' : duration;
});

const spanOf = ({ weeks, days, ms }: Duration): number => (weeks * 7 + days) * DAY_MS + ms;
