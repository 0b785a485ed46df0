const DAY_MS = 24 * 60 * 60 * 1_000;
const DATE = /\b2026-\d\d-\d\d(?!\d)/g;

/** Midnight UTC of the Monday of that week. */
export function mondayOf(instant: number): number {
  const midnight = Math.floor(instant / DAY_MS) * DAY_MS;
  return midnight - ((new Date(midnight).getUTCDay() + 6) % 7) * DAY_MS;
}

/**
 * Moves every date of a sample file by the same number of weeks, so that its weekdays stay what they are and the
 * files, written for the spring of 2026, tell of a time around the day on which the demo is started.
 * @param from a Monday in the file
 * @param to the Monday that it becomes, midnight UTC
 */
export function moveDates(file: string, from: string, to: number): string {
  const distance = to - Date.parse(from);
  return file.replace(DATE, (date) => new Date(Date.parse(date) + distance).toISOString().slice(0, 10));
}

export const weeksBefore = (monday: number, weeks: number): number => monday - weeks * 7 * DAY_MS;
