import * as fc from '../testing/fast-check.js';
import { Temporal } from 'temporal-polyfill';
import { atLocal, localDate } from './zone.js';

const zones = [
  'UTC',
  'Europe/Berlin',
  'America/New_York',
  'America/St_Johns',
  'Africa/Casablanca',
  'Africa/Cairo',
  'Asia/Kathmandu',
  'Asia/Beirut',
  'Australia/Lord_Howe',
  'Pacific/Chatham',
  'Pacific/Kiritimati',
  'Pacific/Pago_Pago',
];

const zone = fc.constantFrom(...zones);
const minute = fc.integer({ min: Date.UTC(2015, 0, 1) / 60_000, max: Date.UTC(2035, 0, 1) / 60_000 });

/** Minutes of any year, half of them within a day of a clock change of the zone, where the mistakes are. */
const placeAndMinute = fc
  .tuple(zone, minute, fc.boolean(), fc.integer({ min: -1500, max: 1500 }))
  .map(([name, any, nearChange, distance]): [string, number] => {
    const change =
      nearChange &&
      Temporal.Instant.fromEpochMilliseconds(any * 60_000)
        .toZonedDateTimeISO(name)
        .getTimeZoneTransition('next');
    return [name, change ? change.epochMilliseconds / 60_000 + distance : any];
  });

describe('a zone', () => {
  it('says the same local date as Temporal', () => {
    fc.assert(
      fc.property(placeAndMinute, ([name, minutes]) => {
        const moment = Temporal.Instant.fromEpochMilliseconds(minutes * 60_000);
        expect(localDate(name, minutes * 60_000)).toBe(
          moment.toZonedDateTimeISO(name).toPlainDate().toString(),
        );
      }),
      { numRuns: 1_000 },
    );
  });

  it('finds the same instant of a local reading as Temporal, skipped and repeated hours included', () => {
    fc.assert(
      fc.property(placeAndMinute, ([name, minutes]) => {
        // The minutes are taken as a reading of the wall, shifted so that it stays near the change.
        const offset = Temporal.Instant.fromEpochMilliseconds(minutes * 60_000).toZonedDateTimeISO(
          name,
        ).offsetNanoseconds;
        const [date, time] = new Date(minutes * 60_000 + offset / 1e6 + 1_800_000)
          .toISOString()
          .split(/[TZ.]/);
        const expected = Temporal.PlainDateTime.from(`${date}T${time}`).toZonedDateTime(name, {
          disambiguation: 'compatible',
        });
        expect(atLocal(name, date!, time!)).toBe(expected.epochMilliseconds);
      }),
      { numRuns: 1_000 },
    );
  });

  it('moves a skipped time on by the gap and takes the first of two', () => {
    expect(atLocal('Europe/Berlin', '2026-03-29', '02:30')).toBe(Date.parse('2026-03-29T01:30:00Z'));
    expect(atLocal('Europe/Berlin', '2026-10-25', '02:30')).toBe(Date.parse('2026-10-25T00:30:00Z'));
  });

  it('says what is wrong with an unknown zone, an impossible date or time', () => {
    expect(() => localDate('Europe/Munich', 0)).toThrow(
      '"Europe/Munich" is not a known time zone: write an IANA name',
    );
    expect(() => atLocal('UTC', '2026-02-30', '08:30')).toThrow('"2026-02-30" is not a day of the calendar');
    expect(() => atLocal('UTC', '16.03.2026', '08:30')).toThrow('"16.03.2026" is not a day of the calendar');
    expect(() => atLocal('UTC', '2026-03-16', '24:30')).toThrow('"24:30" is not a time of day');
  });
});
