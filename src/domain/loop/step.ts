import type { AnyFact, EngineFact } from '../facts.js';
import type { Audience, PersonId } from '../people.js';
import type { Instant } from '../time.js';
import type { ObligationKind, Phase } from '../words.js';
import { readCourse, type Course } from './course.js';
import { readCycles, type Cycles } from './cycles.js';
import { climb, type Climb, type NudgePlan } from './ladder.js';
import { isOpen, readObligations, tooLongAway, type Obligation } from './obligation.js';
import { isEnded, walk } from './phases.js';
import { readSaid, type Said } from './said.js';
import type { World } from './setting.js';
import { stallOf, type Stall } from './stall.js';
import { whatToSay } from './telling.js';

/** Where an enrolment stands, so that reading never replays a log. */
export interface Standing {
  phase: Phase;
  phaseSince: Instant;
  cycle: number;
  stall: Stall | null;
  /** The open obligation that is due first; an unanswered acknowledgement is nobody's deadline. */
  next: { obligation: string; kind: ObligationKind; owner: Audience; ownerId: PersonId | null; dueAt: Instant | null } | null;
  open: Obligation[];
  observations: number;
  lastObservedAt: Instant | null;
  readyAt: Instant | null;
  nextVisitAt: Instant | null;
  adoptedAt: Instant | null;
  sustainedAt: Instant | null;
  lapsedAt: Instant | null;
  endedAt: Instant | null;
}

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
  ended: boolean;
}

/**
 * Decides. The log is the whole state: the same facts, calendars and `now` give the same outcome, however often
 * and in whatever order they were told. Calling it again after storing `say` finds nothing new to say.
 * @param log all facts of one enrolment in the order of their recording, the loop's own among them
 * @throws Error if the log is not that of an enrolment
 */
export function step(log: readonly AnyFact[], now: Instant, world: World): Outcome {
  const course = readCourse(log);
  const said = readSaid(log);
  const cycles = readCycles(course, log, now, world);
  const { phase, since } = phaseOf(course, cycles, said, now);
  const obligations = closeWithLoop(readObligations(course, cycles, now, world), phase, since);
  const climbs = climbAll(obligations, course, said, now, world, phase);
  const stalls = [...climbs].flatMap(([one, climbed]) => stallOf(one, climbed, course, now, world) ?? []);
  const telling = { course, said, cycles, obligations, climbs, stalls, phase, since, now };
  const wake = firstWake(course, cycles, obligations, climbs, phase, now, world);
  return {
    say: whatToSay(telling),
    nudges: [...climbs.values()].flatMap(({ nudge }) => nudge ?? []),
    standing: standingOf(course, cycles, obligations, stalls, said, phase, since, now),
    wakeAt: wake?.at ?? null,
    why: wake?.why ?? 'news',
    waitsForHandOver: [...climbs.values()].some((climbed) => climbed.waitsForHandOver),
    ended: isEnded(phase),
  };
}

/** The phase of the loop, covered by a pause where one is on; an end that was told stays one until it is reopened. */
function phaseOf(course: Course, { moments }: Cycles, said: Said, now: Instant): { phase: Phase; since: Instant } {
  if (said.ended) return { phase: said.ended.phase, since: said.ended.at };
  const beneath = walk(course.startedAt, moments.filter(({ at }) => at <= now));
  const pause = course.pauses.find(({ from, until }) => from <= now && (until === null || now < until));
  return pause && !isEnded(beneath.phase) ? { phase: pause.kind, since: pause.from } : beneath;
}

/** Nothing is owed in a loop that has ended. */
function closeWithLoop(obligations: Obligation[], phase: Phase, since: Instant): Obligation[] {
  if (!isEnded(phase)) return obligations;
  return obligations.map((one) => (isOpen(one) ? { ...one, closed: { at: Math.max(since, one.openedAt), how: 'dropped' } } : one));
}

function climbAll(
  obligations: readonly Obligation[],
  course: Course,
  said: Said,
  now: Instant,
  world: World,
  phase: Phase,
): Map<Obligation, Climb> {
  const still = isEnded(phase) || phase === 'paused' || phase === 'excused';
  return new Map(still ? [] : obligations.filter(isOpen).map((one) => [one, climb(one, course, said, now, world)]));
}

function firstWake(
  course: Course,
  cycles: Cycles,
  obligations: readonly Obligation[],
  climbs: ReadonlyMap<Obligation, Climb>,
  phase: Phase,
  now: Instant,
  world: World,
): { at: Instant; why: string } | null {
  if (isEnded(phase)) return null;
  const wakes = [...climbs.values()].flatMap((climbed) => climbed.wakes);
  const add = (at: Instant | null, why: string): void => {
    if (at !== null && at > now) wakes.push({ at, why });
  };
  for (const one of obligations) if (isOpen(one)) add(one.dueAt, `due of ${one.kind}`);
  for (const at of cycles.wakes) add(at, 'answer or action');
  for (const { dueAt } of cycles.checkIns) add(dueAt, 'due of checkIn');
  for (const { from, until } of course.pauses) for (const at of [from, until]) add(at, 'pause');
  for (const { until } of course.holds) add(until, 'hold');
  for (const { at } of course.visits) add(at, 'visit');
  add(course.startedAt, 'start');
  add(tooLongAway(course, now, world), 'absence');
  return wakes.sort((a, b) => a.at - b.at)[0] ?? null;
}

function standingOf(
  course: Course,
  { cycles, adoptions, sustainedAt }: Cycles,
  obligations: readonly Obligation[],
  stalls: readonly Stall[],
  said: Said,
  phase: Phase,
  phaseSince: Instant,
  now: Instant,
): Standing {
  const open = obligations.filter(isOpen).sort((a, b) => (a.dueAt ?? Infinity) - (b.dueAt ?? Infinity));
  const first = open.find(({ kind }) => kind !== 'acknowledge');
  const adoption = adoptions.at(-1);
  const began = (stall: Stall): Instant => said.stalls.get(stall.obligation)?.since ?? stall.since;
  const stall = [...stalls].sort((a, b) => began(a) - began(b))[0];
  return {
    phase,
    phaseSince,
    cycle: Math.max(1, ...open.map(({ cycle }) => cycle), cycles.length),
    stall: stall ? { ...stall, since: began(stall) } : null,
    next: first ? { obligation: first.key, kind: first.kind, owner: first.owner, ownerId: first.ownerId, dueAt: first.dueAt } : null,
    open,
    observations: cycles.length,
    lastObservedAt: cycles.at(-1)?.sighting.at ?? null,
    readyAt: course.readyAt !== null && course.readyAt > (cycles.at(-1)?.sighting.at ?? 0) ? course.readyAt : null,
    nextVisitAt: earliest(course.visits.filter(({ state, at }) => state === 'planned' && at >= now).map(({ at }) => at)),
    adoptedAt: adoption && !adoption.lapse ? adoption.at : null,
    sustainedAt,
    lapsedAt: adoption?.lapse?.at ?? null,
    endedAt: isEnded(phase) ? phaseSince : null,
  };
}

const earliest = (instants: readonly Instant[]): Instant | null => (instants.length === 0 ? null : Math.min(...instants));
