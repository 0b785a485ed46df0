import { LAUNCH_WAVE } from '../cadence-templates.js';
import type { FactData } from '../facts.js';
import { heldAfter } from './putting-off.js';
import { Player, type Given } from './testing/player.js';
import { BERLIN, berlin, CALENDARS, TEAM, told } from './testing/team.js';

/** What keeps messages back, what hands a loop to somebody else, and what ends it. */

const aLoop = (given: Partial<Given> = {}): Player =>
  new Player({
    cadence: LAUNCH_WAVE,
    roster: TEAM,
    calendars: CALENDARS,
    trainedAt: berlin('2026-03-02T17:00'),
    ...given,
  });

const observed = (
  id: string,
  level: number | null,
  given: Partial<FactData['observed']> = {},
): FactData['observed'] => ({
  observationId: id,
  visitId: null,
  observer: 'manager',
  channel: 'faceToFace',
  customer: null,
  prompted: true,
  feedback: null,
  ...given,
  ...(level === null ? {} : { feedback: { givenAt: 0, level, actions: [] } }),
});

const heard = (player: Player): string[] => player.sent.map(({ at, audience }) => `${told(at)} ${audience}`);

describe('a loop that nobody touches', () => {
  it('climbs from the manager to the second line’s weekly message, stalls, and goes on to the program owner’s', () => {
    const loop = aLoop();
    loop.runUntil(berlin('2026-04-30T12:00'));
    expect(heard(loop)).toEqual([
      '2026-03-11 08:30 manager',
      '2026-03-16 08:30 manager',
      '2026-03-18 08:30 manager',
      // The offer of help before it goes on: a Friday, since the second line hears on Mondays.
      '2026-03-20 08:30 manager',
      '2026-03-23 08:30 secondLine',
      '2026-03-30 08:30 programOwner',
    ]);
    expect(loop.sent[3]).toMatchObject({
      obligation: 'notice/observe/first',
      goesOn: { to: 'secondLine', at: berlin('2026-03-23T08:30') },
    });
    expect(loop.standing.stall).toMatchObject({
      reason: 'noVisitPlanned',
      clearer: 'manager',
      nextStep: 'planVisit',
    });
    expect(told(loop.standing.stall?.since)).toBe('2026-03-20 08:30');
  });

  it('says nothing above the manager in its first ten working days, however old the completion', () => {
    const loop = aLoop({ trainedAt: berlin('2026-01-12T17:00'), importedAt: berlin('2026-03-02T17:00') });
    loop.runUntil(berlin('2026-03-16T08:00'));
    expect(new Set(loop.sent.map(({ audience }) => audience))).toEqual(new Set(['manager']));
  });

  it('that no visit day can hold is told to the program owner, never to the manager’s superior', () => {
    const loop = aLoop({ fits: false, spreadDays: 30 });
    loop.runUntil(berlin('2026-07-01T12:00'));
    expect(loop.standing.stall).toMatchObject({ reason: 'overCapacity', clearer: 'programOwner' });
    expect(loop.sent.map(({ audience }) => audience)).not.toContain('secondLine');
    expect(loop.sent.at(-1)?.audience).toBe('programOwner');
  });

  const withRoomFrom = (at: string): Player => {
    const loop = aLoop({ fits: false });
    loop.runUntil(berlin(at));
    loop.tell('rosterChanged', { cause: 'visitDays', roster: TEAM, fits: true });
    return loop;
  };

  it('that has a visit day at last is the manager’s again, and its owner’s fault no more', () => {
    const loop = withRoomFrom('2026-05-04T12:00');
    expect(loop.sent.at(-1)?.audience).toBe('programOwner');
    loop.runUntil(berlin('2026-07-01T12:00'));
    expect(loop.standing.stall).toMatchObject({ reason: 'noVisitPlanned', clearer: 'manager' });
    expect(loop.sent.map(({ audience }) => audience)).not.toContain('secondLine');
  });

  it('that has a visit day before anybody above heard of it climbs like any other', () => {
    const loop = withRoomFrom('2026-03-12T12:00');
    loop.runUntil(berlin('2026-07-01T12:00'));
    expect(loop.standing.stall?.reason).toBe('noVisitPlanned');
    expect(loop.sent.map(({ audience }) => audience)).toContain('secondLine');
  });
});

describe('a planned visit', () => {
  const planned = (at: string): Player => {
    const loop = aLoop();
    loop.runUntil(berlin('2026-03-10T09:00'));
    loop.tell('visitPlanned', { visitId: 'v', at: berlin(at) });
    return loop;
  };

  it('within the tolerance withholds every rung until its day is over', () => {
    const loop = planned('2026-03-20T10:00');
    loop.runUntil(berlin('2026-03-20T17:00'));
    expect(loop.sent.map(({ obligation }) => obligation)).toEqual([`visit/v/${berlin('2026-03-20T10:00')}`]);
    loop.runUntil(berlin('2026-03-24T09:00'));
    expect(loop.sent.filter(({ obligation }) => obligation === 'observe/first')).toMatchObject([
      { at: berlin('2026-03-23T08:30'), audience: 'manager' },
    ]);
  });

  it('beyond the tolerance withholds nothing', () => {
    const loop = planned('2026-04-20T10:00');
    loop.runUntil(berlin('2026-03-12T09:00'));
    expect(heard(loop)).toEqual(['2026-03-11 08:30 manager']);
  });

  it('that moves a second time is a plan no more: the loop stalls as visitSlipped', () => {
    const loop = planned('2026-03-17T10:00');
    loop.tell('visitMoved', { visitId: 'v', at: berlin('2026-03-18T10:00') });
    loop.tell('visitMoved', { visitId: 'v', at: berlin('2026-03-19T10:00') });
    loop.runUntil(berlin('2026-03-30T09:00'));
    expect(loop.standing.stall?.reason).toBe('visitSlipped');
  });
});

describe('the messages around a visit', () => {
  const withVisit = (observers?: string[]): Player => {
    const loop = aLoop();
    loop.runUntil(berlin('2026-03-10T09:00'));
    const at = berlin('2026-03-17T10:00');
    loop.tell('visitPlanned', { visitId: 'v', at, ...(observers && { observers }) });
    return loop;
  };
  const around = (loop: Player) =>
    loop.sent.flatMap(({ obligation, rung, at, person }) =>
      obligation.startsWith('visit/') ? `${told(at)} ${person} ${rung === 0 ? 'morning' : 'afterwards'}` : [],
    );

  it('help on its morning, and ask on the next working day what became of it, each once', () => {
    const loop = withVisit();
    loop.runUntil(berlin('2026-04-30T09:00'));
    expect(around(loop)).toEqual(['2026-03-17 08:30 manager morning', '2026-03-18 08:30 manager afterwards']);
  });

  it('ask nothing of a visit that was reported', () => {
    const loop = withVisit();
    loop.runUntil(berlin('2026-03-17T12:00'));
    loop.tell('visitHeld', { visitId: 'v' });
    loop.runUntil(berlin('2026-03-30T09:00'));
    expect(around(loop)).toEqual(['2026-03-17 08:30 manager morning']);
  });

  it('say nothing of a visit that was called off before, and follow one that was moved', () => {
    const off = withVisit();
    off.runUntil(berlin('2026-03-16T12:00'));
    off.tell('visitCancelled', { visitId: 'v' });
    off.runUntil(berlin('2026-03-30T09:00'));
    expect(around(off)).toEqual([]);

    const moved = withVisit();
    moved.runUntil(berlin('2026-03-17T09:00'));
    moved.tell('visitMoved', { visitId: 'v', at: berlin('2026-03-19T10:00') });
    moved.runUntil(berlin('2026-03-30T09:00'));
    expect(around(moved)).toEqual([
      '2026-03-17 08:30 manager morning',
      '2026-03-19 08:30 manager morning',
      '2026-03-20 08:30 manager afterwards',
    ]);
  });

  it('go to the one who comes along, and to nobody who does not coach this rep', () => {
    const coached = withVisit(['coach']);
    coached.runUntil(berlin('2026-03-20T09:00'));
    expect(around(coached)).toEqual(['2026-03-17 08:30 coach morning', '2026-03-18 08:30 coach afterwards']);
    const guest = withVisit(['somebody']);
    guest.runUntil(berlin('2026-03-20T09:00'));
    expect(around(guest)).toEqual([]);
  });
});

describe('a message for which a day has no room', () => {
  it('waits for the next, says then when it goes on, and lets nothing climb meanwhile', () => {
    const loop = aLoop({ waits: 1 });
    loop.runUntil(berlin('2026-04-30T12:00'));
    const rungs = loop.sent.map(({ at, audience, obligation, rung }) =>
      obligation.startsWith('notice/') ? `${told(at)} notice` : `${told(at)} ${audience} ${rung}`,
    );
    expect(rungs).toEqual([
      '2026-03-12 08:30 manager 0',
      '2026-03-18 08:30 manager 1',
      '2026-03-23 08:30 manager 2',
      // Offered on Monday for want of room on Friday, so that it goes on with the next week's message.
      '2026-03-30 08:30 notice',
      '2026-04-13 08:30 secondLine 3',
      '2026-04-27 08:30 programOwner 4',
    ]);
    expect(loop.sent[3]?.goesOn).toEqual({ to: 'secondLine', at: berlin('2026-04-07T08:30') });
  });
});

describe('an honest answer', () => {
  it('keeps messages back until its day', () => {
    const loop = aLoop();
    loop.runUntil(berlin('2026-03-10T09:00'));
    loop.tell('snoozed', { until: berlin('2026-03-19T00:00') });
    loop.runUntil(berlin('2026-03-19T09:00'));
    expect(heard(loop)).toEqual(['2026-03-19 08:30 manager']);
  });

  it('that a talk is agreed for a day keeps nothing back once the two have talked sooner', () => {
    const untilTalk = { until: berlin('2026-03-19T00:00'), forTalk: true as const };
    const toldAfter = (talked: boolean): string[] => {
      const loop = aLoop();
      loop.runUntil(berlin('2026-03-10T09:00'));
      loop.tell('snoozed', untilTalk);
      loop.runUntil(berlin('2026-03-11T09:00'));
      if (talked) loop.tell('talked', { observationId: 'o' });
      loop.runUntil(berlin('2026-03-19T09:00'));
      return heard(loop);
    };
    expect(toldAfter(false)).toEqual(['2026-03-19 08:30 manager']);
    expect(toldAfter(true)[0]).toMatch(/^2026-03-1[1-8] 08:30 manager$/);
  });

  it('counts for twenty working days together; then no opportunity is the reason of the stall', () => {
    const loop = aLoop();
    loop.runUntil(berlin('2026-03-10T09:00'));
    loop.tell('noOpportunity', { until: berlin('2026-12-01T00:00') });
    loop.runUntil(berlin('2026-06-01T09:00'));
    expect(told(loop.sent[0]?.at)).toBe('2026-04-09 08:30');
    expect(loop.standing.stall).toMatchObject({ reason: 'noOpportunity', clearer: 'rep' });
  });
});

describe('until when an answer would hold', () => {
  const noOpportunity = (until: string) => ({
    kind: 'noOpportunity' as const,
    data: { until: berlin(until) },
  });
  const held = (loop: Player, until: string): string =>
    told(heldAfter(loop.log, noOpportunity(until), loop.now, loop.world).get('observe/first') ?? undefined);

  it('is known before it is given: as long as was asked, within what the cadence allows', () => {
    const loop = aLoop();
    loop.runUntil(berlin('2026-03-10T09:00'));
    expect(held(loop, '2026-03-19T00:00')).toBe('2026-03-19 00:00');
    // Twenty working days, of which Good Friday and Easter Monday are none.
    expect(held(loop, '2026-12-01T00:00')).toBe('2026-04-09 08:30');
    loop.tell('noOpportunity', noOpportunity('2026-12-01T00:00').data);
    loop.runUntil(berlin('2026-04-08T12:00'));
    expect(held(loop, '2026-12-01T00:00')).toBe('2026-04-09 08:30');
    loop.runUntil(berlin('2026-04-10T12:00'));
    expect(held(loop, '2026-12-01T00:00')).toBe('never');
  });
});

describe('people who are away', () => {
  it('stop what is not yet due; longer than the tolerance, somebody else is asked to take the loop', () => {
    const away = { ...BERLIN, absences: [{ from: '2026-03-09', to: '2026-05-29' }] };
    const loop = aLoop({ calendars: { ...CALENDARS, 'manager@1': away } });
    loop.runUntil(berlin('2026-05-01T09:00'));
    expect(loop.standing.stall).toMatchObject({ reason: 'managerAbsent', clearer: 'secondLine' });
    expect(loop.sent.filter(({ obligation }) => !obligation.startsWith('cover/'))).toEqual([]);
    expect(loop.sent.map(({ person }) => person)).not.toContain('manager');
  });

  it('leave a vacancy: the program owner hears that the line has no manager', () => {
    const loop = aLoop({ roster: { ...TEAM, manager: null, delegate: null, secondLine: null } });
    loop.runUntil(berlin('2026-03-20T09:00'));
    expect(loop.standing.stall).toMatchObject({
      reason: 'noManager',
      clearer: 'programOwner',
      nextStep: 'assignManager',
    });
    expect(new Set(loop.sent.map(({ person }) => person))).toEqual(new Set(['owner']));
  });

  it('who cannot be reached let the ladder climb, and that is the reason', () => {
    const loop = aLoop({ unreachable: ['manager'] });
    loop.runUntil(berlin('2026-04-30T09:00'));
    expect(loop.standing.stall?.reason).toBe('unreachable');
    expect(loop.sent.at(-1)).toMatchObject({ audience: 'programOwner', arrived: true });
  });
});

describe('a visit', () => {
  it('that took place did not slip, though its plan was entered only afterwards', () => {
    const loop = aLoop();
    const heldAt = berlin('2026-03-10T10:00');
    loop.runUntil(berlin('2026-03-12T09:00'));
    loop.append('visitPlanned', loop.now, { visitId: 'v1', at: heldAt });
    loop.tell('visitHeld', { visitId: 'v1' }, heldAt);
    loop.runUntil(berlin('2026-04-30T09:00'));
    expect(loop.standing.stall?.reason).toBe('noVisitPlanned');
  });
});

describe('a pause', () => {
  it('stops the loop, and moves what was due by the working days that it lasted', () => {
    const loop = aLoop();
    loop.runUntil(berlin('2026-03-04T09:00'));
    loop.tell('paused', {});
    loop.runUntil(berlin('2026-03-11T09:00'));
    expect(loop.standing.phase).toBe('paused');
    loop.tell('resumed', {});
    expect(loop.standing.phase).toBe('observe');
    expect(told(loop.standing.next?.dueAt)).toBe('2026-03-23 18:00');
    expect(loop.sent).toEqual([]);
  });
});

describe('an end', () => {
  it('drops what was owed; nothing is sent after it, a late truth is taken, only reopening changes the phase', () => {
    const loop = aLoop();
    loop.runUntil(berlin('2026-03-12T09:00'));
    loop.tell('withdrawn', {});
    const before = loop.sent.length;
    expect(loop.outcome).toMatchObject({ ended: true, nudges: [], wakeAt: null });
    loop.now = berlin('2026-03-20T09:00');
    loop.tell('observed', observed('o1', 3), berlin('2026-03-11T10:00'));
    expect(loop.standing).toMatchObject({ phase: 'withdrawn' });
    loop.tell('reopened', {});
    expect(loop.standing.phase).toBe('observe');
    expect(loop.sent).toHaveLength(before);
  });
});

describe('what is told late', () => {
  it('counts from when it happened: a feedback of Thursday told on Monday was in time', () => {
    const loop = aLoop();
    loop.runUntil(berlin('2026-03-10T15:00'));
    loop.tell('observed', observed('o1', null));
    loop.runUntil(berlin('2026-03-16T12:00'));
    expect(loop.said('obligationMissed').map(({ data }) => data.obligation)).toEqual(['feedback/o1']);
    const givenAt = berlin('2026-03-12T10:00');
    loop.tell('feedbackGiven', { observationId: 'o1', givenAt, level: 3, actions: [] }, givenAt);
    const met = loop.said('obligationMet').find(({ data }) => data.obligation === 'feedback/o1');
    expect(told(met?.happenedAt)).toBe('2026-03-12 10:00');
    // What was said and counted as late stays said.
    expect(met?.data.late).toBe(true);
  });

  it('can be taken back: an observation that never was leaves the first one owed again', () => {
    const loop = aLoop();
    loop.runUntil(berlin('2026-03-10T15:00'));
    loop.tell('observed', observed('o1', null));
    expect(loop.standing.phase).toBe('feedback');
    const fact = loop.log.find(({ kind }) => kind === 'observed')!;
    loop.tell('corrected', { factId: fact.id, data: null });
    expect(loop.standing).toMatchObject({ phase: 'observe', next: { obligation: 'observe/first' } });
  });

  it('is late at once where it was taken back after its day, and that is said once', () => {
    const loop = aLoop();
    loop.runUntil(berlin('2026-03-10T15:00'));
    loop.tell('observed', observed('o1', 2));
    const fact = loop.log.find(({ kind }) => kind === 'observed')!;
    loop.runUntil(berlin('2026-03-18T12:00'));
    loop.tell('corrected', { factId: fact.id, data: null });
    const missed = () => loop.said('obligationMissed').map(({ data }) => data.obligation);
    expect(missed()).toEqual(['observe/first']);
    loop.look();
    expect(missed()).toEqual(['observe/first']);
  });

  it('makes an adoption lapse that it contradicts, never unsaid', () => {
    const rule = { ...LAUNCH_WAVE.adoption, observations: 1, channels: 1, confirmed: 0 };
    const loop = aLoop({ cadence: { ...LAUNCH_WAVE, adoption: rule } });
    loop.runUntil(berlin('2026-03-10T15:00'));
    loop.tell('observed', observed('good', 3));
    expect(loop.standing.phase).toBe('sustain');
    loop.runUntil(berlin('2026-03-20T15:00'));
    loop.tell('observed', observed('bad', 1), berlin('2026-03-11T15:00'));
    expect(loop.said('adopted')).toHaveLength(1);
    expect(loop.said('lapsed').map(({ data }) => data.observationId)).toEqual(['bad']);
    expect(loop.standing.phase).toBe('observe');
  });
});
