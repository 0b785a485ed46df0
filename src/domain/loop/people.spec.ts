import { LAUNCH_WAVE } from '../cadence-templates.js';
import type { FactData } from '../facts.js';
import { calendarOf } from '../working-time/index.js';
import { Player, type Given } from './testing/player.js';
import { BERLIN, berlin, CALENDARS, TEAM, told } from './testing/team.js';

/** What becomes of a loop when its people change: another manager, another chair, another zone. */

const SUCCESSOR = { person: 'successor', calendar: 1 };
const TOKYO = calendarOf({ zone: 'Asia/Tokyo' });

const aLoop = (given: Partial<Given> = {}): Player =>
  new Player({
    cadence: LAUNCH_WAVE,
    roster: TEAM,
    calendars: { ...CALENDARS, 'successor@1': BERLIN, 'manager@2': TOKYO },
    trainedAt: berlin('2026-03-02T17:00'),
    ...given,
  });

const observed = (id: string, given: Partial<FactData['observed']> = {}): FactData['observed'] => ({
  observationId: id,
  visitId: null,
  observer: 'manager',
  channel: 'faceToFace',
  customer: null,
  prompted: true,
  feedback: null,
  ...given,
});

/** Without the offers of help that a manager gets before a rung speaks above them. */
const ofTheLadder = (player: Player) =>
  player.said('rungReached').filter(({ data }) => !data.obligation.startsWith('notice/'));

const heard = (player: Player): string[] =>
  player.sent.map(({ at, person, audience, obligation }) =>
    obligation.startsWith('handOver/')
      ? `${told(at)} ${person}: yours now`
      : `${told(at)} ${person} as ${audience}`,
  );

describe('a new manager', () => {
  const changed = (): Player => {
    const loop = aLoop();
    loop.runUntil(berlin('2026-03-12T12:00'));
    loop.tell('rosterChanged', { cause: 'manager', roster: { ...TEAM, manager: SUCCESSOR } });
    return loop;
  };

  it('hears once that it is theirs, in their next message, and takes over where the ladder stands', () => {
    const loop = changed();
    loop.runUntil(berlin('2026-03-23T12:00'));
    expect(heard(loop)).toEqual([
      '2026-03-11 08:30 manager as manager',
      '2026-03-13 08:30 successor: yours now',
      '2026-03-16 08:30 successor as manager',
      '2026-03-18 08:30 successor as manager',
      '2026-03-20 08:30 successor as manager',
      '2026-03-23 08:30 secondLine as secondLine',
    ]);
    expect(loop.standing.next?.ownerId).toBe('successor');
  });

  it('hears nothing of the kind where the loop opened with them', () => {
    const loop = aLoop();
    loop.runUntil(berlin('2026-03-12T12:00'));
    expect(heard(loop)).toEqual(['2026-03-11 08:30 manager as manager']);
  });

  it('is not asked for feedback on what they did not see: the capability is to be seen again', () => {
    const loop = aLoop();
    loop.runUntil(berlin('2026-03-10T15:00'));
    loop.tell('observed', observed('o1'));
    loop.runUntil(berlin('2026-03-11T12:00'));
    loop.tell('rosterChanged', { cause: 'manager', roster: { ...TEAM, manager: SUCCESSOR } });
    expect(loop.standing).toMatchObject({
      phase: 'observe',
      next: { obligation: 'observe/o1', ownerId: 'successor' },
    });
    loop.runUntil(berlin('2026-03-20T12:00'));
    expect(loop.sent.filter(({ obligation }) => obligation.startsWith('feedback/'))).toEqual([]);
    // Who saw it may still write it down, and then it counts.
    const feedback = { observationId: 'o1', givenAt: loop.now, level: 3, actions: [] };
    loop.tell('feedbackGiven', feedback);
    expect(loop.standing.open.map(({ key }) => key)).toContain('acknowledge/o1');
  });
});

describe('a manager who left', () => {
  const left = (roster: Partial<typeof TEAM>): Player => {
    const loop = aLoop();
    loop.runUntil(berlin('2026-03-12T12:00'));
    loop.tell('rosterChanged', {
      cause: 'manager',
      roster: { ...TEAM, manager: null, delegate: null, ...roster },
    });
    loop.runUntil(berlin('2026-03-27T12:00'));
    return loop;
  };

  it('leaves the loop to the second line, who is asked to take it', () => {
    const loop = left({});
    expect(loop.standing.open.find(({ kind }) => kind === 'cover')).toMatchObject({ ownerId: 'secondLine' });
    expect(loop.sent.slice(1).map(({ person }) => person)).toEqual(['secondLine', 'owner']);
  });

  it('leaves it to the program owner where there is no second line either', () => {
    const loop = left({ secondLine: null });
    expect(loop.standing.open.find(({ kind }) => kind === 'cover')).toMatchObject({ ownerId: 'owner' });
    expect(loop.sent.slice(1).map(({ person }) => person)).toEqual(['owner']);
  });
});

describe('somebody on two chairs of one ladder', () => {
  const rungs = (loop: Player): string[] =>
    ofTheLadder(loop).map(({ data }) => `${data.audience}${data.knew ? ' knew' : ''}`);

  it('hears in the lower one; the rung above counts as reached and the next keeps its distance', () => {
    const loop = aLoop({ roster: { ...TEAM, secondLine: TEAM.manager } });
    loop.runUntil(berlin('2026-04-30T12:00'));
    expect(heard(loop)).toEqual([
      '2026-03-11 08:30 manager as manager',
      '2026-03-16 08:30 manager as manager',
      '2026-03-18 08:30 manager as manager',
      '2026-03-27 08:30 manager as manager',
      '2026-03-30 08:30 owner as programOwner',
    ]);
    expect(rungs(loop)).toEqual(['manager', 'manager', 'manager', 'secondLine knew', 'programOwner']);
    expect(loop.standing.stall?.reason).toBe('noVisitPlanned');
    expect(told(loop.standing.stall?.since)).toBe('2026-03-20 08:30');
  });

  it('is not announced to themselves: what goes on goes to the next one up', () => {
    const loop = aLoop({ roster: { ...TEAM, secondLine: TEAM.manager } });
    loop.runUntil(berlin('2026-04-30T12:00'));
    // At first too early to say when; on the working day before, it is said.
    expect(loop.sent[2]?.goesOn).toEqual({ to: 'programOwner', at: null });
    expect(loop.sent[3]?.goesOn).toEqual({ to: 'programOwner', at: berlin('2026-03-30T08:30') });
  });

  it('ends the ladder in silence where they sit at its top, and the rung is on record', () => {
    const loop = aLoop({ roster: { ...TEAM, programOwner: TEAM.secondLine } });
    loop.runUntil(berlin('2026-04-30T12:00'));
    expect(heard(loop).at(-1)).toBe('2026-03-23 08:30 secondLine as secondLine');
    expect(rungs(loop).at(-1)).toBe('programOwner knew');
  });

  it('is told in the higher one after all where nobody could reach them in the lower', () => {
    const roster = { ...TEAM, secondLine: TEAM.manager };
    const loop = aLoop({ roster, unreachable: ['manager'] });
    loop.runUntil(berlin('2026-04-30T12:00'));
    expect(rungs(loop)).not.toContain('secondLine knew');
    expect(heard(loop).at(-1)).toMatch('owner as programOwner');
  });
});

describe('a vacant second line', () => {
  it('is passed over on record, and not promised to the manager', () => {
    const loop = aLoop({ roster: { ...TEAM, secondLine: null } });
    loop.runUntil(berlin('2026-04-30T12:00'));
    expect(heard(loop).at(-1)).toBe('2026-03-30 08:30 owner as programOwner');
    expect(ofTheLadder(loop).map(({ data }) => data.unreachable)).toEqual([false, false, false, true, false]);
    expect(loop.sent[2]?.goesOn?.to).toBe('programOwner');
  });
});

describe('a move to another time zone in mid-ladder', () => {
  it('moves what is due and what is yet to be sent, repeats nothing, and the log says why', () => {
    const loop = aLoop();
    loop.runUntil(berlin('2026-03-12T12:00'));
    loop.tell('rosterChanged', {
      cause: 'zone',
      roster: { ...TEAM, manager: { person: 'manager', calendar: 2 } },
    });
    loop.runUntil(berlin('2026-03-19T12:00'));
    expect(loop.said('obligationMoved').map(({ data }) => data)).toEqual([
      {
        obligation: 'observe/first',
        from: berlin('2026-03-16T18:00'),
        // In Tokyo the training was on Tuesday, an hour past midnight.
        dueAt: Date.parse('2026-03-17T18:00+09:00'),
        why: 'zone',
      },
    ]);
    expect(loop.sent.map(({ at }) => new Date(at).toISOString())).toEqual([
      '2026-03-11T07:30:00.000Z',
      '2026-03-16T23:30:00.000Z',
      '2026-03-18T23:30:00.000Z',
    ]);
  });
});

describe('a co-coach', () => {
  it('may see it and owes the feedback, and what they saw counts as confirmed by somebody else', () => {
    const rule = { ...LAUNCH_WAVE.adoption, observations: 1, channels: 1, confirmed: 1 };
    const story = (observer: string): Player => {
      const loop = aLoop({ cadence: { ...LAUNCH_WAVE, adoption: rule } });
      loop.runUntil(berlin('2026-03-10T15:00'));
      loop.tell('observed', observed('o1', { observer }));
      expect(loop.standing.open.find(({ kind }) => kind === 'feedback')).toMatchObject({ ownerId: observer });
      loop.runUntil(berlin('2026-03-11T10:00'));
      loop.tell('feedbackGiven', { observationId: 'o1', givenAt: loop.now, level: 3, actions: [] });
      return loop;
    };
    expect(story('coach').standing.phase).toBe('sustain');
    expect(story('manager').standing.phase).toBe('evaluate');
  });
});

describe('a rung to a co-coach', () => {
  const observe = [...LAUNCH_WAVE.ladders.observe];
  observe.splice(3, 0, { at: 'P3D', to: 'coCoach', via: ['email'] });
  const cadence = { ...LAUNCH_WAVE, ladders: { ...LAUNCH_WAVE.ladders, observe } };

  it('speaks to a colleague before it goes above the manager, who is offered help all the same', () => {
    const loop = aLoop({ cadence });
    loop.runUntil(berlin('2026-03-31T12:00'));
    expect(heard(loop)).toEqual([
      '2026-03-11 08:30 manager as manager',
      '2026-03-16 08:30 manager as manager',
      '2026-03-18 08:30 manager as manager',
      '2026-03-19 08:30 coach as coCoach',
      '2026-03-20 08:30 manager as manager',
      '2026-03-23 08:30 secondLine as secondLine',
      '2026-03-30 08:30 owner as programOwner',
    ]);
  });

  it('is passed over where the rep has none beside whoever leads', () => {
    const loop = aLoop({ cadence, roster: { ...TEAM, coCoaches: [] } });
    loop.runUntil(berlin('2026-03-31T12:00'));
    expect(heard(loop)).not.toContainEqual(expect.stringContaining('coCoach'));
    expect(heard(loop)).toContain('2026-03-23 08:30 secondLine as secondLine');
  });
});

describe('feedback', () => {
  const given = (talked: boolean): Player => {
    const loop = aLoop();
    loop.runUntil(berlin('2026-03-10T15:00'));
    loop.tell(
      'observed',
      observed('o1', {
        feedback: {
          givenAt: loop.now,
          level: 3,
          talked,
          actions: [{ actionId: 'a1', dueAt: berlin('2026-03-12T18:00') }],
        },
      }),
    );
    return loop;
  };
  const toTheRep = (loop: Player): string[] =>
    loop.sent.filter(({ audience }) => audience === 'rep').map(({ at }) => told(at));

  it('reaches the rep at once where the two have talked', () => {
    const loop = given(true);
    loop.runUntil(berlin('2026-03-12T09:00'));
    expect(toTheRep(loop)[0]).toBe('2026-03-11 08:30');
  });

  it('waits a working day for the talk, and says so', () => {
    const loop = given(false);
    expect(loop.standing.open.find(({ kind }) => kind === 'action')?.kept).toEqual({
      because: 'talkFirst',
      until: berlin('2026-03-12T08:30'),
    });
    loop.runUntil(berlin('2026-03-12T09:00'));
    expect(toTheRep(loop)[0]).toBe('2026-03-12 08:30');
  });

  it('is free as soon as the coach says that they have talked', () => {
    const loop = given(false);
    loop.tell('talked', { observationId: 'o1' });
    loop.runUntil(berlin('2026-03-11T09:00'));
    expect(toTheRep(loop)).toEqual(['2026-03-11 08:30']);
  });
});

describe('what is kept back', () => {
  const keptOf = (loop: Player) => loop.standing.open.find(({ key }) => key === 'observe/first')?.kept;

  it('says why and when it goes: a planned visit, a snooze, a young loop, a message on its way, a pause', () => {
    const loop = aLoop();
    expect(keptOf(loop)).toBeNull();
    loop.runUntil(berlin('2026-03-10T09:00'));
    loop.tell('snoozed', { until: berlin('2026-03-12T00:00') });
    expect(keptOf(loop)).toEqual({ because: 'snoozed', until: berlin('2026-03-12T08:30') });
    loop.tell('visitPlanned', { visitId: 'v', at: berlin('2026-03-17T10:00') });
    expect(keptOf(loop)).toEqual({ because: 'visitPlanned', until: berlin('2026-03-18T08:30') });
    loop.tell('visitCancelled', { visitId: 'v' });
    loop.tell('paused', {});
    expect(keptOf(loop)).toEqual({ because: 'paused', until: null });
    loop.tell('resumed', {});
    expect(keptOf(loop)).toEqual({ because: 'snoozed', until: berlin('2026-03-12T08:30') });
  });

  it('says what was answered for as long as that holds, whatever else keeps the message back', () => {
    const loop = aLoop();
    const heldOf = () => loop.standing.open.find(({ key }) => key === 'observe/first')?.held;
    loop.runUntil(berlin('2026-03-10T09:00'));
    expect(heldOf()).toBeNull();
    const held = { because: 'noOpportunity', until: berlin('2026-03-12T00:00') };
    loop.tell('noOpportunity', { until: held.until });
    loop.tell('visitPlanned', { visitId: 'v', at: berlin('2026-03-17T10:00') });
    expect(heldOf()).toEqual(held);
    loop.runUntil(held.until);
    expect(heldOf()).toBeNull();
  });

  it('holds until somebody below was reached or given up, and then goes on', () => {
    const loop = aLoop();
    loop.runUntil(berlin('2026-03-11T08:00'));
    loop.now = berlin('2026-03-11T08:40');
    loop.look();
    expect(keptOf(loop)).toEqual({ because: 'handOver', until: berlin('2026-03-13T08:30') });
  });
});
