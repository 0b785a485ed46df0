import { CHANNELS } from '../cadence.js';
import { AFTERWARDS, MORNING, visitKey } from '../message/subject.js';
import { slotAfterDay } from '../message/weekly.js';
import type { Seat } from '../people.js';
import { HOUR, type CalendarSlice, type Instant } from '../time.js';
import {
  addWorkingDays,
  atLocal,
  isWorkingDay,
  localDate,
  nextSlot,
  slotOfDate,
} from '../working-time/index.js';
import type { Course, PlannedVisit } from './course.js';
import type { NudgePlan } from './ladder.js';
import { isOpen, type Obligation } from './obligation.js';
import { usableSlot } from './rung-slots.js';
import { rungKey, type Said } from './said.js';
import type { World } from './setting.js';
import type { Wake } from './wake.js';

/** A visit takes about so long: so soon after its beginning nobody is asked how it went. */
const LONGEST_VISIT = 2 * HOUR;
/** For so many working days it is asked what became of a visit; then the diary is left as it is. */
const ASKED_FOR = 5;

export interface AroundVisits {
  nudges: NudgePlan[];
  wakes: Wake[];
}

/**
 * What rides in the messages around a joint visit: on its morning what helps, and afterwards what became of it, until
 * somebody says so. They are no rungs: nothing follows from their silence. On the wall clock there is no morning.
 */
export function aroundVisits(
  course: Course,
  obligations: readonly Obligation[],
  said: Said,
  now: Instant,
  world: World,
): AroundVisits {
  const found: AroundVisits = { nudges: [], wakes: [] };
  const matters = obligations.some(
    (one) => isOpen(one) && one.kind !== 'cover' && one.kind !== 'acknowledge',
  );
  if (world.cadence.clock === 'calendar' || !matters) return found;
  for (const visit of course.visits.filter(({ state }) => state === 'planned')) {
    const seat = coachOn(visit, course);
    if (seat)
      for (const one of placesOf(visit, world.calendars(seat)))
        add(found, visit, seat, one, said, now, world);
  }
  return found;
}

/** Who comes along and coaches this rep; of several the one who leads the line. */
function coachOn({ observers }: PlannedVisit, { roster, lead }: Course): Seat | null {
  if (observers === null) return lead;
  const coaches = [lead, roster.manager, roster.delegate, ...roster.coCoaches];
  return coaches.find((seat) => seat !== null && observers.includes(seat.person)) ?? null;
}

interface Place {
  rung: typeof MORNING | typeof AFTERWARDS;
  slot: Instant;
  /** From then on it is no use. */
  until: Instant;
}

function placesOf({ at }: PlannedVisit, coach: CalendarSlice): Place[] {
  const day = localDate(coach.zone, at);
  if (!isWorkingDay(coach, day)) return [];
  const morning = slotOfDate(coach, day);
  const afterwards = nextSlot(coach, at + LONGEST_VISIT);
  const last = addWorkingDays(coach, day, ASKED_FOR);
  return [
    { rung: MORNING, slot: morning, until: at },
    ...(afterwards === null || last === null
      ? []
      : [{ rung: AFTERWARDS, slot: afterwards, until: atLocal(coach.zone, last, coach.hours.to) } as const]),
  ];
}

function add(
  found: AroundVisits,
  visit: PlannedVisit,
  seat: Seat,
  { rung, slot, until }: Place,
  said: Said,
  now: Instant,
  world: World,
): void {
  const subject = visitKey(visit.id, visit.at);
  const key = rungKey(subject, rung);
  if (said.handedOver.has(key) || said.unreachable.has(key)) return;
  const coach = world.calendars(seat);
  const waits = said.putOff.get(key);
  const planned = waits?.person === seat.person ? Math.max(slot, slotAfterDay(coach, waits.at)) : slot;
  const told = usableSlot(planned, now, coach, false);
  if (told >= until) return;
  if (!waits && now < told - world.lead) {
    found.wakes.push({ at: told - world.lead, why: 'around visit' });
    return;
  }
  found.wakes.push({ at: until, why: 'around visit', untold: true });
  found.nudges.push({
    obligation: subject,
    rung,
    audience: 'manager',
    person: seat.person,
    slot: told,
    via: world.cadence.ladders.observe.find(({ to }) => to === 'manager')?.via ?? CHANNELS,
    stall: false,
    goesOn: null,
  });
}
