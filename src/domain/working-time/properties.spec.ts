import * as fc from '../testing/fast-check.js';
import { HOUR, type CalendarSlice, type Instant, type IsoDate, type Weekday } from '../time.js';
import {
  addWorkingDays,
  addWorkingTime,
  dueAt,
  isWorkingDay,
  localDate,
  nextSlot,
  outsideQuiet,
  rungSlot,
  workingDaysBetween,
} from './index.js';

const weekdays: readonly Weekday[] = ['SU', 'MO', 'TU', 'WE', 'TH', 'FR', 'SA'];
const first = Date.UTC(2026, 0, 1);

const dateAt = (days: number): IsoDate => new Date(first + days * 24 * HOUR).toISOString().slice(0, 10);
const date = fc.integer({ min: 0, max: 500 }).map(dateAt);
const instant = fc
  .integer({ min: first / 60_000, max: Date.UTC(2027, 0, 1) / 60_000 })
  .map((minute) => minute * 60_000);
const time = fc.integer({ min: 0, max: 95 }).map((quarter) => {
  const two = (n: number): string => String(n).padStart(2, '0');
  return `${two(Math.floor(quarter / 4))}:${two((quarter % 4) * 15)}`;
});
const span = fc
  .tuple(fc.integer({ min: 0, max: 480 }), fc.integer({ min: 0, max: 20 }))
  .map(([start, length]) => ({ from: dateAt(start), to: dateAt(start + length) }));
const absence = fc.tuple(span, fc.boolean()).map(([days, partDay]) => ({ ...days, partDay }));

const calendar: fc.Arbitrary<CalendarSlice> = fc.record({
  zone: fc.constantFrom(
    'Europe/Berlin',
    'America/New_York',
    'America/St_Johns',
    'Asia/Kathmandu',
    'Australia/Lord_Howe',
    'Pacific/Chatham',
    'Pacific/Kiritimati',
    'Pacific/Pago_Pago',
  ),
  week: fc.subarray([...weekdays], { minLength: 1 }),
  hours: fc.constantFrom(
    { from: '09:00', to: '18:00' },
    { from: '00:00', to: '06:00' },
    { from: '07:15', to: '23:45' },
  ),
  slot: time,
  quiet: fc.option(fc.record({ from: time, to: time })),
  holidays: fc.array(date, { maxLength: 12 }),
  absences: fc.array(absence, { maxLength: 6 }),
  blackouts: fc.array(span, { maxLength: 3 }),
});

const days = fc.integer({ min: 0, max: 60 });
const offset = fc.oneof(
  fc.integer({ min: -10, max: 10 }).map((n) => `${n < 0 ? '-' : ''}P${Math.abs(n)}D`),
  fc.constantFrom('P1W', '-P1W', 'PT0S', 'PT5H', '-PT5H', 'PT45M'),
);

/** Written anew on plain text, so that a mistake in the code is not repeated in what it is held against. */
function works(person: CalendarSlice, day: IsoDate): boolean {
  const within = ({ from, to }: { from: IsoDate; to: IsoDate }): boolean => from <= day && day <= to;
  return (
    person.week.includes(weekdays[new Date(day).getUTCDay()]!) &&
    !person.holidays.includes(day) &&
    !person.blackouts.some(within) &&
    !person.absences.some((one) => !one.partDay && within(one))
  );
}

const clocks = new Map<string, Intl.DateTimeFormat>();
function clockAt(zone: string, at: Instant): string {
  if (!clocks.has(zone)) {
    const shown = { timeZone: zone, hour: '2-digit', minute: '2-digit', hourCycle: 'h23' } as const;
    clocks.set(zone, new Intl.DateTimeFormat('en-GB', shown));
  }
  return clocks.get(zone)!.format(at);
}

function isQuiet({ zone, quiet }: CalendarSlice, at: Instant): boolean {
  if (!quiet || quiet.from === quiet.to) return false;
  const now = clockAt(zone, at);
  const { from, to } = quiet;
  return from < to ? from <= now && now < to : from <= now || now < to;
}

describe('working time, whoever and whenever', () => {
  it('takes the same days for working days as the words do', () => {
    fc.assert(fc.property(calendar, date, (person, day) => isWorkingDay(person, day) === works(person, day)));
  });

  it('is due on a working day, at the end of hours, and not before the anchor', () => {
    fc.assert(
      fc.property(calendar, instant, days, (person, anchor, n) => {
        const due = dueAt(anchor, `P${n}D`, 'working', person);
        if (due === null) return;
        expect(works(person, localDate(person.zone, due))).toBe(true);
        expect(clockAt(person.zone, due)).toBe(person.hours.to);
        expect(due).toBeGreaterThanOrEqual(anchor);
        if (n > 0) expect(workingDaysBetween(person, anchor, due)).toBe(n);
      }),
    );
  });

  it('is due strictly later for one day more', () => {
    fc.assert(
      fc.property(calendar, instant, fc.integer({ min: 1, max: 60 }), (person, anchor, n) => {
        const due = dueAt(anchor, `P${n}D`, 'working', person);
        const later = dueAt(anchor, `P${n + 1}D`, 'working', person);
        if (later !== null) expect(later).toBeGreaterThan(due!);
      }),
    );
  });

  it.each(['P0D', 'P10D', 'P2W', 'PT30H'])('is never due earlier for one absence more (%s)', (duration) => {
    fc.assert(
      fc.property(calendar, instant, absence, (person, anchor, more) => {
        const due = dueAt(anchor, duration, 'working', person);
        const later = dueAt(anchor, duration, 'working', { ...person, absences: [...person.absences, more] });
        if (due !== null && later !== null) expect(later).toBeGreaterThanOrEqual(due);
        if (due === null) expect(later).toBeNull();
      }),
    );
  });

  it('moves a due day by exactly the working days an absence takes from before it', () => {
    fc.assert(
      fc.property(calendar, date, fc.integer({ min: 1, max: 40 }), span, (person, start, n, away) => {
        const due = addWorkingDays(person, start, n);
        const later = addWorkingDays({ ...person, absences: [...person.absences, away] }, start, n);
        if (due === null || later === null) return;
        const lost = (day: IsoDate): boolean => away.from <= day && day <= away.to;
        let counted = 0;
        for (let at = Date.parse(start) + 24 * HOUR; at <= Date.parse(later); at += 24 * HOUR) {
          const day = new Date(at).toISOString().slice(0, 10);
          if (works(person, day) && !lost(day)) counted++;
        }
        expect(counted).toBe(n);
        expect(lost(later)).toBe(false);
      }),
    );
  });

  it('comes back over the same working days', () => {
    fc.assert(
      fc.property(calendar, date, days, (person, start, n) => {
        const there = isWorkingDay(person, start) ? addWorkingDays(person, start, n) : null;
        if (there !== null) expect(addWorkingDays(person, there, -n)).toBe(start);
      }),
    );
  });

  it('adds working time in one step as in two, and ends inside working hours', () => {
    const part = fc.integer({ min: 1, max: 40 * 60 }).map((minutes) => minutes * 60_000);
    fc.assert(
      fc.property(calendar, instant, part, part, (person, at, a, b) => {
        const middle = addWorkingTime(person, at, a);
        const end = middle && addWorkingTime(person, middle, b);
        expect(addWorkingTime(person, at, a + b)).toBe(end);
        if (end === null) return;
        expect(works(person, localDate(person.zone, end))).toBe(true);
        const now = clockAt(person.zone, end);
        expect(person.hours.from <= now && now <= person.hours.to).toBe(true);
      }),
    );
  });
});

describe('the moment of a message, whoever and whenever', () => {
  it('is outside quiet hours, at or after, and no minute later than it must be', () => {
    fc.assert(
      fc.property(calendar, instant, (person, at) => {
        const moment = outsideQuiet(person, at);
        expect(moment).toBeGreaterThanOrEqual(at);
        expect(isQuiet(person, moment)).toBe(false);
        for (let minute = at; minute < moment; minute += 60_000) {
          if (!isQuiet(person, minute)) throw new Error(`${new Date(minute).toISOString()} was free already`);
        }
      }),
    );
  });

  it('is a slot on a working day at or after, never in quiet hours', () => {
    fc.assert(
      fc.property(calendar, instant, (person, at) => {
        const slot = nextSlot(person, at);
        if (slot === null) return;
        expect(slot).toBeGreaterThanOrEqual(at);
        expect(works(person, localDate(person.zone, slot))).toBe(true);
        expect(isQuiet(person, slot)).toBe(false);
        expect(nextSlot(person, slot)).toBe(slot);
      }),
    );
  });

  it('of a rung is never in quiet hours, and not before the due instant for a positive offset', () => {
    const clock = fc.constantFrom('working' as const, 'calendar' as const);
    fc.assert(
      fc.property(calendar, calendar, instant, offset, clock, (owner, recipient, due, away, by) => {
        const slot = rungSlot({ due, offset: away, clock: by, owner, recipient });
        if (slot === null) return;
        expect(isQuiet(recipient, slot)).toBe(false);
        if (!away.startsWith('-') && !/^PT?0/.test(away)) expect(slot).toBeGreaterThanOrEqual(due);
        if (by === 'working' && !away.includes('T')) {
          expect(works(recipient, localDate(recipient.zone, slot))).toBe(true);
        }
      }),
      { numRuns: 500 },
    );
  });

  it('of a rung never moves back for a larger offset', () => {
    fc.assert(
      fc.property(
        calendar,
        calendar,
        instant,
        fc.integer({ min: 0, max: 20 }),
        (owner, recipient, due, n) => {
          const place = { due, clock: 'working' as const, owner, recipient };
          const sooner = rungSlot({ ...place, offset: `P${n}D` });
          const later = rungSlot({ ...place, offset: `P${n + 1}D` });
          if (sooner !== null && later !== null) expect(later).toBeGreaterThanOrEqual(sooner);
        },
      ),
    );
  });
});
