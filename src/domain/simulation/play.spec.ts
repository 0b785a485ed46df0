import * as fc from '../testing/fast-check.js';
import type { HumanFactData, HumanFactKind } from '../facts.js';
import { aLoop, deeds } from '../loop/testing/arbitraries.js';
import { Player } from '../loop/testing/player.js';
import { berlin, told } from '../loop/testing/team.js';
import { Play } from './play.js';
import type { Telling } from './reactions.js';
import { aTeam, TRAINED } from './testing/team.js';

const DAY = 86_400_000;

const messagesTo = (play: Play, person: string): string[] =>
  play.messages
    .filter((message) => message.person === person)
    .map(({ at, told: things }) => {
      const reps = [...new Set(things.map(({ loop }) => loop.roster.rep.person))];
      return `${told(at)} of ${reps.join(', ')}`;
    });

describe('many loops in one order of time', () => {
  it('tells of three reps in the one message of a day, and of the fourth on the next', () => {
    const play = new Play(aTeam({ reps: 4 }), TRAINED);
    play.runUntil(berlin('2026-03-13T12:00'));
    expect(messagesTo(play, 'manager')).toEqual([
      '2026-03-11 08:30 of manager-rep-1, manager-rep-2, manager-rep-3',
      '2026-03-12 08:30 of manager-rep-4',
    ]);
    expect(play.messages[0]!.waiting).toBe(1);
    const waited = play.loops[3]!.log.filter(({ kind }) => kind === 'putOff');
    expect(waited.map(({ happenedAt }) => told(happenedAt))).toEqual(['2026-03-11 08:30']);
  });

  it('tells everything about a rep in one place of the message', () => {
    const play = new Play(aTeam({ reps: 3, capabilities: 5 }), TRAINED);
    play.runUntil(berlin('2026-03-11T12:00'));
    expect(play.messages).toHaveLength(1);
    expect(play.messages[0]).toMatchObject({ person: 'manager', waiting: 0 });
    expect(play.messages[0]!.told).toHaveLength(15);
  });

  it('puts what two teams have for their second line into one inbox, whose message is the week’s', () => {
    const loops = [...aTeam({ reps: 2, manager: 'anna' }), ...aTeam({ reps: 2, manager: 'ben' })];
    const play = new Play(loops, TRAINED);
    play.runUntil(berlin('2026-03-30T12:00'));
    expect(messagesTo(play, 'anna')[0]).toBe('2026-03-11 08:30 of anna-rep-1, anna-rep-2');
    expect(messagesTo(play, 'ben')[0]).toBe('2026-03-11 08:30 of ben-rep-1, ben-rep-2');
    expect(messagesTo(play, 'secondLine')).toEqual([
      '2026-03-23 08:30 of anna-rep-1, anna-rep-2, ben-rep-1',
      '2026-03-30 08:30 of ben-rep-2',
    ]);
  });

  it('decides once for loops to which the same happened, and apart from when they differ', () => {
    const alike = new Play(aTeam({ reps: 1, capabilities: 5 }), TRAINED);
    const alone = new Play(aTeam({ reps: 1 }), TRAINED);
    for (const play of [alike, alone]) play.runUntil(berlin('2026-03-13T12:00'));
    expect(alike.counts.decisions).toBe(alone.counts.decisions);
    expect(alike.loops[4]!.log).toEqual(alone.loops[0]!.log);

    const [first, second] = alike.loops;
    alike.tell([{ loop: first!, kind: 'withdrawn', happenedAt: alike.now, data: {} }]);
    expect(first!.outcome.ended).toBe(true);
    for (const play of [alike, alone]) play.runUntil(berlin('2026-04-30T12:00'));
    expect(second!.log).toEqual(alone.loops[0]!.log);
    expect(second!.log.map(({ kind }) => kind)).toContain('stalled');
    expect(first!.log.map(({ kind }) => kind)).not.toContain('stalled');
  });

  it('writes to nobody about one loop but what the player of a single loop would send, whatever people do', () => {
    fc.assert(
      fc.property(aLoop, deeds, (given, done) => {
        const player = new Player(given);
        const log = player.log.filter(({ kind }) => kind === 'trained' || kind === 'rosterChanged');
        const started = player.now;
        const play = new Play([{ id: 'loop', programId: 'program', log, world: player.world }], started);
        for (const { after, kind, data } of done) {
          const at = Math.max(player.now, started + after);
          player.runUntil(at);
          play.runUntil(at);
          player.tell(kind, data(at) as HumanFactData[HumanFactKind], at);
          play.tell([{ loop: play.loops[0]!, kind, happenedAt: at, data: data(at) } as Telling]);
        }
        player.runUntil(started + 200 * DAY);
        play.runUntil(started + 200 * DAY);
        // The player has room for everything, which a message of a day has not.
        fc.pre(play.loops[0]!.log.every(({ kind }) => kind !== 'putOff'));
        const sent = play.messages.flatMap(({ at, told: things }) =>
          things.map(({ plan: { obligation, rung, person, audience } }) => ({
            at,
            obligation: named(obligation),
            rung,
            person,
            audience,
          })),
        );
        const expected = player.sent.map(({ at, obligation, rung, person, audience }) => ({
          at,
          obligation: named(obligation),
          rung,
          person,
          audience,
        }));
        expect(sent.sort(inOrder)).toEqual(expected.sort(inOrder));
      }),
      { numRuns: 100 },
    );
  });
});

const inOrder = (
  a: { at: number; obligation: string; rung: number },
  b: { at: number; obligation: string; rung: number },
): number => a.at - b.at || (a.obligation < b.obligation ? -1 : 1) || a.rung - b.rung;

/** A hand-over is named by the fact that made somebody the manager, and that by whoever keeps the log. */
const named = (subject: string): string => subject.replace(/^handOver\/.*/, 'handOver');
