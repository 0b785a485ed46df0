import { talkOf } from '../message/subject.js';
import type { Seat } from '../people.js';
import type { Instant } from '../time.js';
import type { Course } from './course.js';
import type { NudgePlan } from './ladder.js';
import { answeredAt, type Obligation } from './obligation.js';
import type { Said } from './said.js';
import { seatOf, type World } from './setting.js';
import { sightingBehind } from './sightings.js';
import { wordTo } from './word.js';

/** The rep would like to talk about something that is open: whoever was there hears so, else whoever leads the loop. */
export function talksAsked(
  course: Course,
  open: readonly Obligation[],
  said: Said,
  now: Instant,
  world: World,
): NudgePlan[] {
  return open.flatMap((one) => {
    const since = answeredAt(one, 'talkAbout');
    const seat = since === null ? null : coachOf(one, course);
    if (since === null || seat === null) return [];
    return (
      wordTo(
        seat,
        { subject: talkOf(one.key), rung: before(one.key, course, since), since },
        said,
        now,
        world,
      ) ?? []
    );
  });
}

/** Wishes to talk about it that a talk has followed: each new one is told. */
const before = (key: string, { answers }: Course, since: Instant): number =>
  (answers.get(key) ?? []).filter(({ answer, at }) => answer === 'talkAbout' && at < since).length;

function coachOf({ key }: Obligation, course: Course): Seat | null {
  const seen = sightingBehind(key, course);
  return (seen && seatOf(course.roster, seen.observer)) ?? course.lead;
}
