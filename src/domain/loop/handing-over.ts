import { CHANNELS } from '../cadence.js';
import type { Instant } from '../time.js';
import { nextSlot, outsideQuiet } from '../working-time/index.js';
import type { Course } from './course.js';
import type { NudgePlan } from './ladder.js';
import { usableSlot } from './rung-slots.js';
import { rungKey, type Said } from './said.js';
import type { World } from './setting.js';

/**
 * What a new manager is told once: this loop is yours now. It is no rung and nobody owes it; named by the fact that
 * brought the manager, it is never repeated, and rides in whatever else goes to them at their next slot. Null where
 * the manager has been there from the beginning, knows already, or could not be told.
 */
export function handOverNotice(course: Course, said: Said, now: Instant, world: World): NudgePlan | null {
  const { manager } = course.roster;
  if (!manager) return null;
  const led = course.rosters.findLastIndex(({ roster }) => roster.manager?.person !== manager.person);
  if (led < 0) return null;
  const { id, from } = course.rosters[led + 1]!;
  const obligation = `handOver/${id}`;
  const key = rungKey(obligation, 0);
  if (said.handedOver.has(key) || said.unreachable.has(key)) return null;
  const calendar = world.calendars(manager);
  const exact = world.cadence.clock === 'calendar';
  const slot = (exact ? null : nextSlot(calendar, from)) ?? outsideQuiet(calendar, from);
  return {
    obligation,
    rung: 0,
    audience: 'manager',
    person: manager.person,
    slot: usableSlot(slot, now, calendar, exact),
    via: CHANNELS,
    stall: false,
    goesOn: null,
  };
}
