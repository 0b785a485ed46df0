import { LAUNCH_WAVE, SLOW_BURN, TEMPLATES } from '../cadence-templates.js';
import type { AgreedAction } from '../facts.js';
import { impactOnNextCycle } from '../rehearsal/impact.js';
import * as fc from '../testing/fast-check.js';
import { playAhead } from './ahead.js';
import { step } from './step.js';
import { aLoop, deeds } from './testing/arbitraries.js';
import { Player } from './testing/player.js';
import { berlin, CALENDARS, TEAM, told } from './testing/team.js';

const MONDAY = berlin('2026-03-02T08:00');
/** An observation is due in half the time. */
const HASTY = {
  ...LAUNCH_WAVE,
  firstObservation: { within: 'P5D' },
  nextObservation: { ...LAUNCH_WAVE.nextObservation, within: 'P5D' },
};
const plan = { moveId: 'move', from: 'v1', to: 'v2', begins: 'nextCycle' as const };

const begun = (cadence = LAUNCH_WAVE): Player =>
  new Player({ cadence, roster: TEAM, calendars: CALENDARS, trainedAt: MONDAY });

function planned(player: Player, cadence = HASTY): Player {
  player.world.next = { version: 'v2', world: { ...player.world, cadence } };
  player.tell('cadenceMoved', plan);
  return player;
}

function seen(player: Player, observationId: string, actions: AgreedAction[] | null, level = 2): void {
  const feedback = actions && { givenAt: player.now, level, actions, talked: true };
  player.tell('observed', {
    observationId,
    visitId: null,
    observer: 'manager',
    channel: 'faceToFace',
    customer: null,
    prompted: true,
    feedback,
  });
}

const dueOf = (player: Player, key: string): string =>
  told(player.standing.open.find((one) => one.key === key)?.dueAt);
const begunAt = (player: Player): number | undefined => player.said('versionBegun')[0]?.happenedAt;

describe('a loop that goes by another version of its cadence from its next cycle on', () => {
  it('finishes its present cycle as it was, and begins the next by the other version', () => {
    const player = planned(begun());
    expect(dueOf(player, 'observe/first')).toBe('2026-03-16 18:00');
    expect(player.said('obligationMoved')).toEqual([]);
    player.runUntil(berlin('2026-03-12T10:00'));
    seen(player, 'o1', null);
    expect(player.said('versionBegun')).toEqual([]);
    player.tell('feedbackGiven', {
      observationId: 'o1',
      givenAt: player.now,
      level: 2,
      actions: [],
      talked: true,
    });
    expect(player.said('versionBegun')).toMatchObject([
      { happenedAt: player.now, data: { moveId: 'move', from: 'v1', to: 'v2' } },
    ]);
    // Owed from Thursday 12 March on, within five working days instead of ten.
    expect(dueOf(player, 'observe/o1')).toBe('2026-03-19 18:00');
    expect(
      player.said('obligationOpened').filter(({ data }) => data.obligation === 'observe/o1'),
    ).toHaveLength(1);
    player.runUntil(berlin('2026-03-20T10:00'));
    expect(player.said('obligationMissed')).toMatchObject([{ data: { obligation: 'observe/o1' } }]);
    expect(player.said('versionBegun')).toHaveLength(1);
  });

  it('waits through the second of its cycles, where that is the present one', () => {
    const player = begun();
    player.runUntil(berlin('2026-03-12T10:00'));
    seen(player, 'o1', []);
    planned(player);
    const due = dueOf(player, 'observe/o1');
    expect(due).not.toBe('2026-03-19 18:00');
    player.runUntil(berlin('2026-03-18T10:00'));
    seen(player, 'o2', null);
    expect(player.said('versionBegun')).toEqual([]);
  });

  it('begins it too where the next observation is made before anybody owes it', () => {
    const player = planned(begun());
    player.runUntil(berlin('2026-03-12T10:00'));
    seen(player, 'o1', [{ actionId: 'a1', dueAt: null }]);
    player.runUntil(berlin('2026-03-13T10:00'));
    expect(player.said('versionBegun')).toEqual([]);
    seen(player, 'o2', null);
    expect(begunAt(player)).toBe(player.now);
  });

  it('keeps its check-ins once it is adopted, until it lapses', () => {
    const once = { ...LAUNCH_WAVE.adoption, observations: 1, channels: 1, confirmed: 0, unprompted: 0 };
    const player = begun({ ...LAUNCH_WAVE, adoption: once });
    player.runUntil(berlin('2026-03-12T10:00'));
    seen(player, 'o1', [], 4);
    expect(player.said('adopted')).toHaveLength(1);
    planned(player, { ...HASTY, adoption: once });
    player.runUntil(berlin('2026-04-14T10:00'));
    seen(player, 'o2', [], 4);
    expect(player.said('versionBegun')).toEqual([]);
    player.runUntil(berlin('2026-05-14T10:00'));
    seen(player, 'o3', [], 1);
    expect(player.said('lapsed')).toHaveLength(1);
    expect(begunAt(player)).toBe(player.now);
    expect(dueOf(player, 'observe/o3')).toBe('2026-05-21 18:00');
  });

  it('goes on to the cycle after where a message of this one would count as one to somebody else', () => {
    // The rep hears that the feedback waits for an answer; by the other version it is the manager.
    const toldManager = {
      ...HASTY,
      ladders: {
        ...HASTY.ladders,
        acknowledge: HASTY.ladders.acknowledge.map((rung) => ({ ...rung, to: 'manager' as const })),
      },
    };
    const player = planned(begun(), toldManager);
    player.runUntil(berlin('2026-03-12T10:00'));
    seen(player, 'o1', [{ actionId: 'a1', dueAt: null }]);
    player.runUntil(berlin('2026-03-17T10:00'));
    expect(player.sent.map(({ obligation }) => obligation)).toContain('acknowledge/o1');
    player.tell('actionVerified', { actionId: 'a1', outcome: 'working' });
    expect(dueOf(player, 'observe/o1')).not.toBe('never');
    expect(player.said('versionBegun')).toEqual([]);
    player.tell('acknowledged', { observationId: 'o1' });
    seen(player, 'o2', []);
    expect(begunAt(player)).toBe(player.now);
  });

  it('stays by its version where the plan is taken back, and goes back to it where the cycle has begun', () => {
    const stayed = planned(begun());
    stayed.tell('cadenceMoved', { moveId: 'undo', from: 'v1', to: 'v1' });
    stayed.runUntil(berlin('2026-03-12T10:00'));
    seen(stayed, 'o1', []);
    expect(stayed.said('versionBegun')).toEqual([]);
    const asBefore = dueOf(stayed, 'observe/o1');

    const back = planned(begun());
    back.runUntil(berlin('2026-03-12T10:00'));
    seen(back, 'o1', []);
    expect(dueOf(back, 'observe/o1')).not.toBe(asBefore);
    back.tell('cadenceMoved', { moveId: 'undo', from: 'v2', to: 'v1' });
    expect(dueOf(back, 'observe/o1')).toBe(asBefore);
    expect(back.said('obligationMoved').at(-1)!.data).toMatchObject({ why: 'cadence' });
  });

  it('is as it would be without the plan until then, whatever happens in it, and says it once', () => {
    fc.assert(
      fc.property(aLoop, deeds, fc.constantFrom(...Object.values(TEMPLATES)), (given, story, other) => {
        const [player, beside] = [new Player(given), new Player(given)];
        planned(player, other);
        // It hears of the plan, but knows no version to go by.
        beside.tell('cadenceMoved', plan);
        const begin = player.now;
        for (const { after, kind, data } of story)
          for (const one of [player, beside]) {
            one.runUntil(Math.max(one.now, begin + after));
            one.tell(kind, data(one.now) as never);
          }
        expect(step(player.log, player.now, player.world).say).toEqual([]);
        expect(player.said('versionBegun').length).toBeLessThanOrEqual(1);
        const toldOf = ({ log }: Player) =>
          log
            .filter(({ kind }) => kind !== 'cadenceMoved')
            .map(({ kind, happenedAt, recordedAt, data }) => ({ kind, happenedAt, recordedAt, data }));
        const change = player.said('versionBegun')[0]?.recordedAt ?? Infinity;
        const before = (one: Player) => toldOf(one).filter(({ recordedAt }) => recordedAt < change);
        expect(before(player)).toEqual(before(beside));
      }),
      { numRuns: 25 },
    );
  });
});

describe('what it would do to a loop to go by another version from its next cycle on', () => {
  const next = (player: Player, cadence = HASTY) => ({
    version: 'v2',
    world: { ...player.world, cadence },
  });
  const impactOn = (player: Player, cadence = HASTY) =>
    impactOnNextCycle(player.log, player.now, player.world, next(player, cadence));

  it('is nothing now, and says until when its present cycle waits', () => {
    const player = begun();
    player.runUntil(berlin('2026-03-10T08:00'));
    const { waitsUntil, isAdopted, brought } = impactOn(player);
    expect(told(waitsUntil)).toBe('2026-03-16 18:00');
    expect({ isAdopted, brought }).toEqual({ isAdopted: false, brought: [] });
  });

  it('is what the play ahead says once the plan is told', () => {
    const player = begun();
    player.runUntil(berlin('2026-03-10T08:00'));
    const expected = impactOn(player, SLOW_BURN).messagesThen;
    planned(player, SLOW_BURN);
    expect(playAhead(player.log, player.now, player.now + 86_400_000, player.world).messages).toEqual(
      expected,
    );
  });
});
