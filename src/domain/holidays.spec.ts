import { holidaysWithin, isSubdivisionOf, placesOf } from './holidays.js';

const years = { first: 2026, last: 2027 };
const library = ['2026-01-01', '2026-05-01', '2027-01-01', '2027-05-01'];

describe('the holidays of a person', () => {
  it('are the library’s where the organisation says nothing', () => {
    expect(holidaysWithin(years, library, [])).toEqual(library);
  });

  it('are the library’s and the organisation’s where its calendar adds', () => {
    const own = [{ mode: 'adds' as const, days: ['2026-12-24', '2026-05-01'] }];
    expect(holidaysWithin(years, library, own)).toEqual([
      '2026-01-01',
      '2026-05-01',
      '2026-12-24',
      '2027-01-01',
      '2027-05-01',
    ]);
  });

  it('are the organisation’s alone in the years of a calendar that replaces, and the library’s once it has run out', () => {
    const own = [{ mode: 'replaces' as const, days: ['2026-08-15'] }];
    expect(holidaysWithin(years, library, own)).toEqual(['2026-08-15', '2027-01-01', '2027-05-01']);
  });

  it('hold only the years that were asked for', () => {
    expect(holidaysWithin(years, [], [{ mode: 'adds', days: ['2025-12-24', '2028-12-24'] }])).toEqual([]);
  });

  it('come from everywhere, the country and the subdivision', () => {
    expect(placesOf('DE', null)).toEqual(['*', 'DE']);
    expect(placesOf('DE', 'DE-BY')).toEqual(['*', 'DE', 'DE-BY']);
    expect(isSubdivisionOf('DE-BY', 'DE')).toBe(true);
    expect(isSubdivisionOf('DE-BY', 'AT')).toBe(false);
  });
});
