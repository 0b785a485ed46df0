import * as fc from '../testing/fast-check.js';
import { DEMO_SECONDS, LAUNCH_WAVE, TEMPLATES } from '../cadence-templates.js';
import type { Cadence } from '../cadence.js';
import { aLoop } from '../loop/testing/arbitraries.js';
import { Player } from '../loop/testing/player.js';
import { berlin, BERLIN, CALENDARS, TEAM, told } from '../loop/testing/team.js';
import { HOUR, type Instant } from '../time.js';
import { awayUntil } from '../working-time/index.js';
import { rehearse, type Rehearsed } from './rehearse.js';
import type { Done, Path } from './paths.js';

const MONDAY = berlin('2026-03-02T08:00');
const YEAR = 365 * 24 * HOUR;

const along = (
  path: Path | readonly Done[],
  cadence: Cadence = LAUNCH_WAVE,
  until: Instant = MONDAY + 2 * YEAR,
): Rehearsed =>
  rehearse(
    {
      roster: TEAM,
      world: {
        cadence,
        level: 3,
        lead: 0,
        calendars: ({ person, calendar }) => CALENDARS[`${person}@${calendar}`]!,
      },
      trained: { contentVersion: '1', launchedAt: MONDAY, spreadDays: 0, fits: true },
      now: MONDAY,
    },
    path,
    until,
  );

const kinds = ({ log }: Rehearsed): string[] => log.map(({ kind }) => kind);
const firstTo = ({ messages }: Rehearsed, audience: string): string =>
  told(messages.find((message) => message.audience === audience)?.at);

describe('a cadence, tried for one rep', () => {
  it('reaches adoption and sustains it where everything is done in time, and nobody above hears of it', () => {
    const tried = along('inTime');
    expect(tried.adoptedAt).not.toBeNull();
    expect(tried.sustainedAt).not.toBeNull();
    expect(tried.isWhole).toBe(true);
    expect(kinds(tried)).not.toContain('obligationMissed');
    expect(new Set(tried.messages.map(({ audience }) => audience))).toEqual(new Set(['manager', 'rep']));
  });

  it.each([...Object.entries(TEMPLATES), ['demo in seconds', DEMO_SECONDS] as const])(
    'of the template %s as well',
    (_, cadence) => {
      const tried = along('inTime', cadence);
      expect(tried.sustainedAt).not.toBeNull();
      expect(kinds(tried)).not.toContain('stalled');
    },
  );

  it('shows how far a ladder climbs where nobody reacts', () => {
    const tried = along('nobody', LAUNCH_WAVE, MONDAY + YEAR);
    // Due on Monday 16 March at 18:00: three working days before, on the day, two after; then the line above, weekly.
    expect(firstTo(tried, 'manager')).toBe('2026-03-11 08:30');
    expect(firstTo(tried, 'secondLine') > '2026-03-20').toBe(true);
    expect(firstTo(tried, 'programOwner') > firstTo(tried, 'secondLine')).toBe(true);
    expect(tried.adoptedAt).toBeNull();
    expect(tried.isWhole).toBe(false);
  });

  it('goes as it is given: what is said is done on its day, and nothing else', () => {
    const tried = along(
      [
        { kind: 'feedback', on: '2026-03-13' },
        { kind: 'observe', on: '2026-03-12' },
      ],
      LAUNCH_WAVE,
      MONDAY + YEAR,
    );
    const at = (kind: string): string[] =>
      tried.log.filter((fact) => fact.kind === kind).map(({ happenedAt }) => told(happenedAt));
    expect(at('observed')).toEqual(['2026-03-12 15:00']);
    expect(at('feedbackGiven')).toEqual(['2026-03-13 15:00']);
    expect(kinds(tried)).toContain('obligationMissed');
    expect(along([], LAUNCH_WAVE, MONDAY + YEAR).messages).toEqual(
      along('nobody', LAUNCH_WAVE, MONDAY + YEAR).messages,
    );
  });

  it('shows what lateness costs: dates pass, and adoption comes later', () => {
    const [late, inTime] = [along('late'), along('inTime')];
    expect(kinds(late)).toContain('obligationMissed');
    expect(late.adoptedAt!).toBeGreaterThan(inTime.adoptedAt!);
    expect(late.messages.length).toBeGreaterThan(inTime.messages.length);
  });

  it('shows what happens while the manager is away: they are not written to, and do what they owe when back', () => {
    const tried = along('managerAway');
    const away = tried.world.calendars(TEAM.manager!);
    const isAway = (at: Instant): boolean => awayUntil(away, at) !== null;
    expect(away.absences).toHaveLength(1);
    const written = tried.messages.filter(({ person }) => person === 'manager');
    expect(written.length).toBeGreaterThan(0);
    expect(written.filter(({ at }) => isAway(at))).toEqual([]);
    const seen = tried.log.filter(({ kind }) => kind === 'observed');
    expect(seen.length).toBeGreaterThan(0);
    expect(seen.filter(({ happenedAt }) => isAway(happenedAt))).toEqual([]);
    // Nobody else's calendar is another.
    expect(tried.world.calendars(TEAM.rep)).toBe(BERLIN);
  });

  it('ends where it finds no end: a cadence that asks again on the same day is shown as one that goes on', () => {
    const atOnce = { within: 'P0D' } as const;
    const tried = along('inTime', {
      ...LAUNCH_WAVE,
      firstObservation: atOnce,
      nextObservation: { ...atOnce, apart: 'P3D' },
      feedback: atOnce,
      action: atOnce,
      followUp: atOnce,
    });
    expect(tried.isWhole).toBe(false);
    expect(tried.log.length).toBeGreaterThan(600);
    expect(tried.log.length).toBeLessThan(620);
  });

  it('writes to the same people at the same moments as the loop itself, in any organisation, if nobody reacts', () => {
    fc.assert(
      fc.property(
        aLoop.filter(({ trainedAt, importedAt }) => trainedAt === importedAt),
        (given) => {
          const player = new Player(given);
          const { cadence, roster, trainedAt, fits = true } = given;
          const until = trainedAt + 120 * 24 * HOUR;
          player.runUntil(until);
          const tried = rehearse(
            {
              roster,
              world: { ...player.world, cadence },
              trained: { contentVersion: '1', launchedAt: trainedAt, spreadDays: 0, fits },
              now: trainedAt,
            },
            'nobody',
            until,
          );
          const plain = (
            messages: readonly { person: string; at: Instant; obligation: string; rung: number }[],
          ) => messages.map(({ person, at, obligation, rung }) => ({ person, at, obligation, rung }));
          expect(plain(tried.messages)).toEqual(plain(player.sent));
        },
      ),
      { numRuns: 60 },
    );
  });
});
