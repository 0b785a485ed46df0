import { LAUNCH_WAVE } from '../cadence-templates.js';
import type { Cadence } from '../cadence.js';
import { berlin } from '../loop/testing/team.js';
import type { Instant } from '../time.js';
import { figuresOf } from './figures.js';
import { Play } from './play.js';
import { added, tallyOf } from './tally.js';
import { aTeam, TRAINED } from './testing/team.js';
import { aheadOf } from './weeks-ahead.js';

const HALVED: Cadence = { ...LAUNCH_WAVE, firstObservation: { within: 'P5D' } };

/** Nobody does anything: two reps of Anna's and one of Ben's, who have one visit day a week each. */
function aRun(cadence: Cadence, from: Instant = TRAINED, until = berlin('2026-04-06T00:00')) {
  const teams = [aTeam({ reps: 2, manager: 'anna', cadence }), aTeam({ reps: 1, manager: 'ben', cadence })];
  return figuresOf(
    added(
      teams.map((loops) => {
        const play = new Play(loops, from);
        play.runUntil(until - 1);
        return tallyOf(play, { from, until }, () => 1);
      }),
    ),
  );
}

describe('the next weeks of those who coach', () => {
  it('are told day by day, before and after a deadline is halved', () => {
    const [rest, next, later, ...more] = aheadOf({ beside: [aRun(LAUNCH_WAVE)], tried: [aRun(HALVED)] });
    expect([rest!.week, next!.week, later!.week]).toEqual(['2026-03-02', '2026-03-09', '2026-03-16']);
    expect(more).toEqual([]);
    // By ten days Wednesday, 11 March, is three days ahead; by five days Wednesday, the 4th, is.
    expect(rest!.after).toMatchObject({ messages: 2, managers: 2, over: 0 });
    expect(rest!.before).toEqual({ messages: 0, managers: 0, over: 0 });
    // Due on the 9th, then two days later; what follows goes to the second line.
    expect(next).toMatchObject({
      before: { messages: 2, managers: 2, over: 0 },
      after: { messages: 4, managers: 2, over: 1 },
      left: 0,
    });
    const working = [true, true, true, true, true, false, false];
    expect(next!.managers).toEqual([
      {
        manager: 'anna',
        works: working,
        have: 1,
        before: { messages: [0, 0, 1, 0, 0, 0, 0], asked: 0 },
        after: { messages: [1, 0, 1, 0, 0, 0, 0], asked: 2 },
      },
      {
        manager: 'ben',
        works: working,
        have: 1,
        before: { messages: [0, 0, 1, 0, 0, 0, 0], asked: 0 },
        after: { messages: [1, 0, 1, 0, 0, 0, 0], asked: 1 },
      },
    ]);
  });

  it('ask at once what is overdue when they begin', () => {
    // Due on Monday, 16 March; on Sunday, the 22nd, nobody has been there yet.
    const log = new Play(aTeam({ reps: 2, manager: 'anna' }), TRAINED);
    const sunday = berlin('2026-03-22T09:00');
    log.runUntil(sunday);
    const loops = log.loops.map((loop) => ({
      id: loop.id,
      programId: 'program',
      log: loop.log,
      world: loop.world,
    }));
    const until = berlin('2026-04-06T00:00');
    const play = new Play(loops, sunday);
    play.runUntil(until - 1);
    const run = figuresOf(tallyOf(play, { from: sunday, until }, () => 1));
    const [first, second] = aheadOf({ beside: [], tried: [run] });
    expect(first).toMatchObject({ week: '2026-03-23', before: null, after: { over: 1 } });
    expect(first!.managers).toMatchObject([{ manager: 'anna', before: null, after: { asked: 2 } }]);
    expect(second!.managers[0]!.after.asked).toBe(0);
  });

  it('leave out a week that is over, and one that is not played to its Friday', () => {
    const friday = berlin('2026-03-06T20:00');
    const weeks = aheadOf({ beside: [], tried: [aRun(LAUNCH_WAVE, friday, berlin('2026-03-20T00:00'))] });
    expect(weeks.map(({ week }) => week)).toEqual(['2026-03-09']);
  });

  it('are those of the run in the middle, so that days and totals agree', () => {
    const few = aRun(LAUNCH_WAVE);
    const many = aRun(HALVED);
    const [, next] = aheadOf({ beside: [few, many, few], tried: [many, few, many] });
    // Two of three bring four messages: it is one of these, beside what is in force under the same seed.
    expect(next).toMatchObject({ before: { messages: 2 }, after: { messages: 4 } });
    expect(next!.messages).toEqual({ low: 2, middle: 4, high: 4 });
  });
});
