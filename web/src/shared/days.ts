const DAY_MS = 86_400_000;

/** By how many milliseconds a zone is ahead of UTC at an instant. */
function aheadOf(instant: number, zone: string): number {
  const parts = new Intl.DateTimeFormat('en-CA', {
    timeZone: zone,
    hourCycle: 'h23',
    year: 'numeric',
    month: '2-digit',
    day: '2-digit',
    hour: '2-digit',
    minute: '2-digit',
    second: '2-digit',
  }).formatToParts(instant);
  const part = (type: string): number => Number(parts.find((one) => one.type === type)!.value);
  return (
    Date.UTC(part('year'), part('month') - 1, part('day'), part('hour'), part('minute'), part('second')) -
    instant
  );
}

/** When a day begins in a zone, as an instant; text that is no day stays as it is, for the API to say so. */
export function beginOf(day: string, zone: string): string {
  const midnight = Date.parse(`${day}T00:00:00Z`);
  if (Number.isNaN(midnight)) return day;
  // Clocks that change later that day have not changed at its beginning.
  const about = midnight - aheadOf(midnight, zone);
  return new Date(midnight - aheadOf(about, zone)).toISOString();
}

/** When a day is over in a zone. */
export function endOf(day: string, zone: string): string {
  const midnight = Date.parse(`${day}T00:00:00Z`);
  if (Number.isNaN(midnight)) return day;
  return beginOf(new Date(midnight + DAY_MS).toISOString().slice(0, 10), zone);
}
