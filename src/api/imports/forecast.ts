import { setImmediate as breathe } from 'node:timers/promises';
import { messagesAhead } from '../../domain/loop/ahead.js';
import type { Audience, Seat } from '../../domain/people.js';
import type { Instant } from '../../domain/time.js';
import { addWorkingDays, endOfWorkingDay, localDate } from '../../domain/working-time/index.js';
import type { TrialLoop } from '../../store/programs/trial-launch.js';
import type { AheadAnswer } from './imports.dto.js';

/** Working days that the forecast looks ahead. */
const DAYS_AHEAD = 10;
/** Loops that are played forward; playing is exact, and takes about half a millisecond a loop. */
export const MOST_PLAYED = 10_000;
const MOST_LINES = 1_000;
/** Loops between which other requests get their turn. */
const AT_A_TIME = 20;

interface Line {
  day: string;
  person: string;
  audiences: Set<Audience>;
  items: number;
  slots: Set<Instant>;
}

/** Which messages the first ten working days of these loops would bring, if nobody reacted: by person and day. */
export async function forecast(
  opened: number,
  loops: readonly TrialLoop[],
  namesOf: (ids: readonly string[]) => Promise<ReadonlyMap<string, string>>,
): Promise<AheadAnswer> {
  const lines = new Map<string, Line>();
  for (const [index, loop] of loops.entries()) {
    if (index % AT_A_TIME === 0) await breathe();
    play(loop, lines);
  }
  const all = [...lines.values()];
  const shown = all.sort((a, b) => b.items - a.items).slice(0, MOST_LINES);
  const names = await namesOf(shown.map(({ person }) => person));
  return {
    loops: opened,
    played: loops.length,
    messages: all.reduce((sum, { slots }) => sum + slots.size, 0),
    perDay: shown
      .map(({ day, person, audiences, items, slots }) => ({
        day,
        person: { id: person, name: names.get(person) ?? '' },
        audiences: [...audiences],
        items,
        messages: slots.size,
      }))
      .sort((a, b) => (a.day < b.day ? -1 : a.day > b.day ? 1 : b.items - a.items)),
  };
}

function play({ facts, roster, world, from }: TrialLoop, lines: Map<string, Line>): void {
  const zoneOf = zonesIn(roster, world.calendars);
  for (const { person, at, audience } of messagesAhead(facts, from, endOf(from, roster, world), world)) {
    const day = localDate(zoneOf(person), at);
    const key = `${day} ${person}`;
    let line = lines.get(key);
    if (!line) lines.set(key, (line = { day, person, audiences: new Set(), items: 0, slots: new Set() }));
    line.audiences.add(audience);
    line.items += 1;
    line.slots.add(at);
  }
}

/** The end of the tenth working day of whoever observes. */
function endOf(
  from: Instant,
  { manager, rep }: TrialLoop['roster'],
  { calendars }: TrialLoop['world'],
): Instant {
  const calendar = calendars(manager ?? rep);
  const last = addWorkingDays(calendar, localDate(calendar.zone, from), DAYS_AHEAD);
  return last === null ? from : endOfWorkingDay(calendar, last);
}

function zonesIn(
  roster: TrialLoop['roster'],
  calendars: TrialLoop['world']['calendars'],
): (person: string) => string {
  const { rep, manager, delegate, coCoaches, secondLine, programOwner, sponsor } = roster;
  const seats = [rep, manager, delegate, ...coCoaches, secondLine, programOwner, sponsor];
  const seatOf = (person: string): Seat => seats.find((seat) => seat?.person === person) ?? rep;
  return (person) => calendars(seatOf(person)).zone;
}
