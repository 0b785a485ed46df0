import { LAUNCH_WAVE } from '../cadence-templates.js';
import { cadenceSchema, type Cadence } from '../cadence.js';
import { isHumanKind, type HumanFactKind } from '../facts.js';
import { grouped } from '../grouped.js';
import { accepts, type Intent } from '../loop/acceptance.js';
import { BERLIN, berlin } from '../loop/testing/team.js';
import { isWorkingDay, localDate } from '../working-time/index.js';
import { ASSUMED, chanceToAct, type Behaviour } from './behaviour.js';
import type { Play } from './play.js';
import { simulate } from './simulate.js';
import { aTeam, TRAINED, type TeamGiven } from './testing/team.js';
import { visitDaysIn } from './visit-days.js';
import { weekNumber } from './weeks.js';

const QUARTER = berlin('2026-06-01T08:00');

const aPlay = (
  given: Partial<TeamGiven> = {},
  { seed = 1, days = 1, behaviour = ASSUMED }: { seed?: number; days?: number; behaviour?: Behaviour } = {},
): Play =>
  simulate(
    { loops: aTeam({ reps: 6, capabilities: 2, ...given }), visitDaysPerWeek: () => days },
    { from: TRAINED, until: QUARTER, behaviour, seed },
  ).play;

const logsOf = (play: Play) => play.loops.map(({ log }) => log);
const saidOf = (play: Play, ...kinds: HumanFactKind[]) =>
  play.loops.flatMap(({ log }) => log.filter(({ kind }) => (kinds as string[]).includes(kind)));

const CERTAIN: Behaviour = {
  ...ASSUMED,
  unasked: {
    ...ASSUMED.unasked,
    observe: 1,
    feedback: 1,
    acknowledge: 1,
    action: 1,
    followUp: 1,
    checkIn: 1,
  },
  differs: 0,
  visits: { ...ASSUMED.visits, moved: 0, seen: 1 },
};

describe('people who behave as the model says', () => {
  it('live the same quarter under the same seed, and another under another', () => {
    expect(logsOf(aPlay())).toEqual(logsOf(aPlay()));
    expect(logsOf(aPlay())).not.toEqual(logsOf(aPlay({}, { seed: 2 })));
  });

  it('say nothing that the API would not take', () => {
    for (const seed of [1, 2, 3])
      for (const { log } of aPlay({}, { seed, days: 2 }).loops)
        for (const [index, { kind, happenedAt, recordedAt, data }] of log.entries()) {
          if (index < 2 || !isHumanKind(kind)) continue;
          const before = log.slice(0, index);
          const verdict = accepts(before, { kind, happenedAt, data } as Intent, recordedAt);
          expect({ kind, verdict }).toEqual({ kind, verdict: { ok: true } });
        }
  });

  it.each([0.5, 1, 2])(
    'visit reps on no more than %d days of a week, one rep a day, where both work',
    (days) => {
      const play = aPlay({ reps: 10, capabilities: 3 }, { days });
      const visits = new Map(
        saidOf(play, 'visitHeld').map(({ happenedAt, data }) => [
          (data as { visitId: string }).visitId,
          happenedAt,
        ]),
      );
      expect(visits.size).toBeGreaterThan(2);
      const dates = [...visits.values()].map((at) => localDate(BERLIN.zone, at));
      expect(new Set(dates).size).toBe(dates.length);
      expect(dates.filter((date) => !isWorkingDay(BERLIN, date))).toEqual([]);
      for (const [week, inWeek] of grouped(dates, weekNumber))
        expect(inWeek.length).toBeLessThanOrEqual(visitDaysIn(week, days));
    },
  );

  it('see all capabilities of a rep in one visit, and write of it once', () => {
    const play = aPlay({ reps: 1, capabilities: 4 }, { behaviour: CERTAIN });
    const [first] = play.loops;
    const observed = first!.log.find(({ kind }) => kind === 'observed')!;
    for (const { log } of play.loops) {
      const seen = log.find(({ kind }) => kind === 'observed')!;
      expect(seen).toMatchObject({
        happenedAt: observed.happenedAt,
        recordedAt: observed.recordedAt,
        data: { visitId: (observed.data as { visitId: string }).visitId },
      });
    }
  });

  it('never see anybody where there is no visit day', () => {
    expect(saidOf(aPlay({}, { days: 0 }), 'visitPlanned', 'observed')).toEqual([]);
  });

  it('take up what was planned before', () => {
    const [loop] = aTeam({ reps: 1 });
    const when = { happenedAt: TRAINED, recordedAt: TRAINED };
    const at = berlin('2026-03-05T10:00');
    const log = [
      ...loop!.log,
      { id: 'f000002', kind: 'visitPlanned' as const, ...when, data: { visitId: 'known', at } },
    ];
    const { play } = simulate(
      { loops: [{ ...loop!, log }], visitDaysPerWeek: () => 1 },
      { from: TRAINED, until: QUARTER, behaviour: CERTAIN, seed: 1 },
    );
    expect(saidOf(play, 'visitHeld')[0]).toMatchObject({ happenedAt: at, data: { visitId: 'known' } });
  });

  it('act less on each further message of the same, and on each beyond what a week holds', () => {
    const chance = (before: number, lately: number): number =>
      chanceToAct(ASSUMED, { audience: 'manager', before, lately });
    expect(chance(0, 0)).toBe(ASSUMED.responds.manager);
    expect(chance(1, 0)).toBeCloseTo(0.7 * chance(0, 0));
    expect(chance(2, 0)).toBeCloseTo(0.49 * chance(0, 0));
    expect(chance(0, 2)).toBe(chance(0, 0));
    expect(chance(0, 4)).toBeCloseTo(0.81 * chance(0, 0));
  });

  it('differ between two cadences by the cadence alone', () => {
    const withoutOwner = (cadence: Cadence): Cadence =>
      cadenceSchema.parse({
        ...cadence,
        ladders: Object.fromEntries(
          Object.entries(cadence.ladders).map(([name, rungs]) => [
            name,
            rungs.filter(({ to }) => to !== 'programOwner'),
          ]),
        ),
      });
    const deaf: Behaviour = { ...ASSUMED, responds: { ...ASSUMED.responds, programOwner: 0 } };
    const before = aPlay({}, { behaviour: deaf });
    const after = aPlay({ cadence: withoutOwner(LAUNCH_WAVE) }, { behaviour: deaf });
    const human = (play: Play) =>
      play.loops.map(({ log }) =>
        log
          .filter(({ kind }) => isHumanKind(kind))
          .map(({ kind, happenedAt, recordedAt, data }) => ({ kind, happenedAt, recordedAt, data })),
      );
    // Nobody acts on the program owner's counts here, so without them all live the same quarter.
    expect(before.messages.filter(({ person }) => person === 'owner')).not.toEqual([]);
    expect(after.messages.filter(({ person }) => person === 'owner')).toEqual([]);
    expect(human(after)).toEqual(human(before));
  });
});
