import type { Rung } from '../cadence.js';
import type { Instant } from '../time.js';
import type { Course } from './course.js';
import type { Obligation } from './obligation.js';
import type { World } from './setting.js';

export interface Step extends Rung {
  /** Its place in the cadence's ladder, and for ever its number. */
  index: number;
  /** When the manager asked for its help: it is told at its reader's next slot, whatever was planned. */
  calledAt?: Instant;
}

const known = new WeakMap<readonly Rung[], readonly Step[]>();

/** Kept, since cadences never change. */
function stepsOf(ladder: readonly Rung[]): readonly Step[] {
  let steps = known.get(ladder);
  if (!steps) known.set(ladder, (steps = ladder.map((rung, index) => ({ ...rung, index }))));
  return steps;
}

/**
 * The rungs of an obligation. A loop that no visit day can hold is told to the program owner, never above the
 * manager; it is a stall all the same. Once there is room it climbs like any other, from where it was.
 * @param answered when it was known what became of a rung's message
 */
export function ladderOf(
  obligation: Obligation,
  { noRoom }: Course,
  world: World,
  answered: (index: number) => Instant | null,
): readonly Step[] {
  const rungs = stepsOf(world.cadence.ladders[obligation.kind]);
  if (noRoom === null || obligation.key !== 'observe/first') return rungs;
  const until = noRoom.until ?? Infinity;
  const past = rungs.findLastIndex(({ index }) => (answered(index) ?? Infinity) < until);
  const stallFrom = rungs.findIndex(({ stall }) => stall);
  return rungs
    .filter(({ to, index }) => to !== 'secondLine' || (noRoom.until !== null && index > past))
    .map((rung) => ({ ...rung, stall: stallFrom >= 0 && rung.index >= stallFrom }));
}

/**
 * The ladder once the manager has asked for help: the next rung to the second line comes at once, and those before it
 * that nobody has heard are left out.
 * @param answered when it was known what became of a rung's message
 */
export function calledEarly(
  steps: readonly Step[],
  calledAt: Instant,
  answered: (index: number) => Instant | null,
): { called: Step; steps: Step[] } | null {
  const place = steps.findIndex(
    ({ to, index }) => to === 'secondLine' && (answered(index) ?? Infinity) >= calledAt,
  );
  const step = steps[place];
  if (!step) return null;
  const heard = steps.slice(0, place).filter(({ index }) => answered(index) !== null);
  const stall = steps.slice(0, place + 1).some((one) => one.stall && !heard.includes(one));
  const called = { ...step, stall, calledAt };
  return { called, steps: [...heard, called, ...steps.slice(place + 1)] };
}
