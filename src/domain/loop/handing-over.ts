import { handOverOf } from '../message/subject.js';
import type { Instant } from '../time.js';
import type { Course } from './course.js';
import type { Cover } from './cover.js';
import type { NudgePlan } from './ladder.js';
import type { Said } from './said.js';
import type { World } from './setting.js';
import { wordTo } from './word.js';

/**
 * What whoever leads a loop now is told once: it is yours. Nobody owes it; named by what brought them, it is never
 * repeated. Null where the manager has been there from the beginning, knows already, or could not be told.
 */
export function handOverNotice(
  course: Course,
  cover: Cover | null,
  said: Said,
  now: Instant,
  world: World,
): NudgePlan | null {
  if (cover?.taken) {
    const { seat, at } = cover.taken;
    return wordTo(seat, { subject: handOverOf(`${cover.key}/${seat.person}`), since: at }, said, now, world);
  }
  const { manager } = course.roster;
  if (!manager) return null;
  const led = course.rosters.findLastIndex(({ roster }) => roster.manager?.person !== manager.person);
  if (led < 0) return null;
  const { id, from } = course.rosters[led + 1]!;
  return wordTo(manager, { subject: handOverOf(id), since: from }, said, now, world);
}
