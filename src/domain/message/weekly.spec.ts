import * as fc from '../testing/fast-check.js';
import { berlin, told } from '../loop/testing/team.js';
import { calendarOf, isWorkingDay, localDate } from '../working-time/index.js';
import { noticeSlot, saysGoesOn } from './notice.js';
import { slotAfterDay, tellingSlot, weeklySlot } from './weekly.js';

const WEEKDAYS = ['MO', 'TU', 'WE', 'TH', 'FR', 'SA', 'SU'] as const;
const BERLIN = calendarOf({ zone: 'Europe/Berlin', holidays: ['2026-04-03', '2026-04-06'] });
const secondLine = { audience: 'secondLine' as const, fault: false, visits: [] };

describe('the weekly message', () => {
  it.each([
    ['is Monday’s', BERLIN, '2026-03-18T08:30', '2026-03-23 08:30'],
    ['is today’s on a Monday', BERLIN, '2026-03-23T08:30', '2026-03-23 08:30'],
    ['is Tuesday’s where Monday is a holiday', BERLIN, '2026-04-02T08:30', '2026-04-07 08:30'],
    [
      'is Sunday’s where people work until Thursday',
      calendarOf({ zone: 'Europe/Berlin', week: ['SU', 'MO', 'TU', 'WE', 'TH'] }),
      '2026-03-18T08:30',
      '2026-03-22 08:30',
    ],
    [
      'is Tuesday’s of somebody who begins on Tuesdays',
      calendarOf({ zone: 'Europe/Berlin', week: ['TU', 'WE', 'TH'] }),
      '2026-03-18T08:30',
      '2026-03-24 08:30',
    ],
    [
      'comes after a leave, on the first day back',
      calendarOf({ zone: 'Europe/Berlin', absences: [{ from: '2026-03-19', to: '2026-03-25' }] }),
      '2026-03-18T12:00',
      '2026-03-26 08:30',
    ],
  ])('%s', (_, calendar, at, expected) => {
    expect(told(weeklySlot(calendar, berlin(at)))).toBe(expected);
  });

  it('keeps to working days where its reader’s slot lies in their quiet hours', () => {
    // Sunday to Thursday, the slot in the evening: at 08:00, when their quiet hours end, never on the Friday after.
    const late = calendarOf({ zone: 'Europe/Berlin', week: ['SU', 'MO', 'TU', 'WE', 'TH'], slot: '19:00' });
    const back = { ...late, absences: [{ from: '2026-03-22', to: '2026-03-25' }] };
    expect(told(weeklySlot(back, berlin('2026-03-20T12:00')))).toBe('2026-03-26 08:00');
  });

  it('comes within a week and a day of theirs, on a working day, and never before it was asked for', () => {
    fc.assert(
      fc.property(
        fc.subarray([...WEEKDAYS], { minLength: 1 }),
        fc.nat(400 * 24 * 60).map((minutes) => berlin('2026-01-01T00:00') + minutes * 60_000),
        (week, at) => {
          const calendar = calendarOf({ zone: 'Europe/Berlin', week });
          const slot = weeklySlot(calendar, at)!;
          expect(slot).toBeGreaterThanOrEqual(at);
          expect(slot - at).toBeLessThanOrEqual(8 * 86_400_000);
          expect(isWorkingDay(calendar, localDate(calendar.zone, slot))).toBe(true);
        },
      ),
      { numRuns: 300 },
    );
  });
});

describe('what goes above the manager', () => {
  const wednesday = berlin('2026-03-18T08:30');

  it('waits for the second line’s week, unless the rep’s next visit is within five working days', () => {
    const at = (visit: string) =>
      told(
        tellingSlot(
          { ...secondLine, visits: [{ at: berlin(visit), knownAt: wednesday }] },
          wednesday,
          BERLIN,
        ),
      );
    expect(told(tellingSlot(secondLine, wednesday, BERLIN))).toBe('2026-03-23 08:30');
    expect(at('2026-03-25T10:00')).toBe('2026-03-18 08:30');
    expect(at('2026-03-27T10:00')).toBe('2026-03-20 08:30');
    expect(at('2026-04-20T10:00')).toBe('2026-03-23 08:30');
  });

  it('comes at the slot after a near visit was told of', () => {
    const visits = [{ at: berlin('2026-03-20T15:00'), knownAt: berlin('2026-03-18T11:00') }];
    expect(told(tellingSlot({ ...secondLine, visits }, wednesday, BERLIN))).toBe('2026-03-19 08:30');
  });

  it('reaches program owner and sponsor weekly, a fault in the data on its day', () => {
    for (const audience of ['programOwner', 'sponsor'] as const) {
      expect(told(tellingSlot({ ...secondLine, audience }, wednesday, BERLIN))).toBe('2026-03-23 08:30');
      expect(tellingSlot({ ...secondLine, audience, fault: true }, wednesday, BERLIN)).toBe(wednesday);
    }
  });

  it('holds neither manager nor rep', () => {
    for (const audience of ['manager', 'rep'] as const)
      expect(tellingSlot({ ...secondLine, audience }, wednesday, BERLIN)).toBe(wednesday);
  });

  it('is announced on the working day before, over a weekend too', () => {
    expect(told(noticeSlot(berlin('2026-03-23T08:30'), BERLIN))).toBe('2026-03-20 08:30');
    expect(saysGoesOn(berlin('2026-03-18T08:30'), berlin('2026-03-23T08:30'), BERLIN)).toBe(false);
    expect(saysGoesOn(berlin('2026-03-20T09:10'), berlin('2026-03-23T08:30'), BERLIN)).toBe(true);
  });

  it('is not announced to somebody who is away until then', () => {
    const away = calendarOf({ zone: 'Europe/Berlin', absences: [{ from: '2025-01-01', to: '2026-03-22' }] });
    expect(noticeSlot(berlin('2026-03-23T08:30'), away)).toBeNull();
  });
});

it('the next day’s slot is on a later day, whatever the hour', () => {
  expect(told(slotAfterDay(BERLIN, berlin('2026-03-18T00:10')))).toBe('2026-03-19 08:30');
  expect(told(slotAfterDay(BERLIN, berlin('2026-04-02T23:50')))).toBe('2026-04-07 08:30');
});
