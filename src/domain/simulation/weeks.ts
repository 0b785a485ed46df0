import type { IsoDate } from '../time.js';

/** By day, or by the Monday of a week. */
export type Counts = Record<IsoDate, number>;

const DAY_MS = 86_400_000;
/** The epoch was a Thursday. */
const DAYS_TO_MONDAY = 3;

const dayNumber = (date: IsoDate): number => Date.parse(`${date}T00:00:00Z`) / DAY_MS;

/** Weeks from Monday to Sunday, counted on from the one of the epoch. */
export const weekNumber = (date: IsoDate): number => Math.floor((dayNumber(date) + DAYS_TO_MONDAY) / 7);

/** The Monday of a day's week, which names it. */
export const mondayOf = (date: IsoDate): IsoDate =>
  new Date((weekNumber(date) * 7 - DAYS_TO_MONDAY) * DAY_MS).toISOString().slice(0, 10);
