import type { CalendarSlice } from '../time.js';
import {
  addWorkingDays,
  addWorkingTime,
  calendarDefaults,
  calendarOf,
  dueAt,
  endOfWorkingDay,
  isWorkingDay,
  workingDayOnOrAfter,
  workingDaysBetween,
} from './index.js';

const berlin = (known: Partial<CalendarSlice> = {}): CalendarSlice =>
  calendarOf({ zone: 'Europe/Berlin', ...known });
const easter = berlin({ holidays: ['2026-04-03', '2026-04-06'] });
const at = Date.parse;

describe('a calendar', () => {
  it('fills in what is not named, and keeps what is', () => {
    expect(calendarOf({ zone: 'UTC', slot: '10:00', week: undefined })).toEqual({
      ...calendarDefaults,
      zone: 'UTC',
      slot: '10:00',
    });
    expect(calendarOf({ zone: 'UTC', quiet: null }).quiet).toBeNull();
  });

  it('refuses working hours, absences and dates that cannot be', () => {
    const monday = '2026-03-16';
    const ask = (known: Partial<CalendarSlice>) => () => isWorkingDay(berlin(known), monday);
    expect(ask({ hours: { from: '18:00', to: '09:00' } })).toThrow(
      'Working hours from 18:00 to 09:00 end before they begin',
    );
    expect(ask({ absences: [{ from: '2026-03-20', to: '2026-03-16' }] })).toThrow(
      'The days from 2026-03-20 to 2026-03-16 end before they begin',
    );
    expect(ask({ holidays: ['2026-13-01'] })).toThrow('"2026-13-01" is not a day of the calendar');
  });

  it('sees a change of absences in a slice derived from another', () => {
    const away = berlin({ absences: [{ from: '2026-03-16', to: '2026-03-16' }] });
    expect(isWorkingDay(away, '2026-03-16')).toBe(false);
    expect(isWorkingDay({ ...away, absences: [] }, '2026-03-16')).toBe(true);
  });
});

describe('a working day', () => {
  it('is in the week, no holiday, no blackout and no whole-day absence', () => {
    const calendar = berlin({
      week: ['MO', 'TU', 'WE', 'TH'],
      holidays: ['2026-03-16'],
      blackouts: [{ from: '2026-03-17', to: '2026-03-17' }],
      absences: [
        { from: '2026-03-18', to: '2026-03-18' },
        { from: '2026-03-19', to: '2026-03-19', partDay: true },
      ],
    });
    const days = ['2026-03-16', '2026-03-17', '2026-03-18', '2026-03-19', '2026-03-20', '2026-03-23'];
    expect(days.filter((day) => isWorkingDay(calendar, day))).toEqual(['2026-03-19', '2026-03-23']);
  });

  it('is found on the date itself or after it', () => {
    expect(workingDayOnOrAfter(easter, '2026-04-02')).toBe('2026-04-02');
    expect(workingDayOnOrAfter(easter, '2026-04-03')).toBe('2026-04-07');
    expect(workingDayOnOrAfter(berlin({ week: [] }), '2026-04-03')).toBeNull();
  });

  it('is counted forward and back; zero stays where it is', () => {
    expect(addWorkingDays(easter, '2026-04-02', 1)).toBe('2026-04-07');
    expect(addWorkingDays(easter, '2026-04-07', -1)).toBe('2026-04-02');
    expect(addWorkingDays(easter, '2026-04-05', 0)).toBe('2026-04-05');
    expect(addWorkingDays(berlin({ week: [] }), '2026-04-05', -1)).toBeNull();
  });

  it('ends with working hours, on either side of a clock change', () => {
    expect(endOfWorkingDay(easter, '2026-03-27')).toBe(at('2026-03-27T17:00:00Z'));
    expect(endOfWorkingDay(easter, '2026-03-30')).toBe(at('2026-03-30T16:00:00Z'));
  });
});

describe('working days between two instants', () => {
  it('leaves out the first local day and takes in the last', () => {
    expect(workingDaysBetween(easter, at('2026-04-02T10:00:00Z'), at('2026-04-02T15:00:00Z'))).toBe(0);
    expect(workingDaysBetween(easter, at('2026-04-02T10:00:00Z'), at('2026-04-07T05:00:00Z'))).toBe(1);
    // 22:30 in UTC is past midnight in Berlin: the 7th has begun.
    expect(workingDaysBetween(easter, at('2026-04-02T10:00:00Z'), at('2026-04-06T22:30:00Z'))).toBe(1);
  });

  it('is none backwards', () => {
    expect(workingDaysBetween(easter, at('2026-04-09T10:00:00Z'), at('2026-04-07T10:00:00Z'))).toBe(0);
  });
});

describe('what lies before its beginning', () => {
  it('is refused', () => {
    expect(() => dueAt(0, '-P3D', 'working', easter)).toThrow(
      '"-P3D" is negative: something is due after its anchor',
    );
    expect(() => addWorkingTime(easter, 0, -1)).toThrow('expected zero or more, got -1 ms');
  });
});
