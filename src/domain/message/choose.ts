import type { CalendarSlice, Instant } from '../time.js';
import { workingDaysBetween } from '../working-time/index.js';
import { isCount } from './about.js';
import { ranked, type Because, type DueItem, type Ranked } from './rank.js';

/** Reps in one message; more asks for too much at once. */
export const PLACES = 3;

/** Who has waited for so many working days gets the last place, whatever else there is. */
export const PATIENCE = 3;

export interface Day {
  now: Instant;
  /** The recipient's. */
  calendar: CalendarSlice;
  /** Today's message was sent, or is under way. */
  told: boolean;
}

export interface Chosen {
  /** What the message tells, in its order: the best of each rep first, then what else there is about them. */
  tell: { id: string; because: Because }[];
  /** What waits for a later message. It counts as told to nobody, and no ladder climbs because of it. */
  wait: string[];
  /** About how many reps that is. */
  waiting: number;
}

interface Unit {
  about: string;
  items: Ranked[];
  waitsSince: Instant | null;
}

/**
 * Chooses what today's message tells: at most three reps, everything about each of them. Nobody waits for ever: the
 * last place goes to who has waited longest, once that is some days, and those who came later never stand before them.
 */
export function choose(items: readonly DueItem[], { now, calendar, told }: Day): Chosen {
  const units = unitsOf(ranked(items));
  const counts = units.filter(({ about }) => isCount(about));
  const reps = units.filter(({ about }) => !isCount(about));
  if (told) return { tell: [], wait: items.map(({ id }) => id), waiting: reps.length };
  const places = reps.slice(0, PLACES);
  const patient = longestWaiting(reps, now, calendar);
  const late = patient !== null && reps.length > PLACES && !places.includes(patient) ? patient : null;
  if (late) places.splice(PLACES - 1, 1, late);
  const chosen = [...places, ...counts];
  const left = reps.filter((unit) => !places.includes(unit));
  const first = chosen.map((unit) => ({
    ...unit.items[0]!,
    ...(unit === late ? { because: 'waitedLongest' as const } : {}),
  }));
  const others = chosen.flatMap((unit) => unit.items.slice(1));
  return {
    tell: [...first, ...others].map(({ item, because }) => ({ id: item.id, because })),
    wait: left.flatMap((unit) => unit.items.map(({ item }) => item.id)),
    waiting: left.length,
  };
}

/** In the order of the best item of each. */
function unitsOf(inOrder: readonly Ranked[]): Unit[] {
  const units = new Map<string, Unit>();
  for (const one of inOrder) {
    const { about, waitsSince } = one.item;
    const unit = units.get(about) ?? { about, items: [], waitsSince: null };
    unit.items.push(one);
    if (waitsSince !== null) unit.waitsSince = Math.min(unit.waitsSince ?? waitsSince, waitsSince);
    units.set(about, unit);
  }
  return [...units.values()];
}

function longestWaiting(units: readonly Unit[], now: Instant, calendar: CalendarSlice): Unit | null {
  const patient = units
    .filter(
      ({ waitsSince }) => waitsSince !== null && workingDaysBetween(calendar, waitsSince, now) >= PATIENCE,
    )
    .sort((a, b) => a.waitsSince! - b.waitsSince! || (a.about < b.about ? -1 : 1));
  return patient[0] ?? null;
}
