import * as fc from '../domain/testing/fast-check.js';
import { inRegion, type Row } from '../access/suppression.js';
import { KPIS } from './catalogue.js';
import { answersOf, figureOf, fits } from './figures.js';
import { sumsFor, sumsOf } from './summary.js';

const figure = fc.oneof(
  fc.constantFrom({ suppressed: 'tooFewReps' as const }, { suppressed: 'wouldRevealFew' as const }),
  fc
    .record({
      sustain: fc.integer({ min: 0, max: 9 }),
      completed: fc.integer({ min: 0, max: 9 }),
      notYet: fc.integer({ min: 5, max: 40 }),
      told: fc.subarray(['sustain', 'completed']),
    })
    .map(({ sustain, completed, notYet, told }) => ({
      of: sustain + completed + notYet,
      parts: { adopted: sustain + completed, notYet },
      answers: Object.fromEntries(told.map((name) => [name, name === 'sustain' ? sustain : completed])),
    })),
);
const row: fc.Arbitrary<Row> = fc
  .record({
    region: fc.constantFrom('North', 'South', null),
    function: fc.constantFrom('commercial', 'medical', null),
    market: fc.constantFrom('DE North', null),
    reps: fc.integer({ min: 5, max: 50 }),
    figure,
  })
  .map(({ reps, figure: told, ...place }) => ({
    place: { ...inRegion(''), ...place },
    regions: place.region === null ? ['East', 'North'] : [place.region],
    reps,
    figure: told,
  }));

/** Several rows are few, and whoever asks by region and function is answered the same. */
describe('the summary of a published table', () => {
  it('answers as the table does, whatever is cut by region and function', () => {
    fc.assert(
      fc.property(fc.array(row, { maxLength: 40 }), (rows) => {
        const { summary } = sumsOf(rows);
        for (const region of [{}, { region: 'North' }, { region: 'East' }, { region: 'West' }])
          for (const function_ of [{}, { function: 'medical' }]) {
            const filter = { ...region, ...function_ };
            for (const kpi of ['adopted', 'sustained'] as const)
              expect(figureOf(summary, KPIS[kpi], filter)).toEqual(figureOf(rows, KPIS[kpi], filter));
            expect(answersOf(summary, filter)).toEqual(answersOf(rows, filter));
            const elsewhere = (all: readonly Row[]) => all.filter((one) => fits(one, filter) === 'not');
            expect(figureOf(elsewhere(summary), KPIS.adopted)).toEqual(
              figureOf(elsewhere(rows), KPIS.adopted),
            );
          }
      }),
    );
  });

  it('has in place of answers parts alone for a figure that is a sum of them, whatever it is cut by', () => {
    fc.assert(
      fc.property(fc.array(row, { maxLength: 40 }), (rows) => {
        const sums = sumsOf(rows);
        for (const filter of [{}, { region: 'North' }, { region: 'East' }, { function: 'medical' }]) {
          const look = { by: Object.keys(filter) as ('region' | 'function')[], of: KPIS.adopted };
          const few = sums[sumsFor(look)!];
          expect(figureOf(few, KPIS.adopted, filter)).toEqual(figureOf(rows, KPIS.adopted, filter));
        }
        expect(sums.whole.length).toBeLessThanOrEqual(3);
      }),
    );
    expect(sumsFor({ of: KPIS.adopted })).toBe('whole');
    expect(sumsFor({ by: ['region'], of: KPIS.adopted })).toBe('parts');
    expect(sumsFor({ by: ['region'], of: KPIS.sustained })).toBe('summary');
    expect(sumsFor({ by: ['region'] })).toBe('summary');
    expect(sumsFor({ by: ['region', 'cohort'], of: KPIS.adopted })).toBeNull();
  });

  it('adds up what differs in nothing that is asked, and keeps apart what tells other answers', () => {
    const told = (market: string, answers: Record<string, number>): Row => ({
      place: { ...inRegion('North'), market },
      regions: ['North'],
      reps: 10,
      figure: { of: 10, parts: { adopted: 6, notYet: 4 }, answers },
    });
    const rows = [told('one', { sustain: 6 }), told('two', { sustain: 5 }), told('three', {})];
    expect(sumsOf(rows).summary).toMatchObject([
      { place: { region: 'North', market: null }, reps: 20, figure: { of: 20, answers: { sustain: 11 } } },
      { reps: 10, figure: { of: 10, answers: {} } },
    ]);
  });
});
