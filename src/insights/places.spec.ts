import { DIMENSIONS, type Place, type Row } from '../access/suppression.js';
import { KPIS } from './catalogue.js';
import { figureOf } from './figures.js';
import { placesOf } from './places.js';

const place = (region: string | null, given: Partial<Place> = {}): Place => ({
  ...(Object.fromEntries(DIMENSIONS.map((one) => [one, null])) as Place),
  region,
  ...given,
});
const row = (region: string, of: number, stalled: number, answers = {}, given: Partial<Place> = {}): Row => ({
  place: place(region, given),
  regions: [region],
  reps: of,
  figure: { of, parts: { stalled, notStalled: of - stalled }, answers },
});
const adopted = (region: string, of: number, count: number): Row => ({
  ...row(region, of, 0),
  figure: { of, parts: { adopted: count, notYet: of - count }, answers: {} },
});

describe('where to intervene', () => {
  const tables = {
    capabilityId: 'id',
    capability: 'objections',
    stalls: [
      row('Italy', 74, 31, { noVisitPlanned: 24 }),
      row('Iberia', 100, 15),
      row('France', 88, 12),
      row('Nordics', 40, 8),
    ],
    standing: [
      adopted('Italy', 74, 10),
      adopted('Iberia', 100, 30),
      adopted('France', 88, 60),
      adopted('Nordics', 40, 12),
    ],
    stallsBefore: [row('Italy', 74, 30), row('France', 88, 33)],
  };
  const { intervene, works } = placesOf([tables]);

  it('names the surest difference first, with why and who can help', () => {
    expect(intervene[0]).toMatchObject({
      region: 'Italy',
      because: 'stalledAboveRest',
      figure: { share: { numerator: 31, denominator: 74 } },
      against: { share: { numerator: 35, denominator: 228 } },
      difference: { withinNoise: false },
      reasons: [{ reason: 'noVisitPlanned', count: 24, clearer: 'manager', nextStep: 'planVisit' }],
    });
    expect(intervene.slice(1).every(({ difference }) => difference.withinNoise)).toBe(true);
  });

  it('says what works: more adopted than elsewhere, or fewer stalled than before', () => {
    const [france, ...others] = works;
    expect(france).toMatchObject({ region: 'France', also: [{ against: expect.anything() as unknown }] });
    expect([france!, ...france!.also].map(({ because }) => because).sort()).toEqual([
      'adoptedAboveRest',
      'stalledFell',
    ]);
    expect(others.map(({ region }) => region)).not.toContain('France');
  });

  it('calls nothing working where one is to intervene', () => {
    // More have adopted it in Italy than elsewhere, while more wait too long as well.
    const standing = [adopted('Italy', 74, 60), ...tables.standing.slice(1)];
    const both = placesOf([{ ...tables, standing }]);
    expect(both.intervene.map(({ region }) => region)).toContain('Italy');
    expect(both.works.map(({ region }) => region)).not.toContain('Italy');
  });

  it('names a place once, the surest first and what else is said of it beside', () => {
    expect(intervene[0]).toMatchObject({ region: 'Italy', also: [{ because: 'stalledRose' }] });
    expect(intervene.filter(({ region }) => region === 'Italy')).toHaveLength(1);
  });
});

describe('a figure over rows', () => {
  const rows = [
    row('Italy', 20, 8, {}, { cohort: '2026-03' }),
    row('Italy', 14, 6, {}, { cohort: null }),
    row('France', 12, 5, {}, { cohort: '2026-04' }),
    { ...row('France', 9, 0, {}, { cohort: '2026-03' }), figure: { suppressed: 'wouldRevealFew' as const } },
  ];

  it('adds up what is shown, and counts who is left out beside it', () => {
    expect(figureOf(rows, KPIS.stalled)).toMatchObject({
      share: { numerator: 19, denominator: 46 },
      leftOut: { mixed: 0, suppressed: 9, untold: 0 },
    });
    expect(figureOf(rows, KPIS.stalled, { cohort: '2026-03' })).toMatchObject({
      share: { numerator: 8, denominator: 20 },
      leftOut: { mixed: 14, suppressed: 9 },
    });
    expect(figureOf(rows, KPIS.stalled, { region: 'Spain' })).toMatchObject({
      share: null,
      suppressed: null,
    });
  });
});

describe('what rose or fell', () => {
  const now = row('Italy', 71, 40);
  const hidden: Row = {
    ...row('Italy', 0, 0, {}, { function: 'medical' }),
    reps: 33,
    figure: { suppressed: 'tooFewReps' },
  };
  const said = (stalls: Row[], stallsBefore: Row[]): string[] =>
    placesOf([
      { capabilityId: 'id', capability: 'objections', stalls, standing: [], stallsBefore },
    ]).intervene.map(({ because }) => because);

  it('is said of the same people, whoever came or ended since', () => {
    expect(said([now], [row('Italy', 71, 20)])).toEqual(['stalledRose']);
    expect(said([now], [row('Italy', 104, 30)])).toEqual(['stalledRose']);
    expect(said([now, hidden], [row('Italy', 60, 15)])).toEqual(['stalledRose']);
  });

  it('and not where many of them are too few to show by now, or were then', () => {
    expect(said([now, hidden], [row('Italy', 104, 30)])).toEqual([]);
    expect(said([row('Italy', 104, 60)], [row('Italy', 71, 20), hidden])).toEqual([]);
  });
});
