import type { Audience, PersonId, Seat } from '../people.js';
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
    return {
      ...sought('vacant', Math.max(from, course.startedAt), course),
      leaderlessFrom: from,
      owner: secondLine ? 'secondLine' : 'programOwner',
      asked: secondLine ?? programOwner,
    };
  }
  const absence = longAbsence(course, now, world);
  if (!absence || absence.offeredAt > now) return null;
  return {
    ...sought('away', absence.offeredAt, course),
    leaderlessFrom: absence.from,
    owner: 'secondLine',
    asked: delegate ?? secondLine ?? programOwner,
  };
}

/** Once whoever took it has no seat any more, somebody is sought anew, and told so anew. */
function sought(
  why: 'vacant' | 'away',
  openedAt: Instant,
  course: Course,
): Pick<Cover, 'key' | 'openedAt' | 'taken'> {
  const key = `cover/${why}-${openedAt}`;
  const answer = course.answers.get(key)?.findLast((one) => one.answer === 'takeIt');
  if (!answer?.person) return { key, openedAt, taken: null };
  const lostAt = seatLostAt(answer.person, answer.at, course);
  if (lostAt !== null && lostAt > openedAt) return sought(why, lostAt, course);
  const { roster } = course;
  const seat = seatOf(roster, answer.person);
  return {
    key,
    openedAt,
    taken: seat && seat.person !== roster.manager?.person ? { seat, at: answer.at } : null,
  };
}

/** When somebody who sat here then, or has since, first lost their seat; whoever has one again took nothing again. */
function seatLostAt(person: PersonId, since: Instant, { rosters }: Course): Instant | null {
  let sat = false;
  for (const { roster, from } of rosters.slice(rosters.findLastIndex((one) => one.from <= since))) {
    const sits = seatOf(roster, person) !== null;
    if (sat && !sits) return from;
    sat = sits;
  }
  return null;
}

/** The course under whoever has taken the loop: what its manager owes is asked of them, on their days since. */
export function ledBy(course: Course, cover: Cover | null): Course {
  if (!cover?.taken) return course;
  const { seat, at } = cover.taken;
  const leaderless = { from: cover.leaderlessFrom, until: at };
  const earlier = course.vacancies.filter(({ until }) => until !== null);
  return { ...course, lead: seat, vacancies: at > leaderless.from ? [...earlier, leaderless] : earlier };
}
