import * as fc from '../testing/fast-check.js';
import { LAUNCH_WAVE, SLOW_BURN, TEMPLATES } from '../cadence-templates.js';
import { aLoop, deeds } from '../loop/testing/arbitraries.js';
import { Player } from '../loop/testing/player.js';
import { berlin, CALENDARS, TEAM, told } from '../loop/testing/team.js';
import { step } from '../loop/step.js';
import { HOUR } from '../time.js';
import { impactOf } from './impact.js';

const MONDAY = berlin('2026-03-02T08:00');
const DAY = 24 * HOUR;
const halved = { ...LAUNCH_WAVE, firstObservation: { within: 'P5D' } };

const begun = (): Player =>
  new Player({ cadence: LAUNCH_WAVE, roster: TEAM, calendars: CALENDARS, trainedAt: MONDAY });
const seen = (observationId: string) => ({
  observationId,
  visitId: null,
  observer: 'manager',
  channel: 'faceToFace' as const,
  customer: null,
  prompted: true,
  feedback: null,
});
const STAYS: ReadonlySet<string> = new Set(['adopted', 'lapsed', 'sustained', 'ended']);
const moved = { moveId: 'move', from: 'v1', to: 'v2' };

describe('an open loop that is to go by another version of its cadence', () => {
  it('is not touched by one that asks the same', () => {
    const player = begun();
    expect(
      impactOf(player.log, player.now, player.world, { ...player.world, cadence: { ...LAUNCH_WAVE } }),
    ).toMatchObject({
      earlier: 0,
      later: 0,
      overdueAtOnce: 0,
    });
  });

  it('says which dates come earlier, which have passed at once, and who is written to within a day', () => {
    const player = begun();
    // Due on Monday 16 March; by the halved cadence on Monday 9 March.
    player.runUntil(berlin('2026-03-06T08:00'));
    const early = impactOf(player.log, player.now, player.world, { ...player.world, cadence: halved });
    expect(early).toMatchObject({ earlier: 1, later: 0, overdueAtOnce: 0, messagesNow: [] });
    expect(early.messagesThen).toMatchObject([{ person: 'manager', obligation: 'observe/first' }]);
    player.runUntil(berlin('2026-03-10T08:00'));
    const late = impactOf(player.log, player.now, player.world, { ...player.world, cadence: halved });
    expect(late).toMatchObject({ earlier: 1, overdueAtOnce: 1 });
    const slow = impactOf(player.log, player.now, player.world, { ...player.world, cadence: SLOW_BURN });
    expect(slow).toMatchObject({ earlier: 0, later: 1, overdueAtOnce: 0, messagesThen: [] });
  });

  it('stays by its version while a message that was sent would count as one to somebody else', () => {
    const player = begun();
    const other = { ...player.world, cadence: SLOW_BURN };
    const stays = (world = other) => impactOf(player.log, player.now, player.world, world).stays;
    // The manager has heard before it is due, and on the day: the third step of the other is the second line's.
    player.runUntil(berlin('2026-03-17T08:00'));
    expect(player.sent).toHaveLength(2);
    expect(stays()).toBe(false);
    player.runUntil(berlin('2026-03-19T08:00'));
    expect(player.sent.map(({ audience }) => audience)).toEqual(['manager', 'manager', 'manager']);
    expect(stays()).toBe(true);
    expect(stays({ ...player.world, cadence: halved })).toBe(false);
    // What is through stands in nobody's way.
    player.tell('observed', seen('o1'));
    expect(stays()).toBe(false);
  });

  it('says that it would count as adopted at once, which cannot be undone', () => {
    const player = begun();
    player.tell('observed', seen('o1'));
    player.tell('feedbackGiven', {
      observationId: 'o1',
      givenAt: player.now,
      level: 4,
      actions: [],
      talked: true,
    });
    const once = { ...LAUNCH_WAVE.adoption, observations: 1, channels: 1, confirmed: 0 };
    const adopted = (cadence: typeof LAUNCH_WAVE): boolean =>
      impactOf(player.log, player.now, player.world, { ...player.world, cadence }).adoptedAtOnce;
    expect(adopted(halved)).toBe(false);
    expect(adopted({ ...halved, adoption: once })).toBe(true);
  });

  it('says in its timeline that the date moved, and why', () => {
    const player = begun();
    player.world.cadence = halved;
    player.tell('cadenceMoved', moved);
    const [move] = player.said('obligationMoved');
    expect(move!.data).toMatchObject({ obligation: 'observe/first', why: 'cadence' });
    expect(told(move!.data.dueAt)).toBe('2026-03-09 18:00');
  });

  it('does not call late what was done in time before', () => {
    const player = begun();
    player.runUntil(berlin('2026-03-12T10:00'));
    player.tell('observed', seen('o1'));
    expect(player.said('obligationMet')).toMatchObject([
      { data: { obligation: 'observe/first', late: false } },
    ]);
    player.world.cadence = halved;
    player.tell('cadenceMoved', moved);
    expect(player.said('obligationMissed')).toEqual([]);
  });

  it('has the dates that it had once it is moved back, whatever happened in it', () => {
    fc.assert(
      fc.property(aLoop, deeds, fc.constantFrom(...Object.values(TEMPLATES)), (given, story, other) => {
        const player = new Player(given);
        const begin = player.now;
        for (const { after, kind, data } of story) {
          player.runUntil(Math.max(player.now, begin + after));
          player.tell(kind, data(player.now) as never);
        }
        const dates = () => player.standing.open.map(({ key, dueAt }) => [key, dueAt]);
        player.look();
        const before = dates();
        const { cadence } = player.world;
        const told = player.log.length;
        player.world.cadence = other;
        player.tell('cadenceMoved', moved);
        // Said once: a second look finds nothing new.
        expect(step(player.log, player.now, player.world).say).toEqual([]);
        // What was said of adoption stays said; only dates can be taken back.
        fc.pre(!player.log.slice(told).some(({ kind }) => STAYS.has(kind)));
        player.world.cadence = cadence;
        player.tell('cadenceMoved', { moveId: 'back', from: 'v2', to: 'v1' });
        expect(dates()).toEqual(before);
        expect(step(player.log, player.now, player.world).say).toEqual([]);
      }),
      { numRuns: 100 },
    );
  });
  it('looks a day ahead and no further, but over a weekend', () => {
    const player = begun();
    player.runUntil(berlin('2026-03-09T09:00'));
    // The manager hears on Wednesday 11 March at 08:30: more than a day from now.
    expect(impactOf(player.log, player.now, player.world, player.world).messagesNow).toEqual([]);
    player.runUntil(player.now + DAY);
    expect(impactOf(player.log, player.now, player.world, player.world).messagesNow).toHaveLength(1);
    player.runUntil(berlin('2026-03-13T12:00'));
    // Due on Monday, of which the manager hears on Monday morning.
    expect(impactOf(player.log, player.now, player.world, player.world).messagesNow).toMatchObject([
      { at: berlin('2026-03-16T08:30') },
    ]);
  });
});
