import { LAUNCH_WAVE } from '../cadence-templates.js';
import { calendarOf } from '../working-time/index.js';
import { Player, type Given } from './testing/player.js';
import { BERLIN, berlin, CALENDARS, TEAM, told } from './testing/team.js';

/** Who counts as out of reach, and who does not: nobody on account of days on which they could not be told. */

/** A deadline of a day, and messages of a day that are full four times before there is room. */
const aLoop = (given: Partial<Given> = {}): Player =>
  new Player({
    cadence: {
      ...LAUNCH_WAVE,
      firstObservation: { within: 'P1D' },
      opening: { ...LAUNCH_WAVE.opening, quietAboveManager: 'P1D' },
    },
    roster: TEAM,
    calendars: CALENDARS,
    trainedAt: berlin('2026-03-02T09:00'),
    waits: 4,
    ...given,
  });

const away = (from: string, to: string) => ({ absences: [{ from, to }] });
const reasons = (loop: Player): string[] => loop.said('stalled').map(({ data }) => data.reason);
const rungsTold = (loop: Player): string[] =>
  loop.sent
    .filter(({ obligation }) => obligation === 'observe/first')
    .map(({ at, person, rung }) => `${told(at)} ${person} #${rung}`);

describe('nobody is out of reach', () => {
  it('for what the manager’s full days kept back before their absence: the delegate has days of their own', () => {
    // Off on Fridays, the Thursday a holiday: the first day on which they are missed is the Monday.
    const manager = calendarOf({
      zone: 'Europe/Berlin',
      week: ['MO', 'TU', 'WE', 'TH'],
      holidays: ['2026-03-05'],
      ...away('2026-03-05', '2026-03-13'),
    });
    const loop = aLoop({ calendars: { ...CALENDARS, 'manager@1': manager } });
    loop.runUntil(berlin('2026-04-10T12:00'));
    expect(rungsTold(loop)[0]).toBe('2026-03-11 08:30 delegate #0');
    expect(reasons(loop)).toEqual(['noVisitPlanned']);
  });

  it('for what was reached while the chair was empty: a new manager begins at the first rung', () => {
    const loop = aLoop({
      roster: { ...TEAM, manager: null, delegate: null, secondLine: null },
      trainedAt: berlin('2026-02-26T23:59'),
      importedAt: berlin('2026-03-02T09:00'),
      fits: false,
    });
    loop.runUntil(berlin('2026-03-03T15:00'));
    loop.tell('rosterChanged', { cause: 'manager', roster: TEAM });
    loop.runUntil(berlin('2026-06-30T12:00'));
    expect(rungsTold(loop).map((line) => line.slice(17))).toEqual([
      'manager #0',
      'manager #1',
      'manager #2',
      'owner #4',
    ]);
    expect(reasons(loop)).not.toContain('unreachable');
  });

  it('for a rung that nobody sat at when its time came, once somebody sits there', () => {
    const loop = aLoop({ roster: { ...TEAM, manager: null, delegate: null, secondLine: null }, waits: 0 });
    loop.runUntil(berlin('2026-03-20T12:00'));
    const { secondLine } = TEAM;
    loop.tell('rosterChanged', { cause: 'manager', roster: { ...TEAM, manager: null, secondLine } });
    loop.runUntil(berlin('2026-04-10T12:00'));
    expect(reasons(loop)).toEqual(['noManager']);
  });

  it('for the days of a pause', () => {
    const loop = aLoop();
    loop.runUntil(berlin('2026-03-03T08:30'));
    loop.tell('paused', {});
    loop.runUntil(berlin('2026-03-12T12:00'));
    loop.tell('resumed', {});
    loop.runUntil(berlin('2026-04-24T12:00'));
    expect(rungsTold(loop)[0]).toMatch(/manager #0$/);
    expect(reasons(loop)).not.toContain('unreachable');
  });

  it('for a message that a visit has just drawn forward from the week’s', () => {
    const loop = aLoop({ waits: 2 });
    // The second line's week was full on Tuesday after Easter; on Thursday a near visit is told of.
    loop.runUntil(berlin('2026-04-09T11:00'));
    loop.tell('visitPlanned', { visitId: 'v1', at: berlin('2026-04-14T10:00') });
    loop.runUntil(berlin('2026-04-30T12:00'));
    expect(rungsTold(loop)[3]).toBe('2026-04-10 08:30 secondLine #3');
    expect(reasons(loop)).not.toContain('unreachable');
  });

  it('where the second line leaves it to the manager after its rung was reached', () => {
    const loop = aLoop();
    loop.runUntil(berlin('2026-04-30T12:00'));
    const reached = loop
      .said('rungReached')
      .find(({ data }) => data.obligation === 'observe/first' && data.rung === 3)!;
    const again = aLoop();
    again.runUntil(reached.recordedAt);
    again.tell('answered', { obligation: 'observe/first', answer: 'leaveIt', person: null });
    again.runUntil(berlin('2026-05-29T12:00'));
    expect(rungsTold(again).at(-1)).toMatch(/owner #4$/);
    expect(reasons(again)).toEqual(['noVisitPlanned']);
  });
});

describe('a long absence', () => {
  it('that ends in a blackout is over on the first day back, and the loop looks then', () => {
    const manager = calendarOf({
      zone: 'Europe/Berlin',
      ...away('2026-03-09', '2026-03-31'),
      blackouts: [{ from: '2026-03-30', to: '2026-04-02' }],
      holidays: BERLIN.holidays,
    });
    const loop = aLoop({ calendars: { ...CALENDARS, 'manager@1': manager }, waits: 0 });
    const isSought = () => loop.standing.open.some(({ kind }) => kind === 'cover');
    loop.runUntil(berlin('2026-04-06T23:00'));
    loop.look();
    expect(isSought()).toBe(true);
    // Easter Monday is a holiday.
    loop.runUntil(berlin('2026-04-07T00:00'));
    expect(isSought()).toBe(false);
  });
});
