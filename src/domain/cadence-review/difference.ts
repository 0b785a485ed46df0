import type { Cadence, LadderName, Rung } from '../cadence.js';

/** What differs between two cadences in one place. Null: there is nothing on that side. */
export type Difference =
  | { path: string; before: string | number | null; after: string | number | null; rung?: never }
  | { path: string; ladder: LadderName; rung: { before: Rung | null; after: Rung | null } };

/** What is another in `after` than in `before`, in the order of the document. */
export function differenceOf(before: Cadence, after: Cadence): Difference[] {
  const { ladders: laddersBefore, schema: _, ...restBefore } = before;
  const { ladders: laddersAfter, schema: __, ...restAfter } = after;
  return [
    ...ofFields(restBefore, restAfter),
    ...(Object.keys(laddersAfter) as LadderName[]).flatMap((ladder) =>
      ofLadder(ladder, laddersBefore[ladder], laddersAfter[ladder]),
    ),
  ];
}

type Leaf = string | number;

function ofFields(before: object, after: object): Difference[] {
  const [old, now] = [new Map(leavesOf(before)), new Map(leavesOf(after))];
  return [...new Set([...now.keys(), ...old.keys()])]
    .filter((path) => old.get(path) !== now.get(path))
    .map((path) => ({ path, before: old.get(path) ?? null, after: now.get(path) ?? null }));
}

/** A list of values is one value: a check-in more moves all that follow. */
function leavesOf(value: object, path = ''): [string, Leaf][] {
  return Object.entries(value).flatMap(([key, part]: [string, unknown]): [string, Leaf][] => {
    if (Array.isArray(part)) return [[`${path}${key}`, part.join(' ')]];
    return typeof part === 'object' && part !== null
      ? leavesOf(part, `${path}${key}.`)
      : [[`${path}${key}`, part as Leaf]];
  });
}

/** Rungs that stand in both are left out; what is left is changed in pairs, the rest came or went. */
function ofLadder(ladder: LadderName, before: readonly Rung[], after: readonly Rung[]): Difference[] {
  const isIn = (rung: Rung, rungs: readonly Rung[]): boolean => rungs.some((one) => same(one, rung));
  const gone = before.filter((rung) => !isIn(rung, after));
  const come = after.filter((rung) => !isIn(rung, before));
  return Array.from({ length: Math.max(gone.length, come.length) }, (_, index) => ({
    path: `ladders.${ladder}`,
    ladder,
    rung: { before: gone[index] ?? null, after: come[index] ?? null },
  }));
}

const same = (a: Rung, b: Rung): boolean =>
  a.at === b.at &&
  a.to === b.to &&
  a.via.join() === b.via.join() &&
  (a.stall ?? false) === (b.stall ?? false);
