import { CHANNELS } from '../cadence.js';
import { slotAfterDay } from '../message/weekly.js';
import type { Audience, Seat } from '../people.js';
import type { Instant } from '../time.js';
import { nextSlot, outsideQuiet } from '../working-time/index.js';
import type { NudgePlan } from './ladder.js';
import { usableSlot } from './rung-slots.js';
import { rungKey, type Said } from './said.js';
import type { World } from './setting.js';

/**
 * A word to somebody that is no rung: told once, it rides in whatever else goes to them at their next slot. Null: they
 * have heard it, or could not be told.
 */
export function wordTo(
  seat: Seat,
  {
    subject,
    rung = 0,
    since,
    as = 'manager',
  }: { subject: string; rung?: number; since: Instant; as?: Audience },
  said: Said,
  now: Instant,
  world: World,
): NudgePlan | null {
  const key = rungKey(subject, rung);
  if (said.handedOver.has(key) || said.unreachable.has(key)) return null;
  const calendar = world.calendars(seat);
  const exact = world.cadence.clock === 'calendar';
  const first = (exact ? null : nextSlot(calendar, since)) ?? outsideQuiet(calendar, since);
  const waits = said.putOff.get(key);
  const slot = waits?.person === seat.person ? Math.max(first, slotAfterDay(calendar, waits.at)) : first;
  return {
    obligation: subject,
    rung,
    audience: as,
    person: seat.person,
    slot: usableSlot(slot, now, calendar, exact),
    via: CHANNELS,
    stall: false,
    goesOn: null,
  };
}
