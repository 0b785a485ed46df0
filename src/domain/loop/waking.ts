import type { Instant } from '../time.js';
import { longAbsence, nextHandChange } from './absence.js';
import type { Course } from './course.js';
import type { Cycles } from './cycles.js';
import { doubtOf, grantedHolds, plannedVisits } from './holds.js';
import type { Climb } from './ladder.js';
import { isOpen, type Obligation } from './obligation.js';
import { changesHands } from './rung-slots.js';
import type { World } from './setting.js';
import type { Wake } from './wake.js';

interface Scene {
  course: Course;
  cycles: Cycles;
  obligations: readonly Obligation[];
  climbs: ReadonlyMap<Obligation, Climb>;
  now: Instant;
  world: World;
  others: readonly Wake[];
}

/** The next wake, and the next once all that stands ready has been handed over at its slot. */
export function firstWakes(scene: Scene): { first: Wake | null; onceTold: Wake | null } {
  const { course, cycles, obligations, climbs, now, world, others } = scene;
  const wakes: Wake[] = [...[...climbs.values()].flatMap((climbed) => climbed.wakes), ...others].filter(
    ({ at }) => at > now,
  );
  const add = (at: Instant | null, why: string): void => {
    if (at !== null && at > now) wakes.push({ at, why });
  };
  for (const one of obligations) if (isOpen(one)) add(one.dueAt, `due of ${one.kind}`);
  for (const at of cycles.wakes) add(at, 'answer or action');
  for (const { openedAt, metAt, droppedAt } of cycles.checkIns)
    if (metAt === null && droppedAt === null) add(openedAt, 'window of checkIn');
  for (const { from, until } of course.pauses) for (const at of [from, until]) add(at, 'pause');
  if (climbs.size > 0) {
    for (const one of climbs.keys()) {
      for (const { until } of grantedHolds(one, course, world)) add(until, 'hold');
      const doubt = doubtOf(one, course, now);
      if (doubt) add(doubt.until, 'hold');
      for (const at of plannedVisits(one, course, world)) add(at, 'visit');
    }
    for (const { state, at } of course.visits) if (state === 'planned') add(at, 'visit');
    for (const at of changesOfHands(scene)) add(at, 'absence');
  }
  add(course.startedAt, 'start');
  return { first: earliest(wakes), onceTold: earliest(wakes.filter(({ untold }) => !untold)) };
}

const earliest = (wakes: readonly Wake[]): Wake | null =>
  wakes.reduce<Wake | null>((first, wake) => (first === null || wake.at < first.at ? wake : first), null);

/** A long absence opens the loop to others; while somebody else acts, the manager's return matters too. */
function changesOfHands({ course, obligations, now, world }: Scene): Instant[] {
  const absence = longAbsence(course, now, world);
  const instants = absence ? [absence.offeredAt] : [];
  if (absence?.backAt && obligations.some(({ kind }) => kind === 'cover')) instants.push(absence.backAt);
  const handedOn =
    course.roster.delegate !== null && obligations.some((one) => isOpen(one) && changesHands(one, now));
  const change = handedOn ? nextHandChange(course, now, world) : null;
  return change === null ? instants : [...instants, change];
}
