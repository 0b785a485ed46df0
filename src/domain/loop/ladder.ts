import type { Channel, Rung } from '../cadence.js';
import { isAboveManager, type Audience, type PersonId, type Roster, type Seat } from '../people.js';
import { HOUR, type CalendarSlice, type Instant, type IsoDuration } from '../time.js';
import { absentOn, addWorkingTime, endOfWorkingDay, localDate, nextSlot, outsideQuiet, parseDuration, rungSlot } from '../working-time/index.js';
import type { Course, Hold } from './course.js';
import type { Obligation } from './obligation.js';
import { rungKey, type Said } from './said.js';
import { daysLater, daysOf, seatOf, type World } from './setting.js';
import { workingDaysBetween } from '../working-time/index.js';

/** A message that should stand ready: one row, named by obligation and rung. */
export interface NudgePlan {
  obligation: string;
  rung: number;
  audience: Audience;
  person: PersonId;
  slot: Instant;
  via: readonly Channel[];
  stall: boolean;
  /** To whom it goes on, and when, if nothing happens; null where the next rung speaks to the same audience. */
  goesOn: { to: Audience; at: Instant } | null;
}

/** How far one obligation's ladder has been climbed. */
export interface Climb {
  nudge: NudgePlan | null;
  /** The slot of the first rung that makes it a stall, once that has passed. */
  stalledAt: Instant | null;
  /** Somebody on the way up could not be reached. */
  unreachable: boolean;
  reached: { rung: number; at: Instant; audience: Audience; unreachable: boolean }[];
  /** Nothing more comes before this message is in somebody's hands. */
  waitsForHandOver: boolean;
  wakes: { at: Instant; why: string }[];
}

interface Step {
  rung: Rung;
  index: number;
  seat: Seat | null;
  slot: Instant;
}

/** The rungs of an obligation. A loop that no visit day can hold is told to the program owner, never above the manager. */
export function ladderOf(obligation: Obligation, course: Course, world: World): readonly Rung[] {
  const rungs = world.cadence.ladders[obligation.kind];
  return !course.fits && obligation.key === 'observe/first' ? rungs.filter((rung) => rung.to !== 'secondLine') : rungs;
}

/**
 * Climbs the ladder of an open obligation up to `now`: at most one message stands ready, the lowest that was not
 * handed over; the next keeps its distance from the hand-over of the one before.
 */
export function climb(obligation: Obligation, course: Course, said: Said, now: Instant, world: World): Climb {
  const result: Climb = { nudge: null, stalledAt: null, unreachable: false, reached: [], waitsForHandOver: false, wakes: [] };
  if (obligation.dueAt === null) return result;
  const rungs = ladderOf(obligation, course, world);
  let before: { rung: Rung; at: Instant } | null = null;
  for (const [index, rung] of rungs.entries()) {
    const key = rungKey(obligation.key, index);
    const handedOver: Instant | undefined = said.handedOver.get(key);
    const failed: Instant | undefined = said.unreachable.get(key);
    const seat = resolve(rung.to, obligation, course.roster, now, world);
    const slot: Instant | null = handedOver ?? failed ?? slotOf(rung, before, seat, obligation, course, world);
    if (slot === null) return result;
    if (slot <= now) {
      if (rung.stall) result.stalledAt ??= slot;
      const unreachable = handedOver === undefined && (failed !== undefined || seat === null);
      if (unreachable && index < rungs.length - 1) result.unreachable ||= failed !== undefined;
      result.reached.push({ rung: index, at: slot, audience: rung.to, unreachable });
      if (handedOver !== undefined || unreachable) {
        before = { rung, at: slot };
        continue;
      }
    }
    standReady({ rung, index, seat, slot }, rungs[index + 1], obligation, course, now, world, result);
    return result;
  }
  return result;
}

/** Queues the message of a rung whose time has come near, and says when the ladder must be looked at again. */
function standReady(
  { rung, index, seat, slot }: Step,
  next: Rung | undefined,
  obligation: Obligation,
  course: Course,
  now: Instant,
  world: World,
  result: Climb,
): void {
  const wake = (at: Instant, why: string): void => {
    if (at > now) result.wakes.push({ at, why: `${why} ${index} of ${obligation.kind}` });
  };
  if (seat === null) return wake(slot, 'rung');
  if (now < slot - world.lead) return wake(slot - world.lead, 'rung');
  const recipient = world.calendars(seat);
  result.nudge = {
    obligation: obligation.key,
    rung: index,
    audience: rung.to,
    person: seat.person,
    slot: usableSlot(slot, now, recipient, isExact(rung.at, world)),
    via: rung.via,
    stall: rung.stall ?? false,
    goesOn: null,
  };
  if (rung.stall) wake(slot, 'stall');
  if (!next) return;
  const nextSeat = resolve(next.to, obligation, course.roster, now, world);
  const nextSlotAt = slotOf(next, { rung, at: slot }, nextSeat, obligation, course, world);
  if (nextSlotAt === null) return;
  if (next.to !== rung.to) result.nudge.goesOn = { to: next.to, at: nextSlotAt };
  const look = Math.max(slot, nextSlotAt - world.lead);
  wake(look, 'rung after');
  result.waitsForHandOver = look <= now;
  if (result.waitsForHandOver) wake(slotFrom(now + HOUR, recipient, world), 'handOver');
}

/** Who a rung speaks to today; null where nobody sits there. */
function resolve(audience: Audience, obligation: Obligation, roster: Roster, now: Instant, world: World): Seat | null {
  if (audience !== 'manager') return roster[audience];
  const owing = obligation.owner === 'manager' && obligation.ownerId !== null ? seatOf(roster, obligation.ownerId) : null;
  const seat = owing ?? roster.manager;
  if (!seat || !roster.delegate || obligation.kind === 'feedback') return seat;
  const calendar = world.calendars(seat);
  const overdue = obligation.dueAt !== null && obligation.dueAt <= now;
  return overdue && absentOn(calendar, localDate(calendar.zone, now)) ? roster.delegate : seat;
}

const isExact = (offset: IsoDuration, world: World): boolean =>
  world.cadence.clock === 'calendar' || parseDuration(offset).ms !== 0;

/** The recipient's first moment for a message at or after an instant. */
const slotFrom = (at: Instant, recipient: CalendarSlice, world: World): Instant =>
  (world.cadence.clock === 'calendar' ? null : nextSlot(recipient, at)) ?? outsideQuiet(recipient, at);

function slotOf(
  rung: Rung,
  before: { rung: Rung; at: Instant } | null,
  seat: Seat | null,
  obligation: Obligation,
  course: Course,
  world: World,
): Instant | null {
  const { clock } = world.cadence;
  const ownerSeat = obligation.ownerId === null ? null : seatOf(course.roster, obligation.ownerId);
  const owner = daysOf(course, world, ownerSeat ?? course.roster.manager).calendar;
  const recipient = seat ? world.calendars(seat) : owner;
  const planned = rungSlot({ due: obligation.dueAt!, offset: rung.at, clock, owner, recipient });
  if (planned === null) return null;
  const spaced = before && rungSlot({ due: before.at, offset: distance(before.rung.at, rung.at), clock, owner, recipient });
  let slot = Math.max(planned, spaced ?? planned);
  if (slot < obligation.openedAt) slot = slotFrom(obligation.openedAt, recipient, world);
  for (const until of withheldUntil(obligation, slot, course, owner, world)) slot = Math.max(slot, slotFrom(until, recipient, world));
  if (isAboveManager(rung.to) && obligation.kind !== 'cover') {
    const quiet = daysLater(world, owner, course.openedAt, world.cadence.opening.quietAboveManager);
    if (quiet !== null && slot < quiet) slot = slotFrom(quiet, recipient, world);
  }
  return slot;
}

/** What lies between two rungs of one ladder; counted in days only where both are. */
function distance(from: IsoDuration, to: IsoDuration): IsoDuration {
  const a = parseDuration(from);
  const b = parseDuration(to);
  if (a.ms === 0 && b.ms === 0) return `P${b.sign * (b.days + b.weeks * 7) - a.sign * (a.days + a.weeks * 7)}D`;
  const exact = ({ sign, days, weeks, ms }: typeof a): number => sign * ((days + weeks * 7) * 24 * HOUR + ms);
  return `PT${Math.round((exact(b) - exact(a)) / 1000)}S`;
}

/** A slot that was missed is used within four hours of working time, else the next one. */
export function usableSlot(slot: Instant, now: Instant, recipient: CalendarSlice, exact: boolean): Instant {
  if (now <= slot) return slot;
  const latest = exact ? slot + 4 * HOUR : addWorkingTime(recipient, slot, 4 * HOUR);
  const mayBeSentNow = exact ? outsideQuiet(recipient, now) === now : addWorkingTime(recipient, now, 1) === now + 1;
  if (latest !== null && now <= latest && mayBeSentNow) return slot;
  return exact ? outsideQuiet(recipient, now) : (nextSlot(recipient, now) ?? outsideQuiet(recipient, now));
}

const FIELD_WORK = new Set(['observe', 'checkIn']);

/** Until when a message at `slot` is kept back: by a visit that is already planned, or by an honest answer. */
function withheldUntil(obligation: Obligation, slot: Instant, course: Course, owner: CalendarSlice, world: World): Instant[] {
  const until: Instant[] = [];
  const visit = FIELD_WORK.has(obligation.kind) ? plannedVisit(obligation, course, owner, world) : null;
  if (visit !== null && slot < visit) until.push(visit);
  for (const hold of grantedHolds(obligation, course, owner, world))
    if (hold.from <= slot && slot < hold.until) until.push(hold.until);
  return until;
}

/** The end of the day of a visit that is planned within the cadence's tolerance; a second move is no plan any more. */
export function plannedVisit(obligation: Obligation, course: Course, owner: CalendarSlice, world: World): Instant | null {
  if (obligation.dueAt === null) return null;
  const { plan } = world.cadence.tolerance;
  const { days, weeks, ms } = parseDuration(plan);
  const day = daysLater(world, owner, obligation.dueAt, plan);
  const latest = day === null ? null : ms === 0 && days + weeks > 0 && world.cadence.clock === 'working' ? endOfWorkingDay(owner, localDate(owner.zone, day)) : day;
  const visits = course.visits.filter(
    ({ state, moves, at }) => state === 'planned' && moves < 2 && at >= obligation.openedAt && latest !== null && at <= latest,
  );
  if (visits.length === 0) return null;
  const at = Math.min(...visits.map((visit) => visit.at));
  return world.cadence.clock === 'calendar' ? at : Math.max(at, endOfWorkingDay(owner, localDate(owner.zone, at)));
}

/** Holds of an obligation, cut where together they pass the cadence's limit. */
export function grantedHolds(obligation: Obligation, course: Course, owner: CalendarSlice, world: World): Hold[] {
  if (obligation.owner !== 'manager') return [];
  const limit = parseDuration(world.cadence.tolerance.snooze);
  const working = world.cadence.clock === 'working' && limit.ms === 0;
  let left = working ? limit.days + limit.weeks * owner.week.length : (limit.days + limit.weeks * 7) * 24 * HOUR + limit.ms;
  return course.holds
    .filter(({ kind, from }) => from >= obligation.openedAt && (FIELD_WORK.has(obligation.kind) || kind === 'snoozed' || kind === 'notMyRep'))
    .flatMap((hold) => {
      const asked = working ? workingDaysBetween(owner, hold.from, hold.until) : hold.until - hold.from;
      const granted = Math.min(asked, left);
      left -= granted;
      if (granted <= 0) return [];
      if (granted === asked) return [hold];
      const until = working ? daysLater(world, owner, hold.from, `P${granted}D`) : hold.from + granted;
      return until === null ? [] : [{ ...hold, until }];
    });
}
