import { differenceOf, wilson } from './interval.js';

describe('an interval', () => {
  it('is Wilson’s: 31 of 74, and where nobody or everybody counts', () => {
    const { share, low, high } = wilson(31, 74);
    expect(share).toBeCloseTo(0.4189, 4);
    expect(low).toBeCloseTo(0.3131, 3);
    expect(high).toBeCloseTo(0.5327, 3);
    expect(wilson(0, 20)).toMatchObject({ low: 0, high: expect.closeTo(0.1611, 3) });
    expect(wilson(20, 20)).toMatchObject({ low: expect.closeTo(0.8389, 3), high: 1 });
  });

  it('of a difference is Newcombe’s: his worked example of 56 of 70 against 48 of 80', () => {
    const { difference, low, high, withinNoise } = differenceOf(wilson(56, 70), wilson(48, 80));
    expect(difference).toBeCloseTo(0.2, 4);
    expect(low).toBeCloseTo(0.0524, 3);
    expect(high).toBeCloseTo(0.3339, 3);
    expect(withinNoise).toBe(false);
    expect(differenceOf(wilson(6, 14), wilson(5, 12)).withinNoise).toBe(true);
  });
});
