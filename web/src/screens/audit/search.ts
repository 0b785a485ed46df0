/** What of the audit's filters stands in the address; days are those of whoever looks. */
export const FILTERS = ['who', 'whose', 'by', 'person', 'event', 'record', 'from', 'to'] as const;
export type AuditSearch = { [F in (typeof FILTERS)[number]]?: string };

/** Read as they stand: a value that the API does not know is answered by it, and said. */
export const readAuditSearch = (search: Record<string, unknown>): AuditSearch =>
  Object.fromEntries(
    FILTERS.flatMap((name) => {
      const value = search[name];
      return value === undefined || value === '' ? [] : [[name, String(value)]];
    }),
  );

const DAY_MS = 86_400_000;

/** When a day begins in a zone, as an instant; text that is no day stays as it is, for the API to say so. */
export function beginOf(day: string, zone: string): string {
  const noon = Date.parse(`${day}T12:00:00Z`);
  if (Number.isNaN(noon)) return day;
  const parts = new Intl.DateTimeFormat('en-CA', {
    timeZone: zone,
    hourCycle: 'h23',
    year: 'numeric',
    month: '2-digit',
    day: '2-digit',
    hour: '2-digit',
    minute: '2-digit',
    second: '2-digit',
  }).formatToParts(noon);
  const part = (type: string): number => Number(parts.find((one) => one.type === type)!.value);
  const there = Date.UTC(
    part('year'),
    part('month') - 1,
    part('day'),
    part('hour'),
    part('minute'),
    part('second'),
  );
  return new Date(noon - DAY_MS / 2 - (there - noon)).toISOString();
}

/** What is asked of the API: from the first day on, up to the end of the last. */
export function queryOf({ from, to, ...rest }: AuditSearch, zone: string) {
  const nextDay = (day: string): string => {
    const noon = Date.parse(`${day}T12:00:00Z`);
    return Number.isNaN(noon) ? day : new Date(noon + DAY_MS).toISOString().slice(0, 10);
  };
  return {
    ...rest,
    ...(from && { from: beginOf(from, zone) }),
    ...(to && { to: beginOf(nextDay(to), zone) }),
  };
}
