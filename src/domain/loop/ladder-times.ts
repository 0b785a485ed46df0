import type { Channel } from '../cadence.js';
import { noticeSlot, saysGoesOn } from '../message/notice.js';
import { noticeOf } from '../message/subject.js';
import { slotAfterDay, tellingSlot } from '../message/weekly.js';
import { isAboveManager, type Audience, type Seat } from '../people.js';
import type { Instant } from '../time.js';
import { lacksRoom, type Course } from './course.js';
import type { Obligation } from './obligation.js';
import {
  addressee,
  afterHolds,
  lastTold,
  placeRung,
  reachableSince,
  slotFrom,
  type Below,
} from './rung-slots.js';
import { rungKey, type Said } from './said.js';
import type { World } from './setting.js';
import type { Step } from './steps.js';

/** A rung's moment and whoever sits there. */
export interface Reached {
  step: Step;
  seat: Seat;
  slot: Instant;
}

/** A message of a ladder whose person and time are known. */
export interface Telling {
  /** Its name among the nudges: the obligation, or the offer before it goes on. */
  subject: string;
  step: Step;
  audience: Audience;
  seat: Seat;
  via: readonly Channel[];
  /** When its rung was or is reached. */
  slot: Instant;
  /** With the recipient's message of that day or week, after whatever it has to wait for. */
  at: Instant;
  /**
   * Not before then does it count as brought to nobody: a day without room makes no person unreachable, be it the
   * day of somebody who had to hand it on.
   */
  expectedAt: Instant;
  /** What an offer is made before. */
  announces: Reached | null;
}

/** One ladder, and all that says when its messages go. */
export interface Ladder {
  obligation: Obligation;
  course: Course;
  said: Said;
  now: Instant;
  world: World;
  below: Below;
  /** Somebody on the way up could not be reached. */
  unreachable: boolean;
}

/** When the message of a rung is told; the rung itself was reached at its slot. */
export function tellingOf({ step, seat, slot }: Reached, ladder: Ladder): Telling {
  const subject = ladder.obligation.key;
  const times = timesOf(subject, step, step.to, seat, slot, ladder);
  return { subject, step, audience: step.to, seat, via: step.via, slot, ...times, announces: null };
}

/**
 * The offer of help that a manager gets before a message goes above them, with to whom it goes and when. Null: none is
 * owed, since they were not told of it at all, their last message said so already, or they are away until then.
 */
export function noticeBefore({ step, seat, at }: Telling, reached: Reached, ladder: Ladder): Telling | null {
  const { obligation, course, now, world, below, unreachable } = ladder;
  const told = below.heard && lastTold(below.heard);
  if (!isGuarded(step.to, ladder) || told?.as !== 'manager' || unreachable) return null;
  const manager = addressee('manager', obligation, course, now, world);
  if (!manager || manager.person === seat.person) return null;
  const calendar = world.calendars(manager);
  const slot = noticeSlot(at, calendar);
  if (slot === null || saysGoesOn(told.at, at, calendar)) return null;
  const subject = noticeOf(obligation.key);
  return {
    subject,
    step,
    audience: 'manager',
    seat: manager,
    via: below.heard!.rung.via,
    slot,
    ...timesOf(subject, step, 'manager', manager, Math.max(slot, below.notBefore), ladder),
    announces: reached,
  };
}

/** What comes after a message that is handed over at `slot`. */
export interface Following {
  /** Null: nobody sits there. */
  to: Audience | null;
  seat: Seat | null;
  /** When its rung is reached. */
  slot: Instant;
  at: Instant;
  /** Whether it is time to say so. */
  says: boolean;
  /** The first moment at which the ladder moves on: the next rung, its message, or the offer before it. */
  movesAt: Instant;
}

export function following(
  { announces, audience, seat, step }: Telling,
  next: Step | undefined,
  slot: Instant,
  ladder: Ladder,
): Following | null {
  if (announces) {
    const { at, slot: reachedAt } = tellingOf(afterOffer(announces, slot, ladder), ladder);
    return { to: announces.step.to, seat: announces.seat, slot: reachedAt, at, says: true, movesAt: at };
  }
  if (!next) return null;
  const { obligation, course, now, world, below } = ladder;
  const placed = placeRung(
    next,
    { ...below, heard: { rung: step, at: slot } },
    obligation,
    course,
    now,
    world,
  );
  if (!placed) return null;
  const at = placed.seat ? tellingOf({ ...placed, step: next, seat: placed.seat }, ladder).at : placed.slot;
  const manager = world.calendars(seat);
  const guarded = (audience === 'manager' || audience === 'coCoach') && isGuarded(next.to, ladder);
  const says = !guarded || saysGoesOn(slot, at, manager);
  const movesAt = Math.min(placed.slot, (!says && noticeSlot(at, manager)) || at);
  return { to: placed.seat && next.to, seat: placed.seat, slot: placed.slot, at, says, movesAt };
}

/** On the day after the manager was offered help, at the earliest. */
export const afterOffer = (reached: Reached, offeredAt: Instant, { world }: Ladder): Reached => ({
  ...reached,
  slot: Math.max(reached.slot, slotAfterDay(world.calendars(reached.seat), offeredAt)),
});

/** Whether the manager is offered help first. Whoever seeks somebody to take a loop asks for help already. */
const isGuarded = (audience: Audience, { obligation, world }: Ladder): boolean =>
  world.cadence.clock === 'working' && isAboveManager(audience) && obligation.kind !== 'cover';

function timesOf(
  subject: string,
  step: Step,
  audience: Audience,
  seat: Seat,
  slot: Instant,
  ladder: Ladder,
): Pick<Telling, 'at' | 'expectedAt'> {
  const { obligation, course, said, now, world } = ladder;
  const { calledAt } = step;
  if (world.cadence.clock === 'calendar') return { at: slot, expectedAt: slot };
  const recipient = world.calendars(seat);
  const visits = course.visits.filter(({ state }) => state === 'planned');
  const weekly = { audience, fault: isFault(ladder), visits };
  const told = (from: Instant): Instant => {
    if (calledAt !== undefined) return Math.max(from, slotFrom(calledAt, recipient, world));
    const at = tellingSlot(weekly, from, recipient);
    const { slot: free } = afterHolds(at, audience, recipient, obligation, course, world);
    return free === at ? at : told(free);
  };
  const waits = said.putOff.get(rungKey(subject, step.index));
  const planned = told(slot);
  const later = waits ? Math.max(planned, told(slotAfterDay(recipient, waits.at))) : planned;
  const reachable = (as: Audience, who: Seat): Instant =>
    reachableSince(as, who, obligation, course, now, world);
  // An offer that had no room before somebody stood in for the manager may have kept it back until then.
  const offered = isGuarded(audience, ladder) && addressee('manager', obligation, course, now, world);
  const since = Math.max(
    // Whoever else left may have been who kept it back.
    course.rosters.at(-1)!.knownAt,
    reachable(audience, seat),
    offered ? reachable('manager', offered) : -Infinity,
  );
  return { at: waits?.person === seat.person ? later : planned, expectedAt: Math.max(later, since) };
}

/** Whether the data are at fault, as the stall would say (`stall.ts`). */
function isFault({ obligation, course, unreachable }: Ladder): boolean {
  const vacant = course.lead === null && obligation.kind !== 'feedback';
  return unreachable || vacant || lacksRoom(obligation.key, course);
}
