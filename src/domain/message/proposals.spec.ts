import { calendarOf } from '../working-time/index.js';
import { proposedVisits } from './proposals.js';

const berlin = (text: string): number => Date.parse(`${text}:00+01:00`);
const said = (instants: number[]): string[] => instants.map((at) => new Date(at).toISOString().slice(0, 16));

describe('days proposed for a visit', () => {
  const rep = calendarOf({ zone: 'Europe/Berlin', absences: [{ from: '2026-03-19', to: '2026-03-19' }] });
  const coach = calendarOf({ zone: 'Europe/Berlin', blackouts: [{ from: '2026-03-20', to: '2026-03-20' }] });
  const now = berlin('2026-03-17T08:30');

  it('are the next three on which both are at work, never today', () => {
    expect(said(proposedVisits(rep, coach, [], now))).toEqual([
      '2026-03-18T09:00',
      '2026-03-23T09:00',
      '2026-03-24T09:00',
    ]);
  });

  it('are at the hour at which the coach is usually in the field', () => {
    const past = ['2026-03-02T14:30', '2026-02-03T13:45', '2025-07-01T09:15'].map(berlin);
    expect(said(proposedVisits(rep, coach, past, now))[0]).toBe('2026-03-18T12:45');
  });

  it('are on days that both call by their own name', () => {
    const riyadh = calendarOf({ zone: 'Asia/Riyadh', week: ['SU', 'MO', 'TU', 'WE', 'TH'] });
    expect(said(proposedVisits(riyadh, coach, [], berlin('2026-03-19T08:30')))).toEqual([
      '2026-03-23T09:00',
      '2026-03-24T09:00',
      '2026-03-25T09:00',
    ]);
  });

  it('are none where the two are never there together', () => {
    const never = calendarOf({
      zone: 'Europe/Berlin',
      absences: [{ from: '2026-01-01', to: '2026-12-31' }],
    });
    expect(proposedVisits(never, coach, [], now)).toEqual([]);
  });
});
