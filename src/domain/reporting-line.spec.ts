import * as fc from './testing/fast-check.js';
import { findCycle, findCycles } from './reporting-line.js';

const line = (pairs: Record<string, string | null>) => new Map(Object.entries(pairs));

describe('a reporting line', () => {
  it('with a top has no circle, also where the top is not in the map', () => {
    expect(findCycle(line({ rep: 'flm', flm: 'slm', slm: null }))).toBeNull();
    expect(findCycle(line({ rep: 'flm', flm: 'somebody outside' }))).toBeNull();
    expect(findCycle(new Map())).toBeNull();
  });

  it('that closes is named in the order of reporting, without those who only report into it', () => {
    expect(findCycle(line({ rep: 'a', a: 'b', b: 'c', c: 'a' }))).toEqual(['a', 'b', 'c']);
  });

  it('of somebody who manages themselves is a circle of one', () => {
    expect(findCycle(line({ rep: 'a', a: 'a' }))).toEqual(['a']);
  });

  it('names every circle once', () => {
    const circles = [...findCycles(line({ a: 'b', b: 'a', x: 'a', c: 'd', d: 'c', top: null }))];
    expect(circles).toEqual([
      ['a', 'b'],
      ['c', 'd'],
    ]);
  });

  it('has a circle exactly where following it never reaches a top', () => {
    const people = fc.integer({ min: 0, max: 12 }).map(String);
    fc.assert(
      fc.property(fc.array(fc.tuple(people, fc.option(people))), (pairs) => {
        const managerOf = new Map(pairs);
        const neverEnds = [...managerOf.keys()].filter((start) => {
          let person: string | null = start;
          for (let step = 0; step <= managerOf.size && person !== null; step++)
            person = managerOf.get(person) ?? null;
          return person !== null;
        });
        expect(findCycle(managerOf) !== null).toBe(neverEnds.length > 0);
        for (const circle of findCycles(managerOf)) {
          circle.forEach((person, i) => expect(managerOf.get(person)).toBe(circle[(i + 1) % circle.length]));
        }
      }),
    );
  });
});
