import ICAL from 'ical.js';
import { grouped } from '../domain/grouped.js';
import type { Instant, IsoDate } from '../domain/time.js';
import { faultOf, faultText, type ImportFault } from './faults.js';
import { FileProblem, shown } from './problem.js';
import { readHolidayList } from './read-import.js';

/** More days than this are no calendar of holidays. */
export const MOST_HOLIDAYS = 3_000;
/** Feasts that come back every year are written down for so long. */
const YEARS_AHEAD = 10;
/** Occurrences that are looked at in a whole file, also of those that are long over: about a second's work. */
const MOST_LOOKS = 10_000;
const DAY = 86_400_000;

/** What a file of holidays says, or what is wrong with it, in the language of whoever sent it. */
export type HolidayFile = { days: IsoDate[] } | { problems: string[] };

type Read = { days: IsoDate[] } | { faults: { fault: ImportFault; line?: number }[] };

/** Reads a calendar of holidays: iCalendar where the file begins like one, else CSV. */
export async function readHolidayFile(
  file: Uint8Array,
  now: Instant,
  language: string,
): Promise<HolidayFile> {
  const read = await readDays(file, now);
  return 'days' in read
    ? read
    : { problems: read.faults.map(({ fault, line }) => faultText(fault, language, line)) };
}

async function readDays(file: Uint8Array, now: Instant): Promise<Read> {
  const text = new TextDecoder().decode(file);
  const read = /^\uFEFF?\s*BEGIN:VCALENDAR/i.test(text) ? readCalendar(text, now) : await readList(file, now);
  if ('faults' in read) return read;
  const days = [...new Set(read.days)].sort();
  if (days.length === 0) return { faults: [{ fault: faultOf('noDay') }] };
  if (days.length > MOST_HOLIDAYS) return tooMany();
  return { days };
}

const tooMany = (): Read => ({ faults: [{ fault: faultOf('tooManyDays', { most: MOST_HOLIDAYS }) }] });

async function readList(file: Uint8Array, now: Instant): Promise<Read> {
  const days: IsoDate[] = [];
  const faults: { fault: ImportFault; line: number }[] = [];
  for await (const item of readHolidayList(piecesOf(file), now)) {
    if (item.type === 'row') days.push(...daysFrom(item.row.from, item.row.to));
    else if (item.type === 'problem') faults.push({ fault: item, line: item.line });
    if (days.length > MOST_HOLIDAYS || faults.length > 20) break;
  }
  return faults.length > 0 ? { faults } : { days };
}

async function* piecesOf(file: Uint8Array): AsyncGenerator<Uint8Array> {
  yield await Promise.resolve(file);
}

function daysFrom(from: IsoDate, to: IsoDate): IsoDate[] {
  const length = Math.min(MOST_HOLIDAYS + 1, (Date.parse(to) - Date.parse(from)) / DAY + 1);
  return Array.from({ length }, (_, index) => dayAfter(from, index));
}

const dayAfter = (date: IsoDate, days: number): IsoDate =>
  new Date(Date.parse(date) + days * DAY).toISOString().slice(0, 10);

function readCalendar(text: string, now: Instant): Read {
  const year = new Date(now).getUTCFullYear();
  const span = { from: `${year - 1}-01-01`, to: `${year + YEARS_AHEAD}-12-31` };
  try {
    const components = ICAL.Component.fromString(text).getAllSubcomponents('vevent');
    const events = components.map((component) => new ICAL.Event(component, { exceptions: [] }));
    const exceptions = exceptionsIn(events);
    const days: IsoDate[] = [];
    let looks = 0;
    for (const event of events) {
      if (event.component.getFirstPropertyValue('status') === 'CANCELLED') continue;
      refuseDayThatIsNone(event);
      for (const first of firstDaysOf(event, exceptions.get(event.uid), span)) {
        if (++looks > MOST_LOOKS) return { faults: [{ fault: faultOf('tooOften', { most: MOST_LOOKS }) }] };
        days.push(...lasting(event, first).filter((day) => span.from <= day && day <= span.to));
        if (days.length > MOST_HOLIDAYS) return tooMany();
      }
    }
    return { days };
  } catch (error) {
    return { faults: [{ fault: error instanceof FileProblem ? error.fault : faultOf('noCalendar') }] };
  }
}

/** Occurrences that stand in an event of their own, moved or cancelled: their days by the event they are of. */
function exceptionsIn(events: readonly ICAL.Event[]): Map<string, Set<IsoDate>> {
  const exceptions = events.filter((event) => event.isRecurrenceException());
  const byEvent = grouped(exceptions, ({ uid }) => uid);
  return new Map(
    [...byEvent].map(([uid, moved]) => [
      uid,
      new Set(moved.map(({ recurrenceId }) => recurrenceId.toString().slice(0, 10))),
    ]),
  );
}

/** The library would read 31 February as a day in March. */
function refuseDayThatIsNone(event: ICAL.Event): void {
  const dates = event.component.getAllProperties().filter(({ type }) => type === 'date');
  const none = dates
    .flatMap((property) => property.getValues().map((read, at) => ({ read, said: property.jCal[3 + at] })))
    .find(({ read, said }) => String(read) !== said);
  if (none)
    throw new FileProblem(1, 'eventOnNoDay', { title: titleOf(event), day: shown(String(none.said)) });
}

const titleOf = ({ summary }: ICAL.Event): string => shown(String(summary ?? ''));

/** The first day of each occurrence, up to the end of the span; of what stands in an event of its own nothing. */
function* firstDaysOf(
  event: ICAL.Event,
  exceptions: ReadonlySet<IsoDate> | undefined,
  span: { to: IsoDate },
): Generator<IsoDate> {
  const { startDate } = event;
  if (!startDate?.isDate) throw new FileProblem(1, 'eventTimed', { title: titleOf(event) });
  const start = startDate.toString();
  if (!event.isRecurring() || event.isRecurrenceException()) return yield start;
  // The first occurrence counts also where only further days are listed.
  if (!event.component.hasProperty('rrule') && !exceptions?.has(start)) yield start;
  const iterator = event.iterator();
  for (let next = iterator.next()?.toString(); next && next <= span.to; next = iterator.next()?.toString())
    if (!exceptions?.has(next)) yield next;
}

function lasting(event: ICAL.Event, first: IsoDate): IsoDate[] {
  const length = Math.max(1, event.duration.toSeconds() / 86_400);
  return daysFrom(first, dayAfter(first, length - 1));
}
