import * as fc from '../testing/fast-check.js';
import type { Cadence } from '../cadence.js';
import { TEMPLATES } from '../cadence-templates.js';
import { aCadence, aLoop, deeds, type Deed } from '../loop/testing/arbitraries.js';
import { Player, type Given } from '../loop/testing/player.js';
import { HOUR, type Instant } from '../time.js';
import { heardUntil, impactOf } from './impact.js';

/** What is said before a move is what comes of it, whatever the loop, what people did in it, and the other version. */

const DAY = 24 * HOUR;

const anotherCadence: fc.Arbitrary<Cadence> = fc.oneof(
  { weight: 3, arbitrary: aCadence },
  { weight: 1, arbitrary: fc.constantFrom(...Object.values(TEMPLATES)) },
);

/** When it is moved, counted from its beginning. */
const someDay = fc.integer({ min: 0, max: 40 * DAY });

/** Lives a loop until an instant, with what people did by then. */
function lived(given: Given, story: readonly Deed[], day: number): Player {
  const loop = new Player(given);
  const begin = loop.now;
  for (const { after, kind, data } of story.filter((deed) => deed.after <= day)) {
    loop.runUntil(Math.max(loop.now, begin + after));
    loop.tell(kind, data(loop.now) as never);
  }
  loop.runUntil(begin + day);
  loop.look();
  return loop;
}

function move(loop: Player, cadence: Cadence): void {
  loop.world.cadence = cadence;
  loop.tell('cadenceMoved', { moveId: 'move', from: 'v1', to: 'v2' });
}

/** What the log says of dates from a place on: those that another cadence moved, and those that passed by it. */
function datesTold(loop: Player, from: number) {
  const told = loop.log.slice(from);
  const dates = told.flatMap((fact) => (fact.kind === 'obligationMoved' ? [fact.data] : []));
  const at = (due: Instant | null): number => due ?? Infinity;
  return {
    earlier: dates.filter((one) => at(one.dueAt) < at(one.from)).length,
    later: dates.filter((one) => at(one.dueAt) > at(one.from)).length,
    overdueAtOnce: dates.filter((one) => at(one.dueAt) <= loop.now && at(one.from) > loop.now).length,
    adoptedAtOnce: told.some(({ kind }) => kind === 'adopted'),
  };
}

const STAYS: ReadonlySet<string> = new Set(['adopted', 'lapsed', 'sustained', 'ended']);

const datesOf = ({ standing }: Player) => standing.open.map(({ key, dueAt }) => [key, dueAt]);

/** The messages that reach somebody from a moment on: to whom, when, and of what. */
function sentUntil(loop: Player, until: Instant) {
  const before = loop.sent.length;
  loop.runUntil(until);
  return loop.sent
    .slice(before)
    .map(({ person, at, audience, obligation, rung }) => ({ person, at, audience, obligation, rung }));
}

describe('what the impact says of an open loop', () => {
  it('is what comes of it: its dates and adoption as its log tells them, and every message with and without the move', () => {
    const seen = { dates: 0, overdue: 0, messages: 0, others: 0 };
    fc.assert(
      fc.property(aLoop, deeds, someDay, anotherCadence, (given, story, day, other) => {
        const [loop, twin] = [lived(given, story, day), lived(given, story, day)];
        const after = { ...loop.world, cadence: other };
        const { messagesNow, messagesThen, stays, ...dates } = impactOf(
          loop.log,
          loop.now,
          loop.world,
          after,
        );
        fc.pre(!stays);
        const until = heardUntil(loop.log, loop.now, after);
        const before = loop.log.length;
        move(loop, other);
        expect(datesTold(loop, before)).toEqual(dates);
        expect(sentUntil(loop, until)).toEqual(messagesThen);
        expect(sentUntil(twin, until)).toEqual(messagesNow);
        seen.dates += dates.earlier + dates.later;
        seen.overdue += dates.overdueAtOnce;
        seen.messages += messagesThen.length;
        seen.others += Number(messagesThen.length !== messagesNow.length);
      }),
      { numRuns: 60 },
    );
    // That it was tried on loops in which something comes of it.
    expect(Math.min(seen.dates, seen.messages, seen.others)).toBeGreaterThan(0);
  });
});

describe('a move that is undone some days later', () => {
  it('leaves every date as it is where nothing was ever moved', () => {
    let differed = 0;
    fc.assert(
      fc.property(
        aLoop,
        deeds,
        someDay,
        fc.integer({ min: 0, max: 10 * DAY }),
        anotherCadence,
        (given, story, day, days, other) => {
          const [loop, twin] = [lived(given, story, day), lived(given, story, day)];
          const { cadence } = loop.world;
          const [until, before] = [loop.now + days, loop.log.length];
          move(loop, other);
          for (const one of [loop, twin]) one.runUntil(until);
          differed += Number(JSON.stringify(datesOf(loop)) !== JSON.stringify(datesOf(twin)));
          // What the other version has brought about for good: an adoption, and what was closed or ended by it.
          fc.pre(!loop.log.slice(before).some(({ kind }) => STAYS.has(kind)));
          move(loop, cadence);
          twin.look();
          expect(datesOf(loop)).toEqual(datesOf(twin));
        },
      ),
      { numRuns: 60 },
    );
    expect(differed).toBeGreaterThan(0);
  });
});
