import { berlin } from '../loop/testing/team.js';
import { ASSUMED } from './behaviour.js';
import { figuresOf } from './figures.js';
import { Play } from './play.js';
import { percentile } from './range.js';
import { compared, summaryOf } from './runs.js';
import { simulate } from './simulate.js';
import { added, tallyOf } from './tally.js';
import { aTeam, TRAINED } from './testing/team.js';

/** From Monday 2 March until Monday 6 April: 24 working days, since Good Friday is none; 5 weeks. */
const SPAN = { from: TRAINED, until: berlin('2026-04-06T00:00') };

function nobodyActs(manager: string, reps: number) {
  const play = new Play(aTeam({ reps, manager }), SPAN.from);
  play.runUntil(SPAN.until - 1);
  return tallyOf(play, SPAN, () => 1);
}

describe('figures of a simulation', () => {
  it('are those that can be counted by hand', () => {
    const { numbers, weekly, managers, days } = figuresOf(nobodyActs('anna', 2));
    // On 11, 16, 18 and 20 March the manager hears of both reps; the second line on the 23rd, the owner on the 30th.
    expect(days).toEqual({
      '2026-03-11': 1,
      '2026-03-16': 1,
      '2026-03-18': 1,
      '2026-03-20': 1,
      '2026-03-23': 1,
      '2026-03-30': 1,
    });
    expect(managers).toMatchObject([{ manager: 'anna', messages: 4 / 24, things: 8 / 24, over: 2 - 24 / 5 }]);
    // Both observations fell due on Monday 16 March.
    expect(weekly.visitDaysAsked).toEqual({
      '2026-03-02': 0,
      '2026-03-09': 0,
      '2026-03-16': 2,
      '2026-03-23': 0,
      '2026-03-30': 0,
    });
    expect(weekly.toSecondLine).toEqual({ '2026-03-23': 2 });
    expect(weekly.toProgramOwner).toEqual({ '2026-03-30': 2 });
    expect(numbers).toEqual({
      visitDaysAsked: 2 / 5,
      visitDaysAskedP95: 2,
      weeksOver: 1 / 5,
      managersOver: 0,
      messagesP50: 4 / 24,
      messagesP95: 4 / 24,
      thingsP50: 8 / 24,
      thingsP95: 8 / 24,
      toSecondLine: 2,
      toProgramOwner: 2,
      toSponsor: 0,
      observedInTime: 0,
      adopted: 0,
      heaviestDay: 1,
    });
  });

  it('count an observation that was made in time, and the visit day in the week in which it was made', () => {
    const play = new Play(aTeam({ reps: 2, capabilities: 2 }), SPAN.from);
    play.runUntil(berlin('2026-03-12T15:00'));
    const ofFirst = play.loops.slice(0, 2);
    play.tell(
      ofFirst.map((loop) => ({
        loop,
        kind: 'observed',
        happenedAt: play.now,
        data: {
          observationId: 'o1',
          visitId: null,
          observer: 'manager',
          channel: 'faceToFace',
          customer: null,
          prompted: true,
          feedback: null,
        },
      })),
    );
    play.runUntil(SPAN.until - 1);
    const { numbers, weekly } = figuresOf(tallyOf(play, SPAN, () => 1));
    expect(numbers.observedInTime).toBe(1 / 2);
    expect(weekly.visitDaysAsked).toMatchObject({ '2026-03-09': 1, '2026-03-16': 1 });
  });

  it('of two teams add up, and whoever is above both gets one message of a day', () => {
    const { numbers, days } = figuresOf(added([nobodyActs('anna', 2), nobodyActs('ben', 1)]));
    expect(days).toMatchObject({ '2026-03-11': 2, '2026-03-23': 1, '2026-03-30': 1 });
    expect(numbers).toMatchObject({ toSecondLine: 3, visitDaysAsked: 3 / 10, weeksOver: 1 / 10 });
  });

  it('over several runs have a middle and a range', () => {
    const runs = [1, 2, 3, 4, 5].map((seed) => aRun(seed, 1));
    const { numbers, runs: count } = summaryOf(runs);
    expect(count).toBe(5);
    const told = runs.map(({ numbers }) => numbers.toSecondLine).sort((a, b) => a - b);
    expect(numbers.toSecondLine).toEqual({ low: told[0], middle: told[2], high: told[4] });
    expect(told[0]).toBeLessThan(told[2]!);
    expect(told[2]).toBeLessThan(told[4]!);
  });

  it('of two settings are compared seed by seed', () => {
    const seeds = [1, 2, 3];
    const one = seeds.map((seed) => aRun(seed, 1));
    const same = compared(one, one);
    expect(same.messagesP50.difference).toEqual({ low: 0, middle: 0, high: 0 });
    const other = seeds.map((seed) => aRun(seed, 3));
    const { difference, first, second } = compared(one, other).observedInTime;
    expect(second.middle).toBeGreaterThan(first.middle);
    expect(difference.middle).toBeGreaterThan(0);
    expect(() => compared(one, other.slice(1))).toThrow(/seed by seed/);
  });

  it('take the least value that a share of all do not exceed', () => {
    expect(percentile([4, 1, 3, 2], 0.5)).toBe(2);
    expect(percentile([4, 1, 3, 2], 0.95)).toBe(4);
    expect(percentile([], 0.5)).toBe(0);
  });
});

const aRun = (seed: number, days: number) =>
  figuresOf(
    simulate(
      { loops: aTeam({ reps: 8, capabilities: 2 }), visitDaysPerWeek: () => days },
      { from: TRAINED, until: berlin('2026-06-01T08:00'), behaviour: ASSUMED, seed },
    ).tally,
  );
