import type { Instant } from '../time.js';
import { dueAt, endOfWorkingDay, localDate, workingDayOnOrAfter } from '../working-time/index.js';
import type { Course } from './course.js';
import { daysOf, type World } from './setting.js';

export interface Adoption {
  at: Instant;
  cycle: number;
  evidence: string[];
  /** The last observation that counted: names this adoption's check-ins. */
  anchor: string;
  anchoredAt: Instant;
  lapse: { at: Instant; observation: string | null } | null;
}

/** A look, some time after adoption, whether it still holds. */
export interface CheckIn {
  key: string;
  number: number;
  cycle: number;
  openedAt: Instant;
  dueAt: Instant | null;
  metAt: Instant | null;
  droppedAt: Instant | null;
}

/**
 * The check-ins of one adoption. Their distances are counted on the calendar, since forgetting knows no working
 * days; on the working clock each falls due at the end of the manager's next working day. An observation meets
 * every check-in whose window it has reached: the window of the next opens when the one before is due.
 */
export function readCheckIns(
  adoption: Adoption,
  course: Course,
  world: World,
): { checkIns: CheckIn[]; sustainedAt: Instant | null } {
  const { calendar, due } = daysOf(course, world, course.roster.manager);
  const fallsDue = (within: string): Instant | null => {
    if (world.cadence.clock === 'calendar') return due(adoption.at, within);
    const exact = dueAt(adoption.at, within, 'calendar', calendar);
    const day = exact === null ? null : workingDayOnOrAfter(calendar, localDate(calendar.zone, exact));
    return day === null ? null : endOfWorkingDay(calendar, day);
  };
  const holds = course.sightings.filter(
    ({ feedback }) => feedback === null || (feedback.level !== null && feedback.level >= world.level),
  );
  const droppedAt = adoption.lapse?.at ?? null;
  let openedAt: Instant | null = adoption.at;
  let settledAt: Instant | null = adoption.at;
  const checkIns: CheckIn[] = [];
  world.cadence.sustain.checkIns.forEach((within, index) => {
    if (openedAt === null) return;
    const windowFrom: Instant = openedAt;
    const seen = holds.find(({ at }) => at > windowFrom && (droppedAt === null || at < droppedAt));
    const at = fallsDue(within);
    checkIns.push({
      key: `checkIn/${adoption.anchor}/${index + 1}`,
      number: index + 1,
      cycle: adoption.cycle,
      openedAt: windowFrom,
      dueAt: at,
      metAt: seen?.at ?? null,
      droppedAt: seen ? null : droppedAt,
    });
    settledAt = settledAt !== null && seen?.feedback ? Math.max(settledAt, seen.feedback.at) : null;
    openedAt = at;
  });
  const complete = checkIns.length === world.cadence.sustain.checkIns.length;
  return { checkIns, sustainedAt: complete && droppedAt === null ? settledAt : null };
}
