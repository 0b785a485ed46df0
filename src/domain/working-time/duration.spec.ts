import { HOUR, MINUTE, SECOND } from '../time.js';
import { isDuration, parseDuration } from './duration.js';

describe('a duration', () => {
  it.each([
    ['P10D', { sign: 1, weeks: 0, days: 10, ms: 0, exact: false }],
    ['P2W', { sign: 1, weeks: 2, days: 0, ms: 0, exact: false }],
    ['P1W2D', { sign: 1, weeks: 1, days: 2, ms: 0, exact: false }],
    ['-P3D', { sign: -1, weeks: 0, days: 3, ms: 0, exact: false }],
    ['+P2D', { sign: 1, weeks: 0, days: 2, ms: 0, exact: false }],
    ['PT1H30M5S', { sign: 1, weeks: 0, days: 0, ms: HOUR + 30 * MINUTE + 5 * SECOND, exact: true }],
    ['-PT90M', { sign: -1, weeks: 0, days: 0, ms: 90 * MINUTE, exact: true }],
    ['P0D', { sign: 1, weeks: 0, days: 0, ms: 0, exact: false }],
    ['PT0S', { sign: 1, weeks: 0, days: 0, ms: 0, exact: true }],
  ])('%s is read', (text, expected) => {
    expect(parseDuration(text)).toEqual(expected);
    expect(isDuration(text)).toBe(true);
  });

  it.each([
    ['P1DT2H', /mixes days with hours/],
    ['P1WT0S', /mixes days with hours/],
    ['P1M', /months or years.*write weeks or days/],
    ['P1Y2D', /months or years/],
    ['P', /names no length/],
    ['PT', /names no length/],
    ['ten days', /is not a duration: write e\.g\. P10D/],
    ['P1.5D', /is not a duration/],
    ['P-3D', /is not a duration/],
    ['p10d', /is not a duration/],
    ['', /is not a duration/],
    ['P40000D', /longer than a hundred years/],
  ])('%j is refused in words that help', (text, message) => {
    expect(() => parseDuration(text)).toThrow(RangeError);
    expect(() => parseDuration(text)).toThrow(message);
    expect(isDuration(text)).toBe(false);
  });
});
