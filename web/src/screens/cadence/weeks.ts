import type { CadencePreview } from '#api/types.gen';

export type Entry = CadencePreview['entries'][number];
export type Free = CadencePreview['freeDays'][number];

export interface Day {
  /** `2026-03-02` */
  day: string;
  isWeekend: boolean;
  isFree: boolean;
  entries: Entry[];
  /** By the cadence beside it. */
  beside: Entry[];
}

/** A week in which something happens or somebody begins to be away, or how many there were in a row with nothing of it. */
export type Stretch =
  { days: readonly Day[]; free: readonly Free[]; quiet?: undefined } | { days?: undefined; quiet: number };

const DAY_MS = 86_400_000;
const WEEK = 7;
const isoDay = (ms: number): string => new Date(ms).toISOString().slice(0, 10);

/** What a preview shows, week by week from Monday on. */
export function weeksOf(
  { from, until, entries, beside, freeDays }: CadencePreview,
  /** The day of an instant, in the zone of whoever looks. */
  dayOf: (at: string) => string,
): Stretch[] {
  const first = Date.parse(dayOf(from));
  const last = Date.parse(dayOf(until));
  const monday = first - ((new Date(first).getUTCDay() + 6) % WEEK) * DAY_MS;
  const stretches: Stretch[] = [];
  for (let start = monday; start <= last; start += WEEK * DAY_MS) {
    const days = Array.from({ length: WEEK }, (_, index) => {
      const day = isoDay(start + index * DAY_MS);
      return {
        day,
        isWeekend: index > 4,
        isFree: freeDays.some((one) => one.from <= day && day <= one.to),
        entries: entries.filter(({ at }) => dayOf(at) === day),
        beside: (beside?.entries ?? []).filter(({ at }) => dayOf(at) === day),
      };
    });
    const free = freeDays.filter(({ from: begins }) => days[0]!.day <= begins && begins <= days[6]!.day);
    const before = stretches.at(-1);
    if (free.length > 0 || days.some((day) => day.entries.length + day.beside.length > 0))
      stretches.push({ days, free });
    else if (before?.quiet !== undefined) stretches[stretches.length - 1] = { quiet: before.quiet + 1 };
    else stretches.push({ quiet: 1 });
  }
  return stretches;
}
