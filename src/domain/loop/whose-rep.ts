import { whoseOf } from '../message/subject.js';
import type { Instant } from '../time.js';
import type { Course } from './course.js';
import { doubtOf } from './holds.js';
import type { NudgePlan } from './ladder.js';
import type { Obligation } from './obligation.js';
import type { Said } from './said.js';
import type { World } from './setting.js';
import { wordTo } from './word.js';

/** Whoever was asked says that the rep is not theirs: the program owner, unless they lead the loop, hears so once each time. */
export function repsDoubted(
  course: Course,
  open: readonly Obligation[],
  said: Said,
  now: Instant,
  world: World,
): NudgePlan[] {
  const { programOwner } = course.roster;
  if (!programOwner || programOwner.person === course.lead?.person) return [];
  return open.flatMap((one) => {
    const doubt = doubtOf(one, course, now);
    if (!doubt) return [];
    const subject = whoseOf(one.key, doubt.id, programOwner.person);
    return wordTo(programOwner, { subject, since: doubt.from, as: 'programOwner' }, said, now, world) ?? [];
  });
}
