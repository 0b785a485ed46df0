import type { AnyFact } from '../facts.js';
import type { Instant } from '../time.js';
import type { Course } from './course.js';
import { readCycles, type Cycles } from './cycles.js';
import { isOpen, readObligations, type Obligation } from './obligation.js';
import type { Said } from './said.js';
import type { World } from './setting.js';

export interface Owed {
  cycles: Cycles;
  obligations: readonly Obligation[];
}

interface Kept extends Owed {
  world: World;
  /** Adoptions and lapses that had been told. */
  turns: number;
  from: Instant;
  /** The next instant at which time alone changes something of it. */
  until: Instant;
}

const known = new WeakMap<Course, Kept>();

/** The cycles of a course and what is owed by them. Kept with it, as long as neither time nor the loop's own word changes them. */
export function readOwed(
  course: Course,
  log: readonly AnyFact[],
  { turns }: Said,
  now: Instant,
  world: World,
): Owed {
  const kept = known.get(course);
  if (kept?.world === world && kept.turns === turns && kept.from <= now && now < kept.until) return kept;
  const cycles = readCycles(course, log, now, world);
  const obligations = readObligations(course, cycles, now, world);
  const until = nextChange(cycles, obligations, now);
  known.set(course, { world, turns, from: now, until, cycles, obligations });
  return { cycles, obligations };
}

/** An adoption whose lapse nobody has told yet is dated by each look anew. */
function nextChange(
  { wakes, searches, checkIns, adoptions }: Cycles,
  owed: readonly Obligation[],
  now: Instant,
): Instant {
  if (adoptions.some(({ lapse }) => lapse?.at === now)) return now;
  const instants = [
    ...wakes,
    ...[...searches, ...checkIns].map(({ openedAt }) => openedAt),
    ...owed.flatMap((one) => (one.kind === 'acknowledge' && isOpen(one) ? (one.dueAt ?? []) : [])),
  ];
  return Math.min(Infinity, ...instants.filter((at) => at > now));
}
