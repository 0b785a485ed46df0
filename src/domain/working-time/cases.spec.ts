import { readFileSync } from 'node:fs';
import type { CalendarSlice, Clock, Instant } from '../time.js';
import { calendarOf, dueAt, nextSlot, outsideQuiet, rungSlot } from './index.js';

type Person = Parameters<typeof calendarOf>[0];

/** One worked case. `why` is the reckoning by hand that led to the expected instant. */
type Case = { name: string; why?: string; clock?: Clock; expect: string | null } & (
  | { kind: 'due'; person: Person; anchor: string; duration: string }
  | { kind: 'slot'; owner: Person; due: string; offset: string; recipient: Person }
  | { kind: 'outsideQuiet' | 'nextSlot'; person: Person; at: string }
);

const read = (file: string): Case[] =>
  JSON.parse(readFileSync(new URL(`../../../test/cases/${file}.json`, import.meta.url), 'utf8')) as Case[];

function answer(given: Case): Instant | null {
  const clock = given.clock ?? 'working';
  const person = (known: Person): CalendarSlice => calendarOf(known);
  switch (given.kind) {
    case 'due':
      return dueAt(Date.parse(given.anchor), given.duration, clock, person(given.person));
    case 'slot':
      return rungSlot({
        due: Date.parse(given.due),
        offset: given.offset,
        clock,
        owner: person(given.owner),
        recipient: person(given.recipient),
      });
    case 'outsideQuiet':
      return outsideQuiet(person(given.person), Date.parse(given.at));
    case 'nextSlot':
      return nextSlot(person(given.person), Date.parse(given.at));
  }
}

const written = (at: Instant | null): string | null =>
  at === null ? null : new Date(at).toISOString().replace('.000Z', 'Z');

describe.each(['working-time', 'working-time-more'])('the worked cases of %s.json', (file) => {
  it.each(read(file))('$kind: $name', (given) => {
    expect(written(answer(given))).toBe(given.expect);
  });
});
