import { pulseDay, pulseSlot } from './pulse.js';
import { calendarOf } from './working-time/index.js';

const BERLIN = calendarOf({ zone: 'Europe/Berlin' });
const MAY = Date.parse('2026-05-01T00:00Z');
const about = { repId: 'ana', capabilityId: 'objections', since: Date.parse('2026-03-02T17:00Z') };

describe('the monthly question', () => {
  it('comes once a month at a slot of the rep’s, on a day of its own', () => {
    const slot = pulseSlot(about, '2026-05', BERLIN, MAY)!;
    const told = new Date(slot).toISOString();
    expect(told).toMatch(/^2026-05-\d\dT06:30:00.000Z$/);
    expect(pulseSlot(about, '2026-05', BERLIN, MAY)).toBe(slot);
    expect([1, 2, 3, 4, 5]).toContain(new Date(slot).getUTCDay());
  });

  it('is spread over the month: no day asks more than twice its share', () => {
    const days = Array.from({ length: 2_100 }, (_, rep) => pulseDay(`rep-${rep}`, 'objections', '2026-05'));
    const counts = new Map<number, number>();
    for (const day of days) counts.set(day, (counts.get(day) ?? 0) + 1);
    expect(counts.size).toBe(21);
    expect(Math.max(...counts.values())).toBeLessThan(200);
  });

  it('waits until the rep is back, and is left out of a month without a day of theirs', () => {
    const away = (to: string) => ({ ...BERLIN, absences: [{ from: '2026-05-01', to }] });
    expect(new Date(pulseSlot(about, '2026-05', away('2026-05-25'), MAY)!).toISOString()).toBe(
      '2026-05-26T06:30:00.000Z',
    );
    expect(pulseSlot(about, '2026-05', away('2026-06-02'), MAY)).toBeNull();
  });

  it('asks about four weeks only once there were four', () => {
    expect(pulseSlot(about, '2026-03', BERLIN, 0)).toBeNull();
  });
});
