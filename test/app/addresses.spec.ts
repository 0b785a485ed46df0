import { parseSearch, stringifySearch } from '../../web/src/frame/plain-search.js';

describe('what stands behind the question mark of an address', () => {
  it('is written as one would by hand, and read as it was written', () => {
    const search = { stalled: 'true', region: 'São Paulo & Rio', q: '"Ana"', asOf: '2026-03-09' };
    expect(stringifySearch({ stalled: 'true', q: undefined })).toBe('?stalled=true');
    expect(stringifySearch({})).toBe('');
    expect(parseSearch(stringifySearch(search))).toEqual(search);
  });

  it('is also read where it was kept with quotes', () => {
    expect(parseSearch('?stalled=%22true%22&week=2026-03-09')).toEqual({
      stalled: 'true',
      week: '2026-03-09',
    });
  });
});
