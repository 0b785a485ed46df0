import { Temporal } from 'temporal-polyfill';
import type { Instant, IsoDate, LocalTime } from '../time.js';
import { DAY_MS, dateOf, dayOf, timeOfDay, type Day } from './days.js';
import { remembered } from './memo.js';

/** What a clock on the wall reads, as milliseconds since 1970-01-01T00:00 on that same clock. */
type Wall = number;

/** A UTC day on which the zone's offset changes. */
interface Change {
  at: Instant;
  before: number;
  after: number;
}

/**
 * One time zone. Temporal knows its rules; what it says is kept per UTC day, since asking it anew for every
 * instant costs a hundred times as much.
 */
export class Zone {
  private readonly offsetsOn = remembered<Day, number | Change>(40_000, (day) => this.readDay(day));

  constructor(private readonly name: string) {
    try {
      this.ask(0);
    } catch {
      throw new RangeError(`"${name}" is not a known time zone: write an IANA name, e.g. Europe/Berlin.`);
    }
  }

  wallAt(at: Instant): Wall {
    return at + this.offsetAt(at);
  }

  dayAt(at: Instant): Day {
    return Math.floor(this.wallAt(at) / DAY_MS);
  }

  /** The first instant at which the wall reads so; a reading that a clock change skips moves on by the gap. */
  instantOf(wall: Wall): Instant {
    const { before, after } = this.around(wall);
    const early = wall - before;
    if (before === after || this.offsetAt(early) === before) return early;
    const late = wall - after;
    return this.offsetAt(late) === after ? late : early;
  }

  /** The first instant from `from` on at which the wall reads so or, where that is skipped, has passed it. */
  reaches(wall: Wall, from: Instant): Instant {
    const { before, after } = this.around(wall);
    const early = wall - before;
    const late = wall - after;
    if (this.offsetAt(early) === before && early >= from) return early;
    if (this.offsetAt(late) === after) return late;
    return this.ask(late).getTimeZoneTransition('next')!.epochMilliseconds;
  }

  /** The offsets a day to either side: all that a reading can mean, as offsets change seldom. */
  private around(wall: Wall): { before: number; after: number } {
    return { before: this.offsetAt(wall - DAY_MS), after: this.offsetAt(wall + DAY_MS) };
  }

  private offsetAt(at: Instant): number {
    const known = this.offsetsOn(Math.floor(at / DAY_MS));
    if (typeof known === 'number') return known;
    return at < known.at ? known.before : known.after;
  }

  private readDay(day: Day): number | Change {
    const first = this.ask(day * DAY_MS);
    const before = offsetOf(first);
    const after = offsetOf(this.ask((day + 1) * DAY_MS - 1));
    if (before === after) return before;
    return { at: first.getTimeZoneTransition('next')!.epochMilliseconds, before, after };
  }

  private ask(at: Instant): Temporal.ZonedDateTime {
    return Temporal.Instant.fromEpochMilliseconds(at).toZonedDateTimeISO(this.name);
  }
}

const offsetOf = (moment: Temporal.ZonedDateTime): number => moment.offsetNanoseconds / 1e6;

/** The zone of an IANA name. Throws a RangeError for an unknown one. */
export const zoneOf: (name: string) => Zone = remembered(1_000, (name) => new Zone(name));

/** The local calendar day of an instant. */
export const localDate = (zone: string, at: Instant): IsoDate => dateOf(zoneOf(zone).dayAt(at));

/** A local reading as an instant: the first of two where clocks go back, moved on by the gap where it is skipped. */
export const atLocal = (zone: string, date: IsoDate, time: LocalTime): Instant =>
  zoneOf(zone).instantOf(dayOf(date) * DAY_MS + timeOfDay(time));
