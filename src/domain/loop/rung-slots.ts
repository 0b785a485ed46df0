import type { Rung } from '../cadence.js';
import type { Audience, Roster, Seat } from '../people.js';
import { HOUR, type CalendarSlice, type Clock, type Instant, type IsoDuration } from '../time.js';
import {
  addWorkingTime,
  atLocal,
  endOfWorkingDay,
  isWorkingDay,
  localDate,
  nextSlot,
  outsideQuiet,
  parseDuration,
  rungSlot,
} from '../working-time/index.js';
import { awaySince } from './absence.js';
import type { Course } from './course.js';
import { keptBack, type Kept } from './holds.js';
import type { Obligation } from './obligation.js';
import { daysOf, seatOf, type World } from './setting.js';

/** A rung's moment, and who sits where it speaks to; nobody: no one is there, or not within a year. */
export interface PlacedRung {
  slot: Instant;
  seat: Seat | null;
  /** What moved it there, where something did. */
  kept: Kept | null;
}

/** A rung that lies behind. */
export interface Heard {
  rung: Rung;
  at: Instant;
  /** Where it passed in silence, or went to a co-coach: the message before it. */
  told?: { as: Audience; at: Instant };
}

/** The last message up to a rung that was handed over to somebody who owes it or stands above: to whom, and when. */
export const lastTold = ({ rung, at, told }: Heard): { as: Audience; at: Instant } =>
  told ?? { as: rung.to, at };

/** What a rung must keep its distance from. */
export interface Below {
  /** The rung that was last handed over, and when. */
  heard: Heard | null;
  /** The opening of the obligation, or the moment at which somebody below turned out to be out of reach. */
  notBefore: Instant;
}

/**
 * When a rung's message goes. Null where nobody can say: whose days are counted has none within a year, which is
 * a stall of its own (`cover`).
 */
export function placeRung(
  rung: Rung,
  { heard, notBefore }: Below,
  obligation: Obligation,
  course: Course,
  now: Instant,
  world: World,
): PlacedRung | null {
  if (obligation.dueAt === null) return null;
  const owner = countedOn(obligation, course, now, world);
  const { clock } = world.cadence;
  const placed = (due: Instant, offset: IsoDuration, recipient: CalendarSlice): Instant | null =>
    rungSlot({ due, offset, clock, owner, recipient });
  let seat = addressee(rung.to, obligation, course, now, world);
  let recipient = seat ? world.calendars(seat) : owner;
  let planned = placed(obligation.dueAt, rung.at, recipient);
  if (planned === null && seat !== null) {
    seat = null;
    recipient = owner;
    planned = placed(obligation.dueAt, rung.at, owner);
  }
  if (planned === null) return null;
  const apart = heard && placed(heard.at, distance(heard.rung.at, rung.at, owner, clock), recipient);
  let slot = Math.max(planned, apart ?? planned);
  if (slot < notBefore) slot = slotFrom(notBefore, recipient, world);
  return { seat, ...afterHolds(slot, rung.to, recipient, obligation, course, world) };
}

/** The slot itself, or the recipient's first one at which nothing keeps the message back, and what did last. */
export function afterHolds(
  slot: Instant,
  audience: Audience,
  recipient: CalendarSlice,
  obligation: Obligation,
  course: Course,
  world: World,
): Omit<PlacedRung, 'seat'> {
  let kept: Kept | null = null;
  for (;;) {
    const hold = keptBack(obligation, audience, slot, course, world);
    if (hold === null) return { slot, kept };
    kept = hold;
    slot = slotFrom(hold.until, recipient, world);
  }
}

/** Who a rung speaks to today; null where nobody sits there. */
export function addressee(
  audience: Audience,
  obligation: Obligation,
  { roster, lead }: Course,
  now: Instant,
  world: World,
): Seat | null {
  // Of several always the same one, who does not lead the loop.
  if (audience === 'coCoach') return roster.coCoaches.find(({ person }) => person !== lead?.person) ?? null;
  if (audience !== 'manager') return roster[audience];
  // A loop that waits for somebody to take it is offered first to whoever stands in already.
  if (obligation.kind === 'cover') return roster.delegate;
  const seat = asked(obligation, roster, lead);
  return roster.delegate && standsInSince(obligation, seat, now, world) !== null ? roster.delegate : seat;
}

/** Of whom a manager's part is asked while they are there. */
const asked = ({ owner, ownerId }: Obligation, roster: Roster, lead: Seat | null): Seat | null =>
  (owner === 'manager' && ownerId !== null ? seatOf(roster, ownerId) : null) ?? lead;

/** Since when the delegate is asked in place of somebody who is away; null: they are asked themselves. */
const standsInSince = (
  obligation: Obligation,
  seat: Seat | null,
  now: Instant,
  world: World,
): Instant | null => (seat && changesHands(obligation, now) ? awaySince(world.calendars(seat), now) : null);

/**
 * Since when a rung can reach this person: they took the seat or the loop, stand in for somebody who went away, or the
 * loop went on after a pause. Nobody is out of reach on account of the days before.
 */
export function reachableSince(
  audience: Audience,
  { person }: Seat,
  obligation: Obligation,
  course: Course,
  now: Instant,
  world: World,
): Instant {
  const { roster, rosters, lead, vacancies, pauses } = course;
  const before = rosters.findLastIndex((one) => seatOf(one.roster, person) === null);
  const since = [rosters[before + 1]?.knownAt, ...pauses.map(({ until }) => until)];
  if (audience === 'manager') {
    const owing = asked(obligation, roster, lead);
    if (person === lead?.person) since.push(vacancies.at(-1)?.until);
    if (person !== owing?.person) since.push(standsInSince(obligation, owing, now, world));
  }
  return Math.max(...since.map((at) => at ?? -Infinity).filter((at) => at <= now));
}

/** What was already due goes to the delegate, feedback excepted: only someone who was there can give it. */
export const changesHands = (obligation: Obligation, now: Instant): boolean =>
  obligation.owner === 'manager' &&
  obligation.kind !== 'feedback' &&
  obligation.dueAt !== null &&
  obligation.dueAt <= now;

/** Whose days count between rungs. */
function countedOn(obligation: Obligation, course: Course, now: Instant, world: World): CalendarSlice {
  const { roster } = course;
  const owing = obligation.ownerId === null ? null : seatOf(roster, obligation.ownerId);
  if (obligation.kind === 'cover') return world.calendars(owing ?? roster.rep);
  if (obligation.owner !== 'manager') return daysOf(course, world, owing ?? roster.rep).calendar;
  const acting = addressee('manager', obligation, course, now, world);
  return daysOf(course, world, acting).calendar;
}

/** Whether a rung keeps to the minute instead of to its recipient's slot. */
export const isExact = (offset: IsoDuration, world: World): boolean =>
  world.cadence.clock === 'calendar' || parseDuration(offset).exact;

/** The recipient's first moment for a message at or after an instant. */
export const slotFrom = (at: Instant, recipient: CalendarSlice, world: World): Instant =>
  (world.cadence.clock === 'calendar' ? null : nextSlot(recipient, at)) ?? outsideQuiet(recipient, at);

/** What lies between two rungs of one ladder; counted in days only where both are. */
function distance(from: IsoDuration, to: IsoDuration, owner: CalendarSlice, clock: Clock): IsoDuration {
  const [a, b] = [parseDuration(from), parseDuration(to)];
  const week = clock === 'working' ? owner.week.length : 7;
  const days = ({ sign, days, weeks }: typeof a): number => sign * (days + weeks * week);
  if (!a.exact && !b.exact) return `P${days(b) - days(a)}D`;
  const ms = (one: typeof a): number => days(one) * 24 * HOUR + one.sign * one.ms;
  return `PT${Math.max(0, Math.round((ms(b) - ms(a)) / 1000))}S`;
}

/**
 * A slot that was missed is used within four hours of working time, else the next one; and so is that, so that a message
 * that is tried again on its new day does not slip to the day after.
 */
export function usableSlot(slot: Instant, now: Instant, recipient: CalendarSlice, exact: boolean): Instant {
  if (now <= slot) return slot;
  if (isUsable(slot, now, recipient, exact)) return slot;
  if (exact) return outsideQuiet(recipient, now);
  const today = nextSlot(recipient, atLocal(recipient.zone, localDate(recipient.zone, now), '00:00'));
  if (today !== null && slot < today && today <= now && isUsable(today, now, recipient, false)) return today;
  return nextSlot(recipient, now) ?? outsideQuiet(recipient, now);
}

/** For what no slot was placed: now if the recipient is at work, else their next slot. */
export const nowOrNextSlot = (now: Instant, recipient: CalendarSlice): Instant =>
  usableSlot(now - 1, now, recipient, false);

function isUsable(slot: Instant, now: Instant, recipient: CalendarSlice, exact: boolean): boolean {
  const latest = exact ? slot + 4 * HOUR : addWorkingTime(recipient, slot, 4 * HOUR);
  return latest !== null && now <= latest && isAtWork(recipient, now, exact);
}

/** Whether a message may go now that should have gone before. */
function isAtWork(recipient: CalendarSlice, now: Instant, exact: boolean): boolean {
  if (outsideQuiet(recipient, now) !== now) return false;
  const today = localDate(recipient.zone, now);
  return exact || (isWorkingDay(recipient, today) && now < endOfWorkingDay(recipient, today));
}
