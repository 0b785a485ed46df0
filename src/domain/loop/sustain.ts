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
  /** The loop was begun anew. */
  reopenedAt: Instant | null;
}

/** A look, some time after adoption, whether it still holds. */
export interface CheckIn {
  key: string;
  cycle: number;
  openedAt: Instant;
  dueAt: Instant | null;
  metAt: Instant | null;
  droppedAt: Instant | null;
}

/**
 * The check-ins of one adoption. Their distances are counted on the calendar, since forgetting knows no working
 * days; on the working clock each falls due at the end of the manager's next working day. An observation meets
 * every check-in whose window it has reached: the window of the next opens when the one before is due. It is
 * sustained when all are met, but not before the last one's distance has passed.
 */
export function readCheckIns(
  adoption: Adoption,
  course: Course,
  world: World,
): { checkIns: CheckIn[]; sustainedAt: Instant | null } {
  const { calendar, due } = daysOf(course, world, course.lead);
  const endsAt = adoption.lapse?.at ?? adoption.reopenedAt;
  const lives = (at: Instant): boolean => endsAt === null || at < endsAt;
  const after = (within: string): Instant | null =>
    world.cadence.clock === 'calendar'
      ? due(adoption.at, within)
      : dueAt(adoption.at, within, 'calendar', calendar);
  const fallsDue = (exact: Instant | null): Instant | null => {
    if (exact === null || world.cadence.clock === 'calendar') return exact;
    const day = workingDayOnOrAfter(calendar, localDate(calendar.zone, exact));
    return day === null ? null : endOfWorkingDay(calendar, day);
  };
  const holding = course.sightings.filter(
    ({ feedback }) => feedback === null || (feedback.level !== null && feedback.level >= world.level),
  );
  const distances = world.cadence.sustain.checkIns;
  const checkIns: CheckIn[] = [];
  let openedAt: Instant | null = adoption.at;
  let settledAt: Instant | null = after(distances.at(-1)!);
  for (const [index, within] of distances.entries()) {
    if (openedAt === null || !lives(openedAt)) return { checkIns, sustainedAt: null };
    const windowFrom: Instant = openedAt;
    const seen = holding.find(({ at }) => at > windowFrom && lives(at));
    openedAt = fallsDue(after(within));
    checkIns.push({
      key: `checkIn/${adoption.anchor}/${index + 1}`,
      cycle: adoption.cycle,
      openedAt: windowFrom,
      dueAt: openedAt,
      metAt: seen?.at ?? null,
      droppedAt: seen ? null : endsAt,
    });
    const toldAt = seen?.feedback?.at;
    settledAt = settledAt === null || toldAt === undefined ? null : Math.max(settledAt, toldAt);
  }
  return { checkIns, sustainedAt: settledAt !== null && lives(settledAt) ? settledAt : null };
}
