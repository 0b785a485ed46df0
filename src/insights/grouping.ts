import {
  commonPlace,
  DIMENSIONS,
  strictest,
  type Dimension,
  type Place,
  type Thresholds,
} from '../access/suppression.js';
import { grouped } from '../domain/grouped.js';

/** A rep who is counted nowhere yet. */
export interface Newcomer {
  repId: string;
  managerId: string | null;
  place: Place;
  thresholds: Thresholds;
}

export interface NewGroup {
  place: Place;
  reps: string[];
}

/** What is given up to let newcomers be enough, one after the other; the region never. */
const GIVEN_UP: readonly Dimension[] = [
  'tenure',
  'market',
  'role',
  'contentVersion',
  'cohort',
  'function',
  'country',
];

/**
 * Which newcomers of a region are counted from now on, and with whom: those who have most in common, as soon as they
 * are as many as their countries ask, and led by so many managers. Whoever is left over waits.
 */
export function groupsOf(newcomers: readonly Newcomer[]): NewGroup[] {
  const groups: NewGroup[] = [];
  let waiting = [...newcomers].sort((a, b) => (a.repId < b.repId ? -1 : 1));
  for (let given = 0; given <= GIVEN_UP.length; given++) {
    const kept = DIMENSIONS.filter((dimension) => !GIVEN_UP.slice(0, given).includes(dimension));
    const alike = grouped(waiting, ({ place }) => JSON.stringify(kept.map((dimension) => place[dimension])));
    const enough = [...alike.values()].filter(areEnough);
    groups.push(
      ...enough.map((group) => ({
        place: commonPlace(group.map(({ place }) => place)),
        reps: group.map(({ repId }) => repId),
      })),
    );
    const placed = new Set(enough.flat());
    waiting = waiting.filter((one) => !placed.has(one));
  }
  return groups;
}

function areEnough(group: readonly Newcomer[]): boolean {
  const { reps, managers } = strictest(group.map(({ thresholds }) => thresholds));
  const leading = new Set(group.flatMap(({ managerId }) => managerId ?? []));
  return group.length >= reps && leading.size >= managers;
}
