import type { AnyFact, EngineFact } from '../facts.js';
import type { Instant } from '../time.js';
import type { Phase } from '../words.js';
import { aroundVisits } from './around-visits.js';
import { coverOf, ledBy } from './cover.js';
import { readCourse, type Course } from './course.js';
import type { Cycles } from './cycles.js';
import { handOverNotice } from './handing-over.js';
import { climb, type NudgePlan } from './ladder.js';
import { isToldToOthers, opensCycle } from './next-version.js';
import { isCoverSought, isOpen, readCover, type Obligation } from './obligation.js';
import { readOwed } from './owed.js';
import { isEnded, walk } from './phases.js';
import { readSaid, type PlannedVersion, type Said } from './said.js';
import type { World } from './setting.js';
import { stallOf } from './stall.js';
import { standingOf, type Standing } from './standing.js';
import { talksAsked } from './talk-asked.js';
import { whatToSay } from './telling.js';
import { firstWakes } from './waking.js';
import { repsDoubted } from './whose-rep.js';

export type { Standing } from './standing.js';

export interface Outcome {
  /** To append to the log, in this order. */
  say: EngineFact[];
  /** The messages that should stand ready now; any other unsent message of this loop is withdrawn. */
  nudges: NudgePlan[];
  standing: Standing;
  /** The next instant that matters; null: only something new can move this loop. */
  wakeAt: Instant | null;
  /** Why then, in codes. */
  why: string;
  /** A hand-over must ring: the next rung waits for it. */
  waitsForHandOver: boolean;
  /** The next instant that matters once all that stands ready has been handed over at its slot. */
  wakeOnceTold: Instant | null;
  ended: boolean;
}

/**
 * Decides. The log is the whole state: the same facts, calendars and `now` give the same outcome, however often
 * and in whatever order they were told. Calling it again after storing `say` finds nothing new to say.
 * @param log all facts of one enrolment in the order of their recording, the loop's own among them
 * @param now not before the newest recording
 * @throws Error if the log is not that of an enrolment
 */
export const step = (log: readonly AnyFact[], now: Instant, world: World): Outcome =>
  decide({ facts: log, course: readCourse(log), said: readSaid(log) }, now, world);

/** A log with what was read of it. */
export interface ReadLog {
  facts: readonly AnyFact[];
  course: Course;
  said: Said;
}

/** Decides on a log that has been read, which is most of the work where one loop looks again and again. */
export function decide(read: ReadLog, now: Instant, world: World): Outcome {
  const { said } = read;
  const { next } = world;
  if (next && said.begun === next.version) return decideBy(read, now, next.world);
  const outcome = decideBy(read, now, world);
  return next && said.planned?.to === next.version
    ? (begunBy(read, outcome, said.planned, now, world, next.world) ?? outcome)
    : outcome;
}

/**
 * The same look by the version that is planned for the next cycle, where this look opens one; else null. A loop in which
 * somebody was told of what is still open, as only the present version tells them, goes on to the cycle after.
 */
function begunBy(
  { facts, course, said }: ReadLog,
  { say, standing }: Outcome,
  { moveId, from, to }: PlannedVersion,
  now: Instant,
  before: World,
  after: World,
): Outcome | null {
  const opens = opensCycle(say, said);
  if (!opens || isToldToOthers(standing.open, said, before.cadence, after.cadence)) return null;
  const changed = new Map([...said.opened.keys()].map((key) => [key, 'cadence'] as const));
  const begun = decideBy({ facts, course, said: { ...said, planned: null, begun: to, changed } }, now, after);
  const fact: EngineFact = {
    kind: 'versionBegun',
    happenedAt: opens.happenedAt,
    data: { moveId, from, to },
  };
  return { ...begun, say: [fact, ...begun.say].sort((a, b) => a.happenedAt - b.happenedAt) };
}

function decideBy({ facts: log, course: rostered, said }: ReadLog, now: Instant, world: World): Outcome {
  const cover = coverOf(rostered, now, world);
  const course = ledBy(rostered, cover);
  const { cycles, obligations: due } = readOwed(course, log, said, now, world);
  const { phase, since, ends } = phaseOf(course, cycles, said, now);
  const still = isEnded(phase) || phase === 'paused' || phase === 'excused';
  // Nobody is sought to take a loop that stands still.
  const owed = cover && !still ? [...due, readCover(cover, course)] : due;
  const obligations = closeWithLoop(owed, ends);
  const climbs = new Map(
    still ? [] : obligations.filter(isOpen).map((one) => [one, climb(one, course, said, now, world)]),
  );
  const uncovered = isCoverSought(obligations);
  const stalls = [...climbs].flatMap(
    ([one, climbed]) => stallOf(one, climbed, course, uncovered, now, world) ?? [],
  );
  const visits = still ? { nudges: [], wakes: [] } : aroundVisits(course, obligations, said, now, world);
  const wakes = isEnded(phase)
    ? null
    : firstWakes({ course, cycles, obligations, climbs, now, world, others: visits.wakes });
  const told = { said, cycles, obligations, climbs, stalls, phase, since, now };
  const words =
    climbs.size > 0
      ? [
          handOverNotice(course, cover, said, now, world),
          ...talksAsked(course, [...climbs.keys()], said, now, world),
          ...repsDoubted(course, [...climbs.keys()], said, now, world),
        ]
      : [];
  return {
    say: said.ended ? [] : whatToSay(told),
    nudges: [...words, ...[...climbs.values()].map(({ nudge }) => nudge), ...visits.nudges].filter(
      (nudge) => nudge !== null,
    ),
    standing: standingOf(course, told, world),
    wakeAt: wakes?.first?.at ?? null,
    why: wakes?.first?.why ?? 'news',
    wakeOnceTold: wakes?.onceTold?.at ?? null,
    waitsForHandOver: [...climbs.values()].some((climbed) => climbed.waitsForHandOver),
    ended: isEnded(phase),
  };
}

interface Stands {
  phase: Phase;
  since: Instant;
  ends: Instant[];
}

/** The phase of the loop, covered by a pause where one is on; an end that was told stays one until it is reopened. */
function phaseOf(course: Course, { moments }: Cycles, said: Said, now: Instant): Stands {
  const walked = walk(course.startedAt, moments);
  if (said.ended) {
    const { phase, at } = said.ended;
    return { phase, since: at, ends: [...walked.ends, at] };
  }
  const pause = course.pauses.find(({ from, until }) => from <= now && (until === null || now < until));
  return pause && !isEnded(walked.phase)
    ? { phase: pause.kind, since: pause.from, ends: walked.ends }
    : walked;
}

/** When a loop ends nothing is owed any more; a reopened one begins with what opens after. */
function closeWithLoop(obligations: readonly Obligation[], ends: readonly Instant[]): readonly Obligation[] {
  if (ends.length === 0) return obligations;
  return obligations.map((one) => {
    const end = isOpen(one) ? ends.find((at) => at >= one.openedAt) : undefined;
    return end === undefined ? one : { ...one, closed: { at: end, how: 'dropped' } };
  });
}
