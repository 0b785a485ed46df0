import { mondayOf, moveDates, weeksBefore } from './moved-dates.js';

describe('the dates of the sample', () => {
  const monday = Date.parse('2027-06-14');

  it('are laid around the Monday of this week, at any hour of any day of it', () => {
    for (const time of ['2027-06-14T00:00Z', '2027-06-16T12:00Z', '2027-06-20T23:59Z'])
      expect(mondayOf(Date.parse(time))).toBe(monday);
  });

  it('keep their weekdays, their times and everything around them', () => {
    const file = 'R001,2026-03-02,80\nR002,2026-03-24T14:00+01:00,P2026-1\n';

    expect(moveDates(file, '2026-03-02', weeksBefore(monday, 16))).toBe(
      'R001,2027-02-22,80\nR002,2027-03-16T14:00+01:00,P2026-1\n',
    );
  });
});
