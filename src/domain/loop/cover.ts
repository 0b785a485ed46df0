import type { Audience, Seat } from '../people.js';
import type { Instant } from '../time.js';
import { longAbsence } from './absence.js';
import type { Course } from './course.js';
import { seatOf, type World } from './setting.js';

/** Somebody must take the loop: the line is vacant, or its manager is away for longer than a loop may wait. */
export interface Cover {
  /** Names it for ever. */
  key: string;
  openedAt: Instant;
  /** Since when nobody leads. */
  leaderlessFrom: Instant;
  owner: Audience;
  /** Who is asked to take it, or to name somebody. */
  asked: Seat | null;
  /** Who did, and since when; a taker without a seat has lost it, and the loop is sought for again. */
  taken: { seat: Seat; at: Instant } | null;
}

/** Null: the loop has its manager, who is there or back in time. */
export function coverOf(course: Course, now: Instant, world: World): Cover | null {
  const { manager, delegate, secondLine, programOwner } = course.roster;
  if (!manager) {
    const { from } = course.vacancies.at(-1)!;
    const openedAt = Math.max(from, course.startedAt);
    const key = `cover/vacant-${openedAt}`;
    return {
      key,
      openedAt,
      leaderlessFrom: from,
      owner: secondLine ? 'secondLine' : 'programOwner',
      asked: secondLine ?? programOwner,
      taken: takenBy(course, key),
    };
  }
  const absence = longAbsence(course, now, world);
  if (!absence || absence.offeredAt > now) return null;
  const key = `cover/away-${absence.offeredAt}`;
  return {
    key,
    openedAt: absence.offeredAt,
    leaderlessFrom: absence.from,
    owner: 'secondLine',
    asked: delegate ?? secondLine ?? programOwner,
    taken: takenBy(course, key),
  };
}

function takenBy({ answers, roster }: Course, key: string): Cover['taken'] {
  const taken = answers.get(key)?.findLast(({ answer }) => answer === 'takeIt');
  const seat = taken?.person ? seatOf(roster, taken.person) : null;
  return taken && seat && seat.person !== roster.manager?.person ? { seat, at: taken.at } : null;
}

/** The course under whoever has taken the loop: what its manager owes is asked of them, on their days since. */
export function ledBy(course: Course, cover: Cover | null): Course {
  if (!cover?.taken) return course;
  const { seat, at } = cover.taken;
  const leaderless = { from: cover.leaderlessFrom, until: at };
  const earlier = course.vacancies.filter(({ until }) => until !== null);
  return { ...course, lead: seat, vacancies: at > leaderless.from ? [...earlier, leaderless] : earlier };
}
