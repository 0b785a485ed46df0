import * as fc from '../domain/testing/fast-check.js';
import { DIMENSIONS, FLOOR, type Place } from '../access/suppression.js';
import { groupsOf, type Newcomer } from './grouping.js';

const MANAGERS = ['Lena', 'Tom', 'Eva'];
const newcomer = (index: number, given: Partial<Place> = {}, managerId = MANAGERS[index % 3]!): Newcomer => ({
  repId: `rep ${String(index).padStart(3, '0')}`,
  managerId,
  place: { ...(Object.fromEntries(DIMENSIONS.map((one) => [one, 'x'])) as Place), ...given },
  thresholds: FLOOR,
});

describe('newcomers', () => {
  it('wait until they are enough, and led by enough managers', () => {
    expect(groupsOf([0, 1, 2, 3].map((index) => newcomer(index)))).toEqual([]);
    expect(groupsOf([0, 1, 2, 3, 4].map((index) => newcomer(index, {}, 'Lena')))).toEqual([]);
    expect(groupsOf([0, 1, 2, 3, 4].map((index) => newcomer(index)))).toHaveLength(1);
  });

  it('are counted with those who have most in common', () => {
    const all = [
      ...Array.from({ length: 6 }, (_, index) => newcomer(index, { cohort: '2026-03' })),
      ...Array.from({ length: 6 }, (_, index) => newcomer(index + 6, { cohort: '2026-04' })),
      newcomer(20, { cohort: '2026-03', role: 'kam' }),
    ];
    expect(
      groupsOf(all).map(({ place: { cohort, role }, reps }) => ({ cohort, role, reps: reps.length })),
    ).toEqual([
      { cohort: '2026-03', role: 'x', reps: 6 },
      { cohort: '2026-04', role: 'x', reps: 6 },
    ]);
  });

  it('give up what keeps them apart, tenure first, so that few wait for long', () => {
    const mixed = Array.from({ length: 6 }, (_, index) =>
      newcomer(index, {
        tenure: index < 3 ? 'firstYear' : 'longer',
        cohort: index % 2 ? '2026-03' : '2026-04',
      }),
    );
    expect(groupsOf(mixed)).toMatchObject([{ place: { tenure: null, cohort: null, region: 'x' } }]);
  });

  it('are counted once, and in no group that is small, whoever they are', () => {
    fc.assert(
      fc.property(
        fc.array(
          fc.record({
            role: fc.constantFrom('a', 'b'),
            cohort: fc.constantFrom('c', 'd'),
            tenure: fc.constantFrom('e', 'f'),
          }),
          {
            maxLength: 40,
          },
        ),
        (given) => {
          const groups = groupsOf(given.map((one, index) => newcomer(index, one)));
          const reps = groups.flatMap((group) => group.reps);
          expect(new Set(reps).size).toBe(reps.length);
          expect(groups.every((group) => group.reps.length >= FLOOR.reps)).toBe(true);
          const waiting = given.length - reps.length;
          expect(waiting).toBeLessThan(2 * FLOOR.reps);
        },
      ),
    );
  });
});
