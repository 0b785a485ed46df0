import * as fc from '../testing/fast-check.js';
import type { Audience, Roster, Seat } from '../people.js';
import type { AnyFact, HumanFactData, HumanFactKind } from '../facts.js';
import { isWorkingDay, localDate, outsideQuiet } from '../working-time/index.js';
import type { LadderName } from '../cadence.js';
import { settled } from './log.js';
import { aLoop, deeds, type Deed } from './testing/arbitraries.js';
import { Player, type Given } from './testing/player.js';

/** What holds of every loop, whatever the cadence, the calendars and the people. */

const DAY = 86_400_000;
const MONTHS = 200 * DAY;

const start = (given: Given): number => Math.max(given.trainedAt, given.importedAt ?? 0);

const tell = (loop: Player, { kind, data }: Deed, at: number): void =>
  loop.tell(kind, data(at) as HumanFactData[HumanFactKind], at);

/** Tells each deed when it is done, living in between. */
function live(given: Given, done: readonly Deed[], until = MONTHS): Player {
  const loop = new Player(given);
  for (const one of done) {
    loop.runUntil(Math.max(loop.now, start(given) + one.after));
    tell(loop, one, loop.now);
  }
  loop.runUntil(start(given) + until);
  return loop;
}

const check = (runs: number, property: (given: Given, done: Deed[]) => void): void =>
  fc.assert(fc.property(aLoop, deeds, property), { numRuns: runs });

const keyOf = ({ obligation, rung }: { obligation: string; rung: number }): string => `${obligation}#${rung}`;

const rosterAt = (loop: Player, at: number) =>
  settled(loop.log).findLast((fact) => fact.kind === 'rosterChanged' && fact.recordedAt <= at)!
    .data as HumanFactData['rosterChanged'];

type RungReached = Extract<AnyFact, { kind: 'rungReached' }>;

const seatIn = (roster: Roster, audience: Audience): Seat | null =>
  audience === 'coCoach' ? (roster.coCoaches[0] ?? null) : roster[audience];

/** Whether somebody sat where a rung spoke to; a loop without a manager is offered to the delegate. */
function hasSeat(loop: Player, { recordedAt, data: { obligation, audience } }: RungReached): boolean {
  const { roster } = rosterAt(loop, recordedAt);
  return (
    (obligation.startsWith('cover/') && audience === 'manager'
      ? roster.delegate
      : seatIn(roster, audience)) !== null
  );
}

describe('every loop', () => {
  it('ends in the same phase and obligations in whatever order the same facts were told', () => {
    fc.assert(
      fc.property(aLoop, deeds, fc.func(fc.nat(1000)), (given, done, shuffle) => {
        // Told all on one evening, in two orders, and looked at once: what nobody could have said meanwhile.
        const evening = start(given) + 101 * DAY;
        const standings = [done, [...done].sort((a, b) => shuffle(a.after) - shuffle(b.after))].map(
          (order) => {
            const loop = new Player(given);
            loop.now = evening;
            for (const { kind, after, data } of order)
              loop.append(
                kind,
                start(given) + after,
                data(start(given) + after) as HumanFactData[HumanFactKind],
              );
            loop.tell('ready', {}, start(given));
            return { phase: loop.standing.phase, open: loop.standing.open };
          },
        );
        expect(standings[1]).toEqual(standings[0]);
      }),
      { numRuns: 150 },
    );
  });

  it('has nothing to add when it is asked again at the same moment', () => {
    check(100, (given, done) => {
      const loop = live(given, done, 100 * DAY);
      loop.look();
      const length = loop.log.length;
      const { nudges } = loop.outcome;
      loop.look();
      loop.look();
      expect(loop.log).toHaveLength(length);
      expect(loop.outcome.nudges).toEqual(nudges);
    });
  });

  it('has nothing to say between two wakes', () => {
    check(100, (given, done) => {
      const loop = live(given, done, 100 * DAY);
      const length = loop.log.length;
      loop.look();
      expect(loop.log.slice(length).map(({ kind, data }) => ({ kind, data }))).toEqual([]);
    });
  });

  it('nudges nobody about what is met or closed, and about nothing twice', () => {
    check(150, (given, done) => {
      const loop = live(given, done);
      const keys = loop.sent.map(keyOf);
      expect(new Set(keys).size).toBe(keys.length);
      for (const fact of [...loop.said('obligationMet'), ...loop.said('obligationClosed')]) {
        const reopened = loop
          .said('obligationOpened')
          .some(
            ({ data, recordedAt }) =>
              data.obligation === fact.data.obligation && recordedAt > fact.recordedAt,
          );
        const late = loop.sent.filter(
          ({ obligation, at }) => obligation === fact.data.obligation && at > fact.recordedAt,
        );
        if (!reopened) expect(late).toEqual([]);
      }
    });
  });

  it('speaks to nobody in their quiet hours, nor on a day on which they do not work', () => {
    check(150, (given, done) => {
      for (const { at, calendar } of live(given, done).sent) {
        expect(outsideQuiet(calendar, at)).toBe(at);
        if (given.cadence.clock === 'working')
          expect(isWorkingDay(calendar, localDate(calendar.zone, at))).toBe(true);
      }
    });
  });

  it('climbs its ladders in order, never before a rung’s slot', () => {
    check(100, (given, done) => {
      const climbed = new Map<string, number>();
      for (const { obligation, rung, at, slot } of live(given, done).sent) {
        expect(at).toBeGreaterThanOrEqual(slot);
        // Where a chair was filled, the manager is offered help again before it goes on to whoever sits there now.
        if (obligation.startsWith('notice/')) continue;
        expect(rung).toBeGreaterThan(climbed.get(obligation) ?? -1);
        climbed.set(obligation, rung);
      }
    });
  });

  it('skips no rung without a word, and tells nobody in a second part what they heard in the first', () => {
    check(150, (given, done) => {
      const loop = live(given, done);
      const reached = new Set(loop.said('rungReached').map(({ data }) => keyOf(data)));
      // Where the manager asked for help, it comes before what was still to be said to them.
      const asked = new Set(
        loop.said('answered').flatMap(({ data }) => (data.answer === 'askForHelp' ? [data.obligation] : [])),
      );
      const told = new Map<string, Set<string>>();
      for (const { obligation, rung, person, audience, arrived } of loop.sent) {
        if (/^(handOver|notice|talk|visit)\//.test(obligation)) continue;
        const ladder = given.cadence.ladders[obligation.split('/')[0] as LadderName];
        for (const [index, { to }] of ladder.entries()) {
          if (index >= rung || asked.has(obligation) || (!(given.fits ?? true) && to === 'secondLine'))
            continue;
          expect({ obligation, index, reached: reached.has(`${obligation}#${index}`) }).toMatchObject({
            reached: true,
          });
        }
        const parts = told.get(`${obligation} ${person}`) ?? new Set();
        expect([...parts].filter((part) => part !== audience)).toEqual([]);
        if (arrived) told.set(`${obligation} ${person}`, parts.add(audience));
      }
    });
  });

  it('tells a new manager once that it is theirs, and the old one nothing more', () => {
    check(150, (given, done) => {
      const loop = live(given, done);
      const notices = loop.sent.filter(({ obligation }) => obligation.startsWith('handOver/'));
      expect(new Set(notices.map(({ obligation }) => obligation)).size).toBe(notices.length);
      for (const { at, person, audience } of loop.sent) {
        const { roster } = rosterAt(loop, at);
        // The player would have failed to find a seat; who is asked as the manager acts as one.
        if (audience !== 'manager') continue;
        const acting = [roster.manager, roster.delegate, roster.secondLine, ...roster.coCoaches];
        expect(acting.map((seat) => seat?.person)).toContain(person);
      }
    });
  });

  it('says of whatever it keeps back why and until when, and every hold ends', () => {
    check(150, (given, done) => {
      const loop = new Player(given);
      const waits = new Map<string, number>();
      const look = (): void => {
        for (const { key, kept } of loop.standing.open) {
          if (!kept || kept.because === 'paused' || kept.because === 'nobodyThere') continue;
          expect({ key, kept }).toMatchObject({ kept: { until: expect.any(Number) as number } });
          expect(kept.until).toBeGreaterThan(loop.now);
          waits.set(key, kept.until!);
        }
      };
      for (const one of done) {
        loop.runUntil(Math.max(loop.now, start(given) + one.after));
        tell(loop, one, loop.now);
        look();
      }
      loop.runUntil(start(given) + MONTHS);
      loop.runUntil(Math.max(loop.now, ...waits.values()) + 1);
      loop.look();
      const last = new Map(loop.standing.open.map(({ key, kept }) => [key, kept]));
      for (const [key, until] of waits) expect(last.get(key)?.until ?? 0).not.toBe(until);
    });
  });

  it('makes progress with every wake: it looks a bounded number of times and never sleeps into the past', () => {
    check(150, (given, done) => {
      const loop = live(given, done);
      expect(loop.looks).toBeLessThan(1_500);
      if (loop.outcome.wakeAt !== null) expect(loop.outcome.wakeAt).toBeGreaterThan(loop.now);
    });
  });

  it('does not climb because a message had no room for it: nobody counts as out of reach, and the ladder waits', () => {
    check(60, (given, done) => {
      if (given.cadence.clock === 'calendar') return;
      const loop = live({ ...given, waits: 4 }, done);
      const left = loop.said('rungReached').filter((fact) => fact.data.unreachable && hasSeat(loop, fact));
      expect(left).toEqual([]);
      expect(loop.said('stalled').map(({ data }) => data.reason)).not.toContain('unreachable');
      expect(loop.outcome.nudges.filter(({ slot }) => slot < loop.now)).toEqual([]);
    });
  });

  it('offers the manager help before anything goes above them, on an earlier day', () => {
    check(60, (given, done) => {
      if (given.cadence.clock === 'calendar') return;
      const loop = live({ ...given, waits: done.length % 3 }, done);
      for (const { obligation, rung, at, goesOn } of loop.sent) {
        if (!obligation.startsWith('notice/')) continue;
        const above = loop.sent.find((one) => `notice/${one.obligation}` === obligation && one.rung === rung);
        if (above) expect(above.at).toBeGreaterThan(at);
        expect(goesOn?.at).toBeGreaterThan(at);
      }
    });
  });

  it('reaches the top of the ladder of whatever stays undone, also where somebody cannot be reached', () => {
    fc.assert(
      fc.property(
        aLoop,
        fc.subarray(['manager', 'secondLine', 'delegate']),
        fc.nat(3),
        (given, unreachable, waits) => {
          const loop = new Player({ ...given, unreachable, waits });
          loop.runUntil(start(given) + 400 * DAY);
          // What a missing manager owes waits for whoever takes the loop; asking for them has a ladder of its own.
          const sought = loop.standing.open.some(({ kind }) => kind === 'cover');
          for (const { key, kind, owner, dueAt } of loop.standing.open) {
            if (sought && owner === 'manager' && kind !== 'feedback') continue;
            if (dueAt === null || dueAt > loop.now - 60 * DAY) continue;
            const top = given.cadence.ladders[kind].findLastIndex(
              ({ to }) => seatIn(given.roster, to) !== null,
            );
            if (top < 0) continue;
            // Who plays two parts was told in the lower one.
            const told = loop.sent.some(
              ({ obligation, rung, person }) =>
                obligation === key &&
                (rung === top ||
                  person === seatIn(given.roster, given.cadence.ladders[kind][top]!.to)?.person),
            );
            expect({ key, kind, told }).toEqual({ key, kind, told: true });
          }
        },
      ),
      { numRuns: 150 },
    );
  });

  it('never unsays an adoption: where it does not hold any more, it lapsed', () => {
    check(150, (given, done) => {
      const loop = live(given, done);
      const adopted = loop.said('adopted').length;
      if (adopted === 0) return;
      const { adoptedAt, phase } = loop.standing;
      const lapsed = loop.said('lapsed').length;
      expect(adoptedAt !== null || lapsed === adopted || phase === 'completed').toBe(true);
    });
  });

  it('tells nothing that lies ahead', () => {
    check(100, (given, done) => {
      for (const fact of live(given, done).log) expect(fact.happenedAt).toBeLessThanOrEqual(fact.recordedAt);
    });
  });
});
