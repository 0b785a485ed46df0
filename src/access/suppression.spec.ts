import fc from 'fast-check';
import {
  answer,
  countable,
  FLOOR,
  headcount,
  isSuppressed,
  split,
  type Block,
  type Cell,
  type Question,
  type Split,
} from './suppression.js';

const block = (reps: number, managers: string[], moves: Record<string, number> = { yes: reps }): Block => ({
  reps,
  managersThen: managers,
  managersNow: managers,
  counts: { moves },
});
const cell = (blocks: Block[], thresholds = FLOOR, region = 'South'): Cell => ({
  region,
  thresholds,
  blocks,
});
const coaching: Question = { answers: ['yes', 'no', 'later'], aboutCoaching: true };
const THREE = ['Lena', 'Tom', 'Eva'];

describe('a figure', () => {
  it('is over no fewer reps than the strictest country asks, and says why it is suppressed', () => {
    expect(headcount(cell([]))).toEqual({ suppressed: 'tooFewReps' });
    expect(headcount(cell([block(5, THREE)]))).toBe(5);
    expect(headcount(cell([block(5, THREE)], { reps: 8, managers: 3 }))).toEqual({
      suppressed: 'tooFewReps',
    });
  });

  it('about coaching is over no fewer than three managers, then and now', () => {
    const figure = (one: Block) => answer('moves', coaching, [cell([one])]).cells[0];
    const moves = { yes: 6, no: 6 };
    expect(figure(block(12, THREE, moves))).toEqual({ of: 12, counts: { yes: 6 }, other: 6 });
    expect(figure(block(12, ['Lena', 'Tom'], moves))).toEqual({ suppressed: 'tooFewManagers' });
    expect(figure({ ...block(12, THREE, moves), managersNow: ['Lena'] })).toEqual({
      suppressed: 'tooFewManagers',
    });
  });

  it('does not count newcomers before they are enough, so that a new one changes nothing', () => {
    const eight = { reps: 8, managers: 3 };
    const before = cell([block(8, THREE)], eight);
    const after = cell([block(8, THREE), block(5, ['Ben'])], eight);
    expect(headcount(after)).toEqual(headcount(before));
    expect(countable(after, true)).toEqual(countable(before, true));
  });

  it('of regions that cannot stand alone is given for them together, and for no rest of them', () => {
    const small = (region: string, moves: Record<string, number>) =>
      cell([block(8, THREE, moves)], FLOOR, region);
    const { cells, together } = answer('moves', coaching, [
      cell([block(20, THREE, { yes: 12, no: 8 })]),
      small('East', { yes: 6, no: 2 }),
      small('West', { no: 8 }),
    ]);
    expect(cells).toEqual([
      { of: 20, counts: { yes: 12 }, other: 8 },
      { suppressed: 'wouldRevealFew' },
      { suppressed: 'wouldRevealFew' },
    ]);
    expect(together).toEqual({
      regions: ['East', 'West'],
      figure: { of: 16, counts: { no: 10 }, other: 6 },
    });
  });
});

describe('a split', () => {
  it.each([
    [
      'few in one part',
      [
        ['yes', 9],
        ['no', 3],
      ],
    ],
    [
      'everybody in one part',
      [
        ['yes', 12],
        ['no', 0],
      ],
    ],
    [
      'nobody in one part',
      [
        ['yes', 0],
        ['no', 12],
      ],
    ],
  ] as [string, [string, number][]][])('is suppressed where it would show %s', (_, counts) => {
    expect(split(counts, 5)).toEqual({ suppressed: 'wouldRevealFew' });
  });

  it('shows both parts where they are all there is', () => {
    expect(
      split(
        [
          ['yes', 7],
          ['no', 5],
        ],
        5,
      ),
    ).toEqual({ of: 12, counts: { yes: 7, no: 5 }, other: null });
  });

  it('has no small part, none that is known to be empty, and loses nobody', () => {
    fc.assert(
      fc.property(
        fc.array(fc.nat({ max: 20 }), { minLength: 2, maxLength: 10 }),
        fc.integer({ min: FLOOR.reps, max: 12 }),
        (numbers, atLeast) => {
          const counts = numbers.map((count, index): [string, number] => [`answer ${index}`, count]);
          const figure = split(counts, atLeast);
          if (isSuppressed(figure)) return;
          const parts = partsOf(figure);
          expect(parts.length).toBeGreaterThan(1);
          expect(Math.min(...parts)).toBeGreaterThanOrEqual(atLeast);
          expect(parts.reduce((a, b) => a + b)).toBe(figure.of);
        },
      ),
    );
  });
});

describe('whoever knows the rule, and how many reps there are', () => {
  it('cannot tell of any answer that it is nobody’s, or everybody’s', () => {
    for (let of = FLOOR.reps; of <= 18; of++) {
      /** Which numbers of reps under one answer lead to what is published. */
      const possible = new Map<string, Set<number>[]>();
      for (let yes = 0; yes <= of; yes++)
        for (let no = 0; yes + no <= of; no++) {
          const numbers = [yes, no, of - yes - no];
          const said = JSON.stringify(
            split(
              numbers.map((count, index) => [`${index}`, count]),
              FLOOR.reps,
            ),
          );
          const sets = possible.get(said) ?? numbers.map(() => new Set<number>());
          for (const [index, count] of numbers.entries()) sets[index]!.add(count);
          possible.set(said, sets);
        }
      for (const sets of possible.values())
        for (const numbers of sets) {
          expect(Math.max(...numbers)).toBeGreaterThan(0);
          expect(Math.min(...numbers)).toBeLessThan(of);
        }
    }
  });
});

const partsOf = ({ counts, other }: Split): number[] => [
  ...Object.values(counts),
  ...(other === null ? [] : [other]),
];

/*
 * The attacker has every table that was ever answered, knows who was in which region, who came when and who led whom,
 * and adds and subtracts at will. Whatever they compute weighs two reps alike who stood in the same published
 * populations all along; so the smallest group they can isolate is the smallest such class of reps.
 */
describe('an attacker who has every table of every moment', () => {
  const REGIONS = ['South', 'East', 'West'];
  const QUESTIONS: Record<string, Question> = {
    moves: coaching,
    adopted: { answers: ['yes', 'no'], aboutCoaching: false },
  };
  interface Rep {
    region: string;
    then: string;
    now: string;
    block: number | null;
    answers: Record<string, string>;
  }
  type Deed =
    | { do: 'join'; region: number; manager: number }
    | { do: 'handOver'; rep: number; manager: number }
    | { do: 'change'; rep: number; to: number }
    | { do: 'read' };
  const deed: fc.Arbitrary<Deed> = fc.oneof(
    {
      weight: 12,
      arbitrary: fc.record({ do: fc.constant('join' as const), region: fc.nat(2), manager: fc.nat(5) }),
    },
    {
      weight: 2,
      arbitrary: fc.record({ do: fc.constant('handOver' as const), rep: fc.nat(200), manager: fc.nat(5) }),
    },
    {
      weight: 6,
      arbitrary: fc.record({ do: fc.constant('change' as const), rep: fc.nat(200), to: fc.nat(2) }),
    },
    { weight: 3, arbitrary: fc.constant({ do: 'read' as const }) },
  );

  /** As the store does: newcomers of a region become its next block as soon as they are enough. */
  function closeBlocks(reps: Rep[]): void {
    for (const region of REGIONS) {
      const here = reps.filter((rep) => rep.region === region);
      const waiting = here.filter((rep) => rep.block === null);
      const next = Math.max(0, ...here.map((rep) => rep.block ?? 0)) + 1;
      if (waiting.length >= FLOOR.reps) for (const rep of waiting) rep.block = next;
    }
  }

  const tally = (members: Rep[], question: string): Record<string, number> => {
    const counts: Record<string, number> = {};
    for (const { answers } of members) counts[answers[question]!] = (counts[answers[question]!] ?? 0) + 1;
    return counts;
  };

  function tableOf(reps: Rep[]): { cells: Cell[]; members: Map<Block, Rep[]> } {
    const members = new Map<Block, Rep[]>();
    const cells = REGIONS.map((region): Cell => {
      const here = reps.filter((rep) => rep.region === region && rep.block !== null);
      const numbers = [...new Set(here.map((rep) => rep.block!))].sort((a, b) => a - b);
      const blocks = numbers.map((number) => {
        const those = here.filter((rep) => rep.block === number);
        const made: Block = {
          reps: those.length,
          managersThen: [...new Set(those.map((rep) => rep.then))],
          managersNow: [...new Set(those.map((rep) => rep.now))],
          counts: Object.fromEntries(Object.keys(QUESTIONS).map((name) => [name, tally(those, name)])),
        };
        members.set(made, those);
        return made;
      });
      return { region, thresholds: FLOOR, blocks };
    });
    return { cells, members };
  }

  /** The reps behind every figure of one question that is published now. */
  function published(name: string, question: Question, reps: Rep[]): Rep[][] {
    const { cells, members } = tableOf(reps);
    const behind = (cell: Cell): Rep[] =>
      countable(cell, question.aboutCoaching).flatMap((one) => members.get(one)!);
    const { cells: figures, together } = answer(name, question, cells);
    const alone = cells.filter((_, index) => !isSuppressed(figures[index]!)).map(behind);
    const joint = together?.regions.flatMap((region) => behind(cells.find((one) => one.region === region)!));
    for (const [index, population] of alone.entries()) {
      const figure = figures.filter((one) => !isSuppressed(one))[index] as Split;
      expect(figure.of).toBe(population.length);
    }
    if (together) expect(together.figure.of).toBe(joint!.length);
    return joint ? [...alone, joint] : alone;
  }

  /** Reps who stood in the same figures all along. */
  function classes(reps: Rep[], figures: Set<Rep>[]): Rep[][] {
    const byColumn = new Map<string, Rep[]>();
    for (const rep of reps) {
      const column = figures.map((figure) => (figure.has(rep) ? '1' : '0')).join('');
      if (column.includes('1')) byColumn.set(column, [...(byColumn.get(column) ?? []), rep]);
    }
    return [...byColumn.values()];
  }

  it('isolates no group below the thresholds', () => {
    let seen = 0;
    fc.assert(
      fc.property(fc.array(deed, { minLength: 40, maxLength: 160 }), (deeds) => {
        const reps: Rep[] = [];
        const figures: Record<string, Set<Rep>[]> = { moves: [], adopted: [] };
        for (const one of [...deeds, { do: 'read' } as const]) {
          if (one.do === 'join')
            reps.push({
              region: REGIONS[one.region]!,
              then: `manager ${one.manager}`,
              now: `manager ${one.manager}`,
              block: null,
              answers: { moves: coaching.answers[reps.length % 2]!, adopted: reps.length % 3 ? 'no' : 'yes' },
            });
          else if (one.do === 'handOver' && reps.length > 0)
            reps[one.rep % reps.length]!.now = `manager ${one.manager}`;
          else if (one.do === 'change' && reps.length > 0)
            reps[one.rep % reps.length]!.answers.moves = coaching.answers[one.to]!;
          else if (one.do === 'read') {
            closeBlocks(reps);
            for (const [name, question] of Object.entries(QUESTIONS))
              figures[name]!.push(...published(name, question, reps).map((those) => new Set(those)));
          }
        }
        for (const [name, question] of Object.entries(QUESTIONS)) {
          for (const group of classes(reps, figures[name]!)) {
            seen += 1;
            expect(group.length).toBeGreaterThanOrEqual(FLOOR.reps);
            if (question.aboutCoaching)
              expect(new Set(group.map(({ then }) => then)).size).toBeGreaterThanOrEqual(FLOOR.managers);
          }
        }
        // Whatever the questions have to do with each other: taken together they isolate no small group either.
        for (const group of classes(reps, Object.values(figures).flat()))
          expect(group.length).toBeGreaterThanOrEqual(FLOOR.reps);
      }),
      { numRuns: 150 },
    );
    expect(seen).toBeGreaterThan(100);
  });
});
