import * as fc from '../domain/testing/fast-check.js';
import { FLOOR, inRegion, isSuppressed } from '../access/suppression.js';
import type { QuestionName } from './questions.js';
import { releaseOf, type Counted } from './release.js';
import type { Count } from './tally.js';
import { weeksFrom, type Week } from './weeks.js';

const WEEKS = 8;
const week = (index: number): Week => weeksFrom('2026-01-05', index);
const LED = ['Lena', 'Tom', 'Eva'];

/** A group whose number of reps says which it is, so that the reps of a row say which groups are in it. */
interface Given {
  closedIn: number;
  /** When the first and the last of its reps had been followed long enough. */
  followed: [number, number];
  region: string;
  contentVersion: string;
  adopted: number;
  isHalf: boolean;
}

const given: fc.Arbitrary<Given[]> = fc.array(
  fc.record({
    closedIn: fc.nat(WEEKS - 1),
    followed: fc.tuple(fc.nat(WEEKS - 1), fc.nat(WEEKS - 1)),
    region: fc.constantFrom('South', 'East'),
    contentVersion: fc.constantFrom('1', '2'),
    adopted: fc.nat(9),
    isHalf: fc.boolean(),
  }),
  { minLength: 2, maxLength: 7 },
);

function counted(all: readonly Given[], few: readonly boolean[]): Counted[] {
  const groups = all.map(({ closedIn, followed, region, contentVersion, adopted, isHalf }, index) => {
    const reps = 16 << index;
    const yes = isHalf ? reps / 2 : adopted;
    const answered = (question: QuestionName, names: [string, string], weeks: [number, number]): Count[] => [
      { week: week(Math.min(...weeks)), question, answer: names[0], count: yes },
      { week: week(Math.max(...weeks)), question, answer: names[1], count: reps - yes },
    ];
    return {
      closedIn: week(closedIn),
      group: {
        id: String(index),
        place: { ...inRegion(region), contentVersion },
        reps,
        thresholds: FLOOR,
        managersThen: LED,
        managersNow: few[index] ? ['Lena'] : LED,
      },
      counts: new Map<QuestionName, Count[]>([
        ['adoptedInTime', answered('adoptedInTime', ['adopted', 'notAdopted'], followed)],
        ['standing', answered('standing', ['sustain', 'observe'], [0, 0])],
      ]),
    };
  });
  return groups.sort((a, b) => (a.closedIn < b.closedIn ? -1 : a.closedIn > b.closedIn ? 1 : 0));
}

/** The groups of each row that is shown, as bits. */
const shown = (groups: readonly Counted[], at: Week, question: QuestionName): number[] =>
  releaseOf(groups, at)
    .filter((table) => table.question === question)
    .flatMap(({ rows }) => rows.filter(({ figure }) => !isSuppressed(figure)).map(({ reps }) => reps / 16));

const few = fc.array(fc.boolean(), { minLength: 7, maxLength: 7 });

describe('tables of several weeks', () => {
  it('of what answers once are of rows that are the same or have nobody in common: none less another is a few', () => {
    let compared = 0;
    fc.assert(
      fc.property(given, fc.array(few, { minLength: WEEKS, maxLength: WEEKS }), (all, leaving) => {
        const rows = leaving.flatMap((now, index) => [
          ...shown(counted(all, now), week(index), 'adoptedInTime'),
          // Restated later, when others have few managers.
          ...shown(counted(all, leaving[0]!), week(index), 'adoptedInTime'),
        ]);
        for (const one of rows)
          for (const other of rows) {
            if (one !== other) compared += 1;
            expect(one === other || (one & other) === 0).toBe(true);
          }
      }),
    );
    expect(compared).toBeGreaterThan(50);
  });

  it('of one week, restated once managers have left, show the rows that they had, or fewer', () => {
    fc.assert(
      fc.property(given, few, few, (all, before, after) => {
        const last = week(WEEKS - 1);
        const rows = [before, after].flatMap((now) => shown(counted(all, now), last, 'standing'));
        for (const one of rows)
          for (const other of rows) expect(one === other || (one & other) === 0).toBe(true);
      }),
    );
  });
});
