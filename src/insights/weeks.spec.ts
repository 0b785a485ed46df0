import { closesMonth, lastClosed, monthOf, monthsEnd, nextMonthsEnd, weekOf, weeksBetween } from './weeks.js';

const at = (iso: string): number => Date.parse(iso);

describe('a week', () => {
  it('goes from Monday to Sunday in UTC', () => {
    expect(weekOf(at('2026-03-02T00:00:00Z'))).toBe('2026-03-02');
    expect(weekOf(at('2026-03-08T23:59:59.999Z'))).toBe('2026-03-02');
    expect(weekOf(at('2026-03-09T00:00:00Z'))).toBe('2026-03-09');
    expect(weekOf(at('1969-12-31T12:00:00Z'))).toBe('1969-12-29');
    expect(lastClosed(at('2026-03-09T00:00:00Z'))).toBe('2026-03-02');
  });

  it('belongs to the month of its Thursday, so that a month is made of whole weeks', () => {
    expect(monthOf('2026-03-30')).toBe('2026-04');
    expect(monthOf('2026-12-28')).toBe('2026-12');
    expect(monthsEnd('2026-03-02')).toBe('2026-03-23');
    expect(closesMonth('2026-03-23')).toBe(true);
    expect(nextMonthsEnd('2026-03-02')).toBe('2026-04-27');
    const year = weeksBetween('2025-12-29', '2026-12-28');
    expect(year.filter(closesMonth)).toHaveLength(12);
  });
});
