import { isAboveManager, type Audience } from '../people.js';
import { HOUR, type Instant } from '../time.js';
import {
  dueAt,
  endOfWorkingDay,
  localDate,
  parseDuration,
  workingDaysBetween,
} from '../working-time/index.js';
import { presentIn } from './absence.js';
import { PUT_OFF_FOR, type Course, type Hold } from './course.js';
import type { Obligation } from './obligation.js';
import { readableAt } from './readable.js';
import { daysLater, daysOf, type World } from './setting.js';
import { sightingBehind } from './sightings.js';

/** Why a message can be kept back. */
export const HOLDS = [
  'visitPlanned',
  ...PUT_OFF_FOR,
  /** The loop is too young to be told above the manager. */
  'opening',
  /** The two should talk before the rep reads it. */
  'talkFirst',
  /** It should be out, and is not yet in somebody's hands. */
  'handOver',
  /** The recipient's message of the day was full. */
  'noRoom',
  /** The manager is offered help before it goes above them. */
  'helpFirst',
  /** It waits for the recipient's message of the week. */
  'weekly',
  /** Whose days are counted has none within a year: somebody is sought to take the loop. */
  'nobodyThere',
  'paused',
  'excused',
] as const;

/** What keeps a message back, and until when; `until` null: until somebody does something. */
export interface Kept {
  because: (typeof HOLDS)[number];
  until: Instant | null;
}

const FIELD_WORK = new Set(['observe', 'checkIn']);

/**
 * The ends of the days of visits that are planned within the cadence's tolerance, earliest first. A visit that was
 * moved twice is no plan any more.
 */
export function plannedVisits(obligation: Obligation, course: Course, world: World): Instant[] {
  if (obligation.dueAt === null || !FIELD_WORK.has(obligation.kind)) return [];
  const { due, calendar } = daysOf(course, world, course.lead);
  const latest = due(obligation.dueAt, world.cadence.tolerance.plan);
  if (latest === null) return [];
  return course.visits
    .filter(
      ({ state, moves, at }) => state === 'planned' && moves < 2 && at >= obligation.openedAt && at <= latest,
    )
    .map(({ at }) =>
      world.cadence.clock === 'calendar'
        ? at
        : Math.max(at, endOfWorkingDay(calendar, localDate(calendar.zone, at))),
    );
}

/**
 * Honest answers to an obligation by or for whoever owes it, cut where together they pass the cadence's limit: a rep
 * who asks for more time keeps nothing back that the manager owes.
 */
export function grantedHolds(obligation: Obligation, course: Course, world: World): Hold[] {
  if (course.holds.length === 0) return [];
  const { owner } = obligation;
  const { calendar } = daysOf(course, world, owner === 'rep' ? course.roster.rep : course.lead);
  const { days, weeks, ms, exact } = parseDuration(world.cadence.tolerance.snooze);
  const working = world.cadence.clock === 'working' && !exact;
  let left = working ? days + weeks * calendar.week.length : (days + weeks * 7) * 24 * HOUR + ms;
  let heldUntil = -Infinity;
  const granted: Hold[] = [];
  for (const hold of course.holds) {
    if (hold.owedBy !== owner || hold.from < obligation.openedAt || !answers(hold, obligation) || left <= 0)
      continue;
    // Days that an earlier answer holds already are not counted twice.
    const from = Math.max(hold.from, heldUntil);
    if (hold.until <= from) continue;
    const asked = working ? workingDaysBetween(calendar, from, hold.until) : hold.until - from;
    const until =
      asked <= left ? hold.until : working ? daysLater(world, calendar, from, `P${left}D`) : from + left;
    left -= asked;
    if (until === null || until <= from) continue;
    heldUntil = until;
    granted.push({ ...hold, until });
  }
  return granted;
}

/** Whether an answer speaks of this obligation: no opportunity to observe says nothing of a feedback owed. */
const answers = ({ kind }: Hold, obligation: Obligation): boolean =>
  FIELD_WORK.has(obligation.kind) || kind === 'snoozed' || kind === 'notMyRep';

/** An honest answer that holds now: nobody is asked before `until`. */
export interface Held {
  because: Hold['because'];
  until: Instant;
}

/** The answer that holds at `now`: of several, the one that lasts longest. Null: none does. */
export function heldBy(obligation: Obligation, course: Course, now: Instant, world: World): Held | null {
  const holding = grantedHolds(obligation, course, world).filter(
    ({ from, until }) => from <= now && now < until,
  );
  const longest = holding.sort((a, b) => b.until - a.until)[0];
  return longest ? { because: longest.because, until: longest.until } : null;
}

/**
 * By which fact whoever owes it says now that the rep is not theirs, however long anything else holds. Null: nobody does.
 */
export const doubtOf = ({ owner, openedAt }: Obligation, course: Course, now: Instant): Hold | null =>
  (owner === 'manager' &&
    course.holds.findLast(
      ({ kind, from, until }) => kind === 'notMyRep' && from >= openedAt && from <= now && now < until,
    )) ||
  null;

type KeptUntil = Kept & { until: Instant };

/** What keeps a message back that would go at `slot`: of several, the one that lasts longest. Null: nothing. */
export function keptBack(
  obligation: Obligation,
  audience: Audience,
  slot: Instant,
  course: Course,
  world: World,
): KeptUntil | null {
  const holds: KeptUntil[] = [
    ...plannedVisits(obligation, course, world).map((until) => ({ because: 'visitPlanned' as const, until })),
    ...grantedHolds(obligation, course, world)
      .filter(({ from }) => from <= slot)
      .map(({ because, until }) => ({ because, until })),
    ...(isAboveManager(audience) ? quietUntil(course, world) : []).map((until) => ({
      because: 'opening' as const,
      until,
    })),
    ...[
      ...(audience === 'rep' ? unread(obligation, course, world) : []),
      ...untilRegroup(obligation, course, world),
    ].map((until) => ({ because: 'talkFirst' as const, until })),
  ];
  return holds.reduce<KeptUntil | null>(
    (longest, hold) => (hold.until > Math.max(slot, longest?.until ?? slot) ? hold : longest),
    null,
  );
}

/** When the rep may read what this obligation rests on. */
function unread({ key, kind }: Obligation, course: Course, world: World): Instant[] {
  if (kind !== 'acknowledge' && kind !== 'action') return [];
  const sighting = sightingBehind(key, course);
  const at = sighting && readableAt(sighting, course, world);
  return at ? [at] : [];
}

/** What was agreed on a visit that the rep sees differently waits until the two have talked, or should have. */
function untilRegroup({ key, kind }: Obligation, course: Course, world: World): Instant[] {
  if (kind !== 'action' && kind !== 'followUp') return [];
  const sighting = sightingBehind(key, course);
  if (!sighting?.dispute || sighting.regroup) return [];
  const until = daysOf(course, world, course.lead).due(sighting.dispute.at, world.cadence.regroup.within);
  return until === null ? [] : [until];
}

/** Counted as if nobody were ever away: a manager's long absence is just what somebody above must hear of. */
function quietUntil(course: Course, world: World): Instant[] {
  const calendar = presentIn(world.calendars(course.roster.manager ?? course.roster.rep));
  const until = dueAt(
    course.openedAt,
    world.cadence.opening.quietAboveManager,
    world.cadence.clock,
    calendar,
  );
  return until === null ? [] : [until];
}
