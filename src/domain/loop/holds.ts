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
import type { Course, Hold } from './course.js';
import type { Obligation } from './obligation.js';
import { daysLater, daysOf, type World } from './setting.js';

const FIELD_WORK = new Set(['observe', 'checkIn']);

/**
 * The ends of the days of visits that are planned within the cadence's tolerance, earliest first. A visit that was
 * moved twice is no plan any more.
 */
export function plannedVisits(obligation: Obligation, course: Course, world: World): Instant[] {
  if (obligation.dueAt === null || !FIELD_WORK.has(obligation.kind)) return [];
  const { due, calendar } = daysOf(course, world, course.roster.manager);
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

/** Honest answers to an obligation, cut where together they pass the cadence's limit. */
export function grantedHolds(obligation: Obligation, course: Course, world: World): Hold[] {
  if (obligation.owner !== 'manager') return [];
  const { calendar } = daysOf(course, world, course.roster.manager);
  const { days, weeks, ms, exact } = parseDuration(world.cadence.tolerance.snooze);
  const working = world.cadence.clock === 'working' && !exact;
  let left = working ? days + weeks * calendar.week.length : (days + weeks * 7) * 24 * HOUR + ms;
  let heldUntil = -Infinity;
  const granted: Hold[] = [];
  for (const hold of course.holds) {
    if (hold.from < obligation.openedAt || !answers(hold, obligation) || left <= 0) continue;
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

/**
 * Until when a message that would go at `slot` is kept back: by a planned visit, by an honest answer, or because
 * the loop is too young to be told above the manager. Null: it is not.
 */
export function keptBackUntil(
  obligation: Obligation,
  audience: Audience,
  slot: Instant,
  course: Course,
  world: World,
): Instant | null {
  const until = [
    ...plannedVisits(obligation, course, world),
    ...grantedHolds(obligation, course, world).flatMap((hold) => (hold.from <= slot ? [hold.until] : [])),
    ...(isAboveManager(audience) ? quietUntil(course, world) : []),
  ].filter((at) => at > slot);
  return until.length === 0 ? null : Math.max(...until);
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
