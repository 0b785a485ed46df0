import type { Instant } from '../time.js';
import type { Course } from './course.js';
import { readableAt } from './readable.js';
import { daysOf, seatOf, type World } from './setting.js';
import type { DevelopmentAction, Sighting } from './sightings.js';

/** One observation, and how far the cycle that it opened has come. */
export interface Cycle {
  number: number;
  sighting: Sighting;
  actions: DevelopmentAction[];
  /** Since when nobody is left who could give feedback. */
  goneAt: Instant | null;
  /** All agreed actions are done, checked or past their date. */
  settledAt: Instant | null;
  /** The follow-up was held, or the capability was seen again; null where none is owed or none was held. */
  followedUpAt: Instant | null;
  /** The cycle has said what it can say about adoption. */
  endedAt: Instant | null;
}

/** When an action is due: as agreed, or by the cadence's default. */
export const actionDueAt = (action: DevelopmentAction, course: Course, world: World): Instant | null =>
  action.dueAt ?? daysOf(course, world, course.roster.rep).due(action.agreedAt, world.cadence.action.within);

/** When an unanswered feedback closes as "no answer", counted from when the rep could read it. */
export function answerDueAt(sighting: Sighting, course: Course, world: World): Instant | null {
  const from = readableAt(sighting, course, world);
  return from && daysOf(course, world, course.roster.rep).due(from, world.cadence.acknowledge.within);
}

/**
 * Since when nobody can give feedback on an observation: whoever was there has lost their seat in this loop. Null:
 * it was given, they can still give it, or they never had a seat that could be lost.
 */
export function observerGoneAt({ at, observer, feedback }: Sighting, course: Course): Instant | null {
  if (feedback || seatOf(course.roster, observer)) return null;
  const last = course.rosters.findLastIndex(({ roster }) => seatOf(roster, observer) !== null);
  return last < 0 ? null : Math.max(at, course.rosters[last + 1]!.from);
}

const known = new WeakMap<Course, { world: World; cycles: readonly Cycle[] }>();

/** One for each observation, in their order; kept with the course, since time changes nothing of them. */
export function cyclesOf(course: Course, world: World): readonly Cycle[] {
  let ofCourse = known.get(course);
  if (ofCourse?.world !== world) {
    const cycles = course.sightings.map((sighting, index) => readCycle(index + 1, sighting, course, world));
    known.set(course, (ofCourse = { world, cycles }));
  }
  return ofCourse.cycles;
}

function readCycle(number: number, sighting: Sighting, course: Course, world: World): Cycle {
  const actions = course.actions.filter((action) => action.observation === sighting.id);
  const feedbackAt = sighting.feedback?.at ?? null;
  const goneAt = observerGoneAt(sighting, course);
  if (feedbackAt === null || actions.length === 0)
    return {
      number,
      sighting,
      actions,
      goneAt,
      settledAt: null,
      followedUpAt: null,
      endedAt: feedbackAt ?? goneAt,
    };
  const settledAt = latest(
    actions.map((action) => earliest([action.doneAt, action.verifiedAt, actionDueAt(action, course, world)])),
  );
  const checkedAt = latest(actions.map(({ verifiedAt }) => verifiedAt));
  const seenAgainAt = course.sightings.find(({ at }) => at > feedbackAt)?.at ?? null;
  const followedUpAt = earliest([checkedAt && Math.max(checkedAt, feedbackAt), seenAgainAt]);
  return { number, sighting, actions, goneAt, settledAt, followedUpAt, endedAt: followedUpAt };
}

const earliest = (instants: (Instant | null)[]): Instant | null => {
  const known = instants.filter((at) => at !== null);
  return known.length === 0 ? null : Math.min(...known);
};

/** Null where one of them has not come. */
const latest = (instants: (Instant | null)[]): Instant | null =>
  instants.reduce<Instant | null>(
    (last, at) => (last === null || at === null ? null : Math.max(last, at)),
    0,
  );
