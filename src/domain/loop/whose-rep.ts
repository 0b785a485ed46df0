import { whoseOf } from '../message/subject.js';
import type { Instant } from '../time.js';
import type { Course } from './course.js';
import { heldBy } from './holds.js';
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
  const doubts = course.holds.filter(({ kind }) => kind === 'notMyRep');
  return open.flatMap((one) => {
    if (heldBy(one, course, now, world)?.because !== 'notMyRep') return [];
    const told = doubts.filter(({ from }) => from <= now);
    const since = told.at(-1)!.from;
    const subject = whoseOf(one.key);
    return (
      wordTo(programOwner, { subject, rung: told.length - 1, since, as: 'programOwner' }, said, now, world) ??
      []
    );
  });
}
