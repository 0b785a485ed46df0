import type { AnyFact } from '../facts.js';
import type { Instant } from '../time.js';
import { tellAdoption, type AdoptionStory } from './adoption-story.js';
import type { Course } from './course.js';
import { cyclesOf, type Cycle } from './cycle.js';
import { MOMENTS, type TimedMoment } from './phases.js';
import type { World } from './setting.js';
import { readCheckIns, type Adoption, type CheckIn } from './sustain.js';

/** A stretch in which an observation is owed. */
export interface Search {
  key: string;
  cycle: number;
  openedAt: Instant;
  metAt: Instant | null;
  droppedAt: Instant | null;
}

export interface Cycles {
  cycles: readonly Cycle[];
  searches: Search[];
  adoptions: Adoption[];
  checkIns: CheckIn[];
  /** When each adoption had held to the end of its check-ins, for those that did. */
  sustained: Instant[];
  /** Moments up to now, in the order of their happening. */
  moments: TimedMoment[];
  /** Instants at which time alone will move the loop on. */
  wakes: Instant[];
}

/** Reads the cycles of a course, and what they say about adoption up to `now`. */
export function readCycles(course: Course, log: readonly AnyFact[], now: Instant, world: World): Cycles {
  const cycles = cyclesOf(course, world);
  const story = tellAdoption(course, cycles, log, now, world);
  const plans = story.adoptions.map((adoption) => readCheckIns(adoption, course, world));
  const sustainedAt = plans.flatMap((plan) => plan.sustainedAt ?? []);
  const settledAt = cycles.flatMap((cycle) => cycle.settledAt ?? []);
  const moments = [
    ...cycles.flatMap((cycle, index) => momentsOf(cycle, cycles[index + 1])),
    ...momentsOfAdoption(story, cycles.length),
    ...sustainedAt.map((at): Placed => ({ at, moment: 'sustained', cycle: cycles.length })),
    ...course.withdrawals.map((at): Placed => ({ at, moment: 'withdrawn', cycle: cycles.length })),
    ...course.reopened.map(({ at }): Placed => ({ at, moment: 'reopened', cycle: cycles.length })),
  ];
  return {
    cycles,
    searches: readSearches(course, cycles, story),
    adoptions: story.adoptions,
    checkIns: plans.flatMap((plan) => plan.checkIns),
    sustained: sustainedAt.filter((at) => at <= now),
    moments: moments.filter(({ at }) => at <= now).sort(inOrder),
    wakes: [...story.waits, ...settledAt, ...sustainedAt],
  };
}

interface Placed extends TimedMoment {
  cycle: number;
}

/** At one instant a cycle is played to its end before the observation that ended it opens the next. */
const inOrder = (a: Placed, b: Placed): number =>
  a.at - b.at || a.cycle - b.cycle || MOMENTS.indexOf(a.moment) - MOMENTS.indexOf(b.moment);

function momentsOf(
  { number: cycle, sighting, actions, goneAt, settledAt, followedUpAt }: Cycle,
  next: Cycle | undefined,
): Placed[] {
  const moments: Placed[] = [{ at: sighting.at, moment: 'observed', cycle }];
  const moment = actions.length > 0 ? 'feedbackWithActions' : 'feedbackAlone';
  if (sighting.feedback) moments.push({ at: sighting.feedback.at, moment, cycle });
  if (goneAt !== null) moments.push({ at: goneAt, moment: 'observerGone', cycle });
  if (settledAt !== null) moments.push({ at: settledAt, moment: 'actionsSettled', cycle });
  if (followedUpAt !== null) moments.push({ at: followedUpAt, moment: 'followedUp', cycle });
  // What is still owed to an earlier observation runs on as an obligation; the phase follows the latest one.
  return next ? moments.filter(({ at }) => at <= next.sighting.at) : moments;
}

function momentsOfAdoption({ adoptions, notYet }: AdoptionStory, last: number): Placed[] {
  return [
    ...notYet.map(({ at, cycle }): Placed => ({ at, moment: 'notYetAdopted', cycle: cycle.number })),
    ...adoptions.flatMap(({ at, cycle, lapse }): Placed[] => [
      { at, moment: 'adopted', cycle },
      ...(lapse ? [{ at: lapse.at, moment: 'lapsed' as const, cycle: last }] : []),
    ]),
  ];
}

function readSearches(
  course: Course,
  cycles: readonly Cycle[],
  { adoptions, notYet }: AdoptionStory,
): Search[] {
  const firstAfter = (at: Instant): Instant | null =>
    cycles.find(({ sighting }) => sighting.at > at)?.sighting.at ?? null;
  const searches = new Map<string, Search>();
  const add = (key: string, cycle: number, openedAt: Instant, metAt: Instant | null): void => {
    const before = searches.get(key);
    if (!before || openedAt < before.openedAt)
      searches.set(key, { key: `observe/${key}`, cycle, openedAt, metAt, droppedAt: null });
  };
  add('first', 1, course.startedAt, cycles[0]?.sighting.at ?? null);
  for (const { at, cycle } of notYet) add(cycle.sighting.id, cycle.number + 1, at, firstAfter(at));
  for (const { lapse, cycle, anchor } of adoptions)
    if (lapse) add(lapse.observation ?? `after-${anchor}`, cycle + 1, lapse.at, firstAfter(lapse.at));
  for (const { id, at } of course.reopened) add(id, cycles.length + 1, at, firstAfter(at));
  return oneAtATime([...searches.values()], adoptions);
}

/** One observation is owed at a time: adoption ends a search, and so does the opening of the next. */
function oneAtATime(searches: readonly Search[], adoptions: readonly Adoption[]): Search[] {
  const inTurn = [...searches].sort((a, b) => a.openedAt - b.openedAt);
  return inTurn.map((search, index) => {
    const adopted = adoptions.find(({ at }) => at >= search.openedAt);
    const endedAt = Math.min(adopted?.at ?? Infinity, inTurn[index + 1]?.openedAt ?? Infinity);
    return endedAt < (search.metAt ?? Infinity) ? { ...search, metAt: null, droppedAt: endedAt } : search;
  });
}
