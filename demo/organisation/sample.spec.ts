import { readFileSync } from 'node:fs';
import { profileOf } from '../../src/access/country-profiles.js';

const peopleIn = (file: string) => {
  const [head, ...lines] = readFileSync(`demo/sample/${file}`, 'utf8').trim().split('\n');
  const columns = head!.split(',');
  return lines.map((line) => {
    const fields = line.split(',');
    return (name: string): string => fields[columns.indexOf(name)]!;
  });
};
const people = [...peopleIn('people.csv'), ...peopleIn('second-people.csv')];

describe('the sample organisation', () => {
  it('is large enough for figures in every region of the launch wave', () => {
    const reps = people.filter((of) => of('function') === 'commercial' && /^(rep|kam)$/.test(of('role')));
    const regions = new Set(reps.map((of) => of('region')));
    expect(regions.size).toBeGreaterThanOrEqual(3);
    for (const region of regions) {
      const there = reps.filter((of) => of('region') === region);
      const asked = there.map((of) => profileOf(of('country')));
      const managers = new Set(there.map((of) => of('managerExternalId')));
      // Twice as many, so that a figure can be split into two parts of which none is small.
      expect(there.length).toBeGreaterThanOrEqual(2 * Math.max(...asked.map(({ reps: atLeast }) => atLeast)));
      expect(managers.size).toBeGreaterThanOrEqual(
        Math.max(...asked.map(({ managers: atLeast }) => atLeast)),
      );
    }
  });
});
