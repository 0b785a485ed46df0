import * as fc from '../domain/testing/fast-check.js';
import {
  commonPlace,
  DIMENSIONS,
  FLOOR,
  isSuppressed,
  split,
  tableOf,
  type Counting,
  type Place,
  type Question,
  type Row,
  type Split,
} from './suppression.js';

const moves: Question = { parts: { yes: ['yes'], no: ['no', 'later'] }, aboutCoaching: true };
const THREE = ['Lena', 'Tom', 'Eva'];
const place = (given: Partial<Place> = {}): Place => ({
  ...(Object.fromEntries(DIMENSIONS.map((dimension) => [dimension, ''])) as Place),
  region: 'South',
  ...given,
});

let made = 0;
const counting = (
  counts: Record<string, number>,
  {
    managers = THREE,
    now = managers,
    thresholds = FLOOR,
    ...given
  }: Partial<Place> & {
    managers?: string[];
    now?: string[];
    thresholds?: typeof FLOOR;
  } = {},
): Counting => ({
  group: {
    id: `group ${++made}`,
    place: place(given),
    reps: Object.values(counts).reduce((a, b) => a + b, 0),
    thresholds,
    managersThen: managers,
    managersNow: now,
  },
  counts,
});
const figures = (rows: readonly Row[]): (Split | string)[] =>
  rows.map(({ figure }) => (isSuppressed(figure) ? figure.suppressed : figure));

describe('a split', () => {
  it.each([
    ['few in one part', { yes: 9, no: 3 }],
    ['everybody in one part', { yes: 12 }],
    ['nobody in one part', { no: 12 }],
  ])('is suppressed where it would show %s', (_, counts) => {
    expect(split(moves, counts, 5)).toEqual({ suppressed: 'wouldRevealFew' });
  });

  it('shows its parts, and of an answer in one only what is large enough', () => {
    expect(split(moves, { yes: 7, no: 8, later: 6 }, 5)).toEqual({
      of: 21,
      parts: { yes: 7, no: 14 },
      answers: { yes: 7, no: 8, later: 6 },
    });
    expect(split(moves, { yes: 7, no: 8, later: 2 }, 5)).toMatchObject({
      parts: { no: 10 },
      answers: { yes: 7 },
    });
    expect(split(moves, { yes: 7, no: 8 }, 5)).toMatchObject({ parts: { no: 8 }, answers: { yes: 7 } });
  });

  it('has no small part and no answer that is known to be nobody’s, and loses nobody', () => {
    const question: Question = { parts: { a: ['a1'], b: ['b1', 'b2', 'b3', 'b4'] }, aboutCoaching: false };
    fc.assert(
      fc.property(
        fc.array(fc.nat({ max: 20 }), { minLength: 5, maxLength: 5 }),
        fc.integer({ min: 5, max: 9 }),
        (n, k) => {
          const counts = { a1: n[0]!, b1: n[1]!, b2: n[2]!, b3: n[3]!, b4: n[4]! };
          const figure = split(question, counts, k);
          if (isSuppressed(figure)) return;
          expect(Object.values(figure.parts).every((part) => part >= k)).toBe(true);
          expect(Object.values(figure.answers).every((answer) => answer >= k)).toBe(true);
          const told = ['b1', 'b2', 'b3', 'b4'].filter((answer) => answer in figure.answers);
          const rest = figure.parts.b! - told.reduce((sum, answer) => sum + figure.answers[answer]!, 0);
          if (told.length < 4) expect(rest).toBeGreaterThanOrEqual(k);
          if (told.length < 4) expect(told.length).toBeLessThan(3);
          expect(figure.of).toBe(n.reduce((a, b) => a + b));
        },
      ),
    );
  });
});

describe('a table', () => {
  it('is over groups that are led by enough managers, then and now, and says why where it is not', () => {
    expect(figures(tableOf(moves, [counting({ yes: 6, no: 6 }, { managers: ['Lena', 'Tom'] })]))).toEqual([
      'tooFewManagers',
    ]);
    expect(figures(tableOf(moves, [counting({ yes: 6, no: 6 }, { now: ['Lena'] })]))).toEqual([
      'tooFewManagers',
    ]);
    const eight = { reps: 8, managers: 3 };
    expect(figures(tableOf(moves, [counting({ yes: 3, no: 3 }, { thresholds: eight })]))).toEqual([
      'tooFewReps',
    ]);
  });

  it('keeps groups apart that can be, and puts those together that cannot', () => {
    const rows = tableOf(moves, [
      counting({ yes: 8, no: 8 }, { cohort: '2026-03' }),
      counting({ yes: 9, no: 3 }, { cohort: '2026-04' }),
      counting({ yes: 1, no: 7 }, { cohort: '2026-05' }),
    ]);
    expect(rows.map(({ place: { cohort }, reps }) => ({ cohort, reps }))).toEqual([
      { cohort: '2026-03', reps: 16 },
      { cohort: null, reps: 20 },
    ]);
    expect(rows[1]!.figure).toMatchObject({ of: 20, parts: { yes: 10, no: 10 } });
  });

  it('takes groups in until it tells most answers, where it is asked for those', () => {
    const answers = { ...moves, byAnswer: true as const };
    const groups = [counting({ yes: 8, no: 6, later: 2 }), counting({ yes: 8, no: 6, later: 4 })];
    expect(figures(tableOf(moves, groups))).toHaveLength(2);
    expect(figures(tableOf(answers, groups))).toMatchObject([{ answers: { yes: 16, no: 12, later: 6 } }]);
  });

  it('keeps apart what it is told to, and not the regions', () => {
    const apart = { ...moves, apartBy: 'contentVersion' as const };
    const rows = tableOf(apart, [
      counting({ yes: 8, no: 4 }, { contentVersion: '1' }),
      counting({ yes: 2, no: 6 }, { contentVersion: '1', region: 'East' }),
      counting({ yes: 7, no: 6 }, { contentVersion: '2', region: 'East' }),
      counting({ no: 8 }, { contentVersion: '3' }),
      counting({ yes: 9 }, { contentVersion: '4' }),
    ]);
    expect(
      rows.map(({ place: { contentVersion }, regions, figure }) => [contentVersion, regions, figure]),
    ).toEqual([
      ['1', ['South', 'East'], expect.objectContaining({ of: 20, parts: { yes: 10, no: 10 } })],
      ['2', ['East'], expect.objectContaining({ of: 13 })],
      ['3', ['South'], { suppressed: 'wouldRevealFew' }],
      ['4', ['South'], { suppressed: 'wouldRevealFew' }],
    ]);
  });

  it('lets what is left wait where answers stay, for the row with it less the row without would be it alone', () => {
    const followed = { ...moves, followed: true as const };
    const first = counting({ yes: 8, no: 8 });
    const next = counting({ yes: 1, no: 6 });
    expect(figures(tableOf(followed, [first]))).toMatchObject([{ of: 16 }]);
    expect(figures(tableOf(followed, [first, next]))).toMatchObject([{ of: 16 }, 'wouldRevealFew']);
    expect(figures(tableOf(followed, [first, next, counting({ yes: 5, no: 4 })]))).toMatchObject([
      { of: 16 },
      { of: 16, parts: { yes: 6, no: 10 } },
    ]);
  });

  it('leaves out a row whole in which a set of groups has few managers now, and makes no other of the rest', () => {
    const left = counting({ yes: 9, no: 2 }, { now: ['Lena'] });
    const rows = tableOf(moves, [left, counting({ yes: 2, no: 9 }), counting({ yes: 8, no: 8 })]);
    expect(figures(rows)).toMatchObject(['tooFewManagers', { of: 16 }]);
    expect(rows[0]!.reps).toBe(22);
  });

  it('answers regions together that cannot stand alone', () => {
    const rows = tableOf(moves, [
      counting({ yes: 12, no: 8 }),
      counting({ yes: 6, no: 2 }, { region: 'East' }),
      counting({ no: 8 }, { region: 'West' }),
    ]);
    expect(rows.map(({ regions }) => regions)).toEqual([['South'], ['East', 'West']]);
    expect(rows[1]!.figure).toMatchObject({ of: 16, parts: { yes: 6, no: 10 } });
  });
});

/*
 * The attacker has the table of every question and period that was ever published, knows who is in which group, and
 * adds and subtracts at will. All that is answered are sums of rows, so rows are all there is to subtract.
 */
describe.each([
  ['regions', moves],
  ['cohorts', { ...moves, apartBy: 'cohort' as const }],
])('an attacker who has every table, kept apart by %s,', (_, asked) => {
  const REGIONS = ['South', 'East', 'West'];
  const groups = fc.array(
    fc.record({
      region: fc.constantFrom(...REGIONS),
      cohort: fc.constantFrom('2026-03', '2026-04'),
      role: fc.constantFrom('rep', 'kam'),
      counts: fc.record({ yes: fc.nat(9), no: fc.nat(9), later: fc.nat(9) }),
      managers: fc.uniqueArray(fc.constantFrom('Lena', 'Tom', 'Eva', 'Ben', 'Kim'), { minLength: 3 }),
    }),
    { maxLength: 14 },
  );
  const large = ({ counts }: { counts: Record<string, number> }): boolean =>
    Object.values(counts).reduce((a, b) => a + b, 0) >= FLOOR.reps;

  it('finds no two rows of a table that overlap, and none that is small', () => {
    fc.assert(
      fc.property(groups, (given) => {
        const all = given.filter(large).map(({ counts, ...rest }) => counting(counts, rest));
        const rows = tableOf(asked, all);
        const reps = all.reduce((sum, { group }) => sum + group.reps, 0);
        expect(rows.reduce((sum, row) => sum + row.reps, 0)).toBe(reps);
        for (const { reps: behind, figure } of rows) {
          expect(behind).toBeGreaterThanOrEqual(FLOOR.reps);
          if (!isSuppressed(figure)) expect(figure.of).toBe(behind);
        }
      }),
    );
  });

  it('learns by subtracting one filter from another, or a part from the whole, no number that is small', () => {
    let subtracted = 0;
    fc.assert(
      fc.property(groups, (given) => {
        const rows = tableOf(
          asked,
          given.filter(large).map(({ counts, ...rest }) => counting(counts, rest)),
        );
        const cuts = [
          ...REGIONS.map((region) => rows.filter((row) => row.place.region === region)),
          ...['2026-03', '2026-04'].map((cohort) => rows.filter((row) => row.place.cohort === cohort)),
          ...['rep', 'kam'].map((role) => rows.filter((row) => row.place.role === role)),
          rows,
        ].map((cut) => new Set(cut.filter(({ figure }) => !isSuppressed(figure))));
        for (const one of cuts)
          for (const other of cuts) {
            if (![...other].every((row) => one.has(row))) continue;
            const left = [...one].filter((row) => !other.has(row)).map(({ figure }) => figure as Split);
            if (left.length === 0) continue;
            subtracted += 1;
            for (const part of ['yes', 'no'])
              expect(left.reduce((sum, { parts }) => sum + parts[part]!, 0)).toBeGreaterThanOrEqual(
                FLOOR.reps,
              );
          }
      }),
    );
    expect(subtracted).toBeGreaterThan(50);
  });

  it('knows of no answer that it is nobody’s, or everybody’s', () => {
    for (let of = FLOOR.reps; of <= 18; of++) {
      const possible = new Map<string, Record<string, Set<number>>>();
      for (let yes = 0; yes <= of; yes++)
        for (let no = 0; yes + no <= of; no++) {
          const counts = { yes, no, later: of - yes - no };
          const said = JSON.stringify(split(moves, counts, FLOOR.reps));
          const sets = possible.get(said) ?? { yes: new Set(), no: new Set(), later: new Set() };
          for (const [answer, count] of Object.entries(counts)) sets[answer]!.add(count);
          possible.set(said, sets);
        }
      for (const sets of possible.values())
        for (const numbers of Object.values(sets)) {
          expect(Math.max(...numbers)).toBeGreaterThan(0);
          expect(Math.min(...numbers)).toBeLessThan(of);
        }
    }
  });
});

describe('what groups have in common', () => {
  it('is null where they differ', () => {
    const common = commonPlace([
      place({ cohort: '2026-03', role: 'rep' }),
      place({ cohort: '2026-04', role: 'rep' }),
    ]);
    expect(common).toMatchObject({ region: 'South', cohort: null, role: 'rep' });
  });
});
