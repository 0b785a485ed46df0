import { isAboveManager, type Audience } from '../people.js';
import type { CalendarSlice, Instant, IsoDate, Weekday } from '../time.js';
import {
  addDays,
  atLocal,
  localDate,
  nextSlot,
  outsideQuiet,
  rungSlot,
  slotOfDate,
  workingDayOnOrAfter,
} from '../working-time/index.js';

/** What decides whether a message above the manager waits for the week's. */
export interface Weekly {
  audience: Audience;
  /** Something in the data is wrong: the one thing that program owner and sponsor hear of on its day. */
  fault: boolean;
  /** Of the rep, planned, and since when that is known. */
  visits: readonly { at: Instant; knownAt: Instant }[];
}

/** So near is a visit before which the second line can still help: it hears on the same day. */
const NEAR_VISIT = '-P5D';

/**
 * When a message whose time has come at `slot`, a slot of its recipient, is told: at once to rep and manager, above
 * them with the week's; earlier only from the day on which a visit of the rep is near, or for a fault in the data.
 */
export function tellingSlot(
  { audience, fault, visits }: Weekly,
  slot: Instant,
  recipient: CalendarSlice,
): Instant {
  if (!isAboveManager(audience) || (audience !== 'secondLine' && fault)) return slot;
  const week = weeklySlot(recipient, slot) ?? slot;
  if (audience !== 'secondLine') return week;
  const near = visits.flatMap((visit) => nearSlot(visit, slot, recipient) ?? []);
  return Math.min(week, ...near);
}

/** The first slot from `slot` on at which a visit is known, near and still ahead; null: there is none. */
function nearSlot(
  { at: visit, knownAt }: Weekly['visits'][number],
  slot: Instant,
  recipient: CalendarSlice,
): Instant | null {
  const from = rungSlot({
    due: visit,
    offset: NEAR_VISIT,
    clock: 'working',
    owner: recipient,
    recipient,
  });
  if (from === null) return null;
  const near = Math.max(from, slot);
  const told = near >= knownAt ? near : nextSlot(recipient, knownAt);
  return told !== null && told < visit ? told : null;
}

/** The recipient's slot on the first working day of their week, at or after an instant; null: none within a year. */
export function weeklySlot(recipient: CalendarSlice, at: Instant): Instant | null {
  let monday = weekOf(localDate(recipient.zone, at), firstOf(recipient.week));
  for (let weeks = 0; weeks <= 53; weeks++, monday = addDays(monday, 7)) {
    const day = workingDayOnOrAfter(recipient, monday);
    if (day === null) return null;
    const slot = slotOfDate(recipient, day);
    if (slot >= at) return slot;
  }
  return null;
}

/** The person's first slot on a later day than that of `at`. */
export function slotAfterDay(recipient: CalendarSlice, at: Instant): Instant {
  const tomorrow = atLocal(recipient.zone, addDays(localDate(recipient.zone, at), 1), '00:00');
  return nextSlot(recipient, tomorrow) ?? outsideQuiet(recipient, tomorrow);
}

/**
 * When something for which today's message had no room is told at the earliest, as its loop says too when it looks.
 * Help that was asked for waits for no week.
 */
export function nextRoom(
  { helpAsked, ...weekly }: Weekly & { helpAsked: boolean },
  recipient: CalendarSlice,
  now: Instant,
): Instant {
  const next = slotAfterDay(recipient, now);
  return helpAsked && weekly.audience === 'secondLine' ? next : tellingSlot(weekly, next, recipient);
}

const WEEKDAYS: readonly Weekday[] = ['MO', 'TU', 'WE', 'TH', 'FR', 'SA', 'SU'];

/** The working week begins after its longest stretch of free days: on Sunday where people work until Thursday. */
function firstOf(week: readonly Weekday[]): number {
  const works = (day: number): boolean => week.includes(WEEKDAYS[((day % 7) + 7) % 7]!);
  const freeBefore = (day: number): number => {
    let free = 0;
    while (free < 7 && !works(day - 1 - free)) free++;
    return free;
  };
  const days = WEEKDAYS.map((_, day) => day).filter(works);
  return days.reduce((first, day) => (freeBefore(day) > freeBefore(first) ? day : first), days[0] ?? 0);
}

/** The last day on or before a date that is the given one of the week, Monday being 0. */
function weekOf(date: IsoDate, first: number): IsoDate {
  const weekday = (new Date(`${date}T00:00Z`).getUTCDay() + 6) % 7;
  return addDays(date, -((weekday - first + 7) % 7));
}
