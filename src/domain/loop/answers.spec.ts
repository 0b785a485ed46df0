import { LAUNCH_WAVE } from '../cadence-templates.js';
import type { FactData } from '../facts.js';
import { calendarOf } from '../working-time/index.js';
import { Player, type Given } from './testing/player.js';
import { BERLIN, berlin, CALENDARS, TEAM, told } from './testing/team.js';

/** What somebody says to what is owed: help asked for, given or not, a talk, a loop taken, more time. */

const aLoop = (given: Partial<Given> = {}): Player =>
  new Player({
    cadence: LAUNCH_WAVE,
    roster: TEAM,
    calendars: CALENDARS,
    trainedAt: berlin('2026-03-02T17:00'),
    ...given,
  });

const heard = (player: Player): string[] =>
  player.sent.map(({ at, person, obligation }) => `${told(at)} ${person}: ${obligation}`);
const answer = (
  player: Player,
  said: FactData['answered']['answer'],
  person: string,
  obligation = 'observe/first',
): void => player.tell('answered', { obligation, answer: said, person });

const seen = (player: Player, talked: boolean): void =>
  player.tell('observed', {
    observationId: 'o1',
    visitId: null,
    observer: 'manager',
    channel: 'faceToFace',
    customer: null,
    prompted: true,
    feedback: { givenAt: player.now, level: 2, talked, actions: [{ actionId: 'a1', dueAt: null }] },
  });

describe('a manager who asks for help', () => {
  it('is heard at the second line’s next slot, before its week; what would have come later never comes twice', () => {
    const loop = aLoop();
    loop.runUntil(berlin('2026-03-17T12:00'));
    answer(loop, 'askForHelp', 'manager');
    loop.runUntil(berlin('2026-04-30T12:00'));
    expect(heard(loop)).toEqual([
      '2026-03-11 08:30 manager: observe/first',
      '2026-03-16 08:30 manager: observe/first',
      // A Wednesday; the manager's rung of that day is left out.
      '2026-03-18 08:30 secondLine: observe/first',
      // What goes on to the program owner goes on in its time.
      '2026-03-30 08:30 owner: observe/first',
    ]);
    expect(loop.sent[2]).toMatchObject({ rung: 3, audience: 'secondLine' });
  });

  it('is no stall before its time', () => {
    const loop = aLoop();
    loop.runUntil(berlin('2026-03-17T12:00'));
    answer(loop, 'askForHelp', 'manager');
    loop.runUntil(berlin('2026-03-18T12:00'));
    expect(loop.sent.at(-1)?.person).toBe('secondLine');
    expect(loop.standing.stall).toBeNull();
    loop.runUntil(berlin('2026-03-26T12:00'));
    expect(loop.standing.stall?.reason).toBe('noVisitPlanned');
    expect(told(loop.standing.stall?.since)).toBe('2026-03-20 08:30');
  });

  it('is heard though the loop is young, a visit is planned, or help was on offer the same day', () => {
    const young = aLoop({ trainedAt: berlin('2026-01-12T17:00'), importedAt: berlin('2026-03-02T17:00') });
    young.runUntil(berlin('2026-03-03T12:00'));
    young.tell('visitPlanned', { visitId: 'v', at: berlin('2026-03-20T10:00') });
    answer(young, 'askForHelp', 'manager');
    young.runUntil(berlin('2026-03-04T12:00'));
    expect(heard(young).at(-1)).toBe('2026-03-04 08:30 secondLine: observe/first');

    const offered = aLoop();
    offered.runUntil(berlin('2026-03-20T09:00'));
    expect(offered.sent.at(-1)?.obligation).toBe('notice/observe/first');
    offered.now = berlin('2026-03-20T09:00');
    answer(offered, 'askForHelp', 'manager');
    offered.runUntil(berlin('2026-03-27T12:00'));
    expect(heard(offered).slice(4, 5)).toEqual(['2026-03-23 08:30 secondLine: observe/first']);
  });

  it('waits for the next day where the second line’s message had no room', () => {
    const loop = aLoop({ waits: 1 });
    loop.runUntil(berlin('2026-03-17T12:00'));
    answer(loop, 'askForHelp', 'manager');
    loop.runUntil(berlin('2026-03-20T12:00'));
    expect(heard(loop).at(-1)).toBe('2026-03-19 08:30 secondLine: observe/first');
  });

  it('changes nothing where nobody sits there', () => {
    const loop = aLoop({ roster: { ...TEAM, secondLine: null } });
    loop.runUntil(berlin('2026-03-17T12:00'));
    answer(loop, 'askForHelp', 'manager');
    loop.runUntil(berlin('2026-03-18T12:00'));
    expect(heard(loop).at(-1)).toBe('2026-03-18 08:30 manager: observe/first');
  });
});

describe('a second line that leaves it', () => {
  it('hears no more of it, and it goes on in its time', () => {
    const rung = { via: ['email' as const], to: 'secondLine' as const };
    const observe = [...LAUNCH_WAVE.ladders.observe];
    observe.splice(4, 0, { ...rung, at: 'P6D' });
    const story = (leaves: boolean): string[] => {
      const loop = aLoop({ cadence: { ...LAUNCH_WAVE, ladders: { ...LAUNCH_WAVE.ladders, observe } } });
      loop.runUntil(berlin('2026-03-23T12:00'));
      if (leaves) answer(loop, 'leaveIt', 'secondLine');
      loop.runUntil(berlin('2026-05-30T12:00'));
      return heard(loop).slice(5);
    };
    expect(story(false)).toContainEqual(expect.stringContaining('secondLine'));
    expect(story(true)).not.toContainEqual(expect.stringContaining('secondLine'));
    expect(story(true).at(-1)).toContain('owner: observe/first');
  });
});

describe('a rep who would like to talk', () => {
  it('is heard by whoever was there, once, at their next slot; it is no answer to the feedback', () => {
    const loop = aLoop();
    loop.runUntil(berlin('2026-03-10T15:00'));
    seen(loop, true);
    loop.runUntil(berlin('2026-03-11T12:00'));
    answer(loop, 'talkAbout', 'rep', 'acknowledge/o1');
    loop.runUntil(berlin('2026-03-13T12:00'));
    expect(loop.sent.filter(({ obligation }) => obligation.startsWith('talk/'))).toMatchObject([
      { obligation: 'talk/acknowledge/o1', person: 'manager', at: berlin('2026-03-12T08:30') },
    ]);
    expect(loop.standing.open.find(({ key }) => key === 'acknowledge/o1')).toMatchObject({
      answers: [{ answer: 'talkAbout', person: 'rep' }],
    });
    loop.runUntil(berlin('2026-03-20T12:00'));
    expect(loop.said('obligationClosed').map(({ data }) => data)).toContainEqual({
      obligation: 'acknowledge/o1',
      how: 'noAnswer',
    });
  });

  it('and has talked is no news any more, and is heard again where they would like to once more', () => {
    const loop = aLoop();
    const wishes = () =>
      loop.standing.open.find(({ key }) => key === 'acknowledge/o1')?.answers?.map(({ answer }) => answer) ??
      [];
    const talks = () => loop.sent.filter(({ obligation }) => obligation.startsWith('talk/'));
    loop.runUntil(berlin('2026-03-10T15:00'));
    seen(loop, true);
    loop.runUntil(berlin('2026-03-11T08:00'));
    answer(loop, 'talkAbout', 'rep', 'acknowledge/o1');
    loop.runUntil(berlin('2026-03-11T12:00'));
    expect(wishes()).toEqual(['talkAbout']);
    loop.tell('talked', { observationId: 'o1' });
    loop.runUntil(berlin('2026-03-11T13:00'));
    expect(wishes()).toEqual([]);
    answer(loop, 'talkAbout', 'rep', 'acknowledge/o1');
    loop.runUntil(berlin('2026-03-12T12:00'));
    expect(wishes()).toEqual(['talkAbout']);
    expect(talks().map(({ rung, at }) => [rung, told(at)])).toEqual([
      [0, '2026-03-11 08:30'],
      [1, '2026-03-12 08:30'],
    ]);
  });

  it('who has found the time before the next slot is no news any more', () => {
    const loop = aLoop();
    loop.runUntil(berlin('2026-03-10T15:00'));
    seen(loop, true);
    loop.runUntil(berlin('2026-03-11T12:00'));
    answer(loop, 'talkAbout', 'rep', 'acknowledge/o1');
    loop.tell('acknowledged', { observationId: 'o1' });
    loop.runUntil(berlin('2026-03-13T12:00'));
    expect(heard(loop)).not.toContainEqual(expect.stringContaining('talk/'));
  });
});

describe('a rep who sees it differently', () => {
  const askedHowItWent = (settles: boolean): string[] => {
    const loop = aLoop();
    loop.runUntil(berlin('2026-03-10T15:00'));
    seen(loop, true);
    loop.runUntil(berlin('2026-03-18T12:00'));
    loop.tell('disputed', { observationId: 'o1', reason: 'seenDifferently' });
    loop.runUntil(berlin('2026-03-20T12:00'));
    if (settles) loop.tell('regrouped', { observationId: 'o1', outcome: 'upheld', level: null });
    loop.runUntil(berlin('2026-03-28T12:00'));
    return heard(loop).filter((one) => one.endsWith(': action/a1'));
  };

  it('is asked how it went with what was agreed once the two have talked, or should have', () => {
    expect(askedHowItWent(true)).toEqual([
      '2026-03-23 08:30 rep: action/a1',
      '2026-03-26 08:30 rep: action/a1',
    ]);
    expect(askedHowItWent(false)).toEqual(['2026-03-26 08:30 rep: action/a1']);
  });
});

describe('a rep of whom it is said that they are somebody else’s', () => {
  const until = berlin('2026-03-17T23:59');
  const doubted = (given: Parameters<typeof aLoop>[0] = {}): Player => {
    const loop = aLoop(given);
    loop.runUntil(berlin('2026-03-11T12:00'));
    loop.tell('notMyRep', { until });
    return loop;
  };
  const doubts = (loop: Player) => loop.sent.filter(({ obligation }) => obligation.startsWith('whose/'));

  it('is looked for by the program owner, who hears so once at their next slot; until then nobody is asked', () => {
    const loop = doubted();
    loop.runUntil(until);
    expect(doubts(loop)).toMatchObject([
      {
        obligation: expect.stringMatching(/^whose\/\w+\/owner\/observe\/first$/),
        person: 'owner',
        audience: 'programOwner',
        at: berlin('2026-03-12T08:30'),
      },
    ]);
    expect(loop.sent.slice(1)).toEqual(doubts(loop));
  });

  it('is theirs all the same where nobody enters another: they are asked again, and may doubt it again', () => {
    const loop = doubted();
    loop.runUntil(berlin('2026-03-18T12:00'));
    expect(heard(loop).at(-1)).toBe('2026-03-18 08:30 manager: observe/first');
    loop.tell('notMyRep', { until: berlin('2026-03-25T23:59') });
    loop.runUntil(berlin('2026-03-20T12:00'));
    expect(doubts(loop).map(({ at }) => told(at))).toEqual(['2026-03-12 08:30', '2026-03-19 08:30']);
  });

  it('is looked for though something else keeps the manager from being asked for longer, or nothing does any more', () => {
    const loop = aLoop();
    loop.runUntil(berlin('2026-03-11T10:00'));
    loop.tell('noOpportunity', { until: berlin('2026-04-15T23:59') });
    loop.tell('notMyRep', { until });
    loop.runUntil(berlin('2026-04-16T12:00'));
    // Of what the cadence lets wait nothing is left by now.
    loop.tell('notMyRep', { until: berlin('2026-04-22T23:59') });
    loop.runUntil(berlin('2026-04-20T12:00'));
    expect(doubts(loop).map(({ at }) => told(at))).toEqual(['2026-03-12 08:30', '2026-04-17 08:30']);
    expect(loop.standing.open[0]).toMatchObject({ doubt: loop.said('notMyRep')[1]!.id });
    loop.runUntil(berlin('2026-04-23T00:00'));
    expect(loop.standing.open[0]!.doubt).toBeUndefined();
  });

  it('is looked for anew where that was taken back and is said again, and by whoever owns the program by then', () => {
    const owner = { person: 'newOwner', calendar: 1 };
    const loop = doubted({ calendars: { ...CALENDARS, 'newOwner@1': BERLIN } });
    loop.runUntil(berlin('2026-03-12T12:00'));
    loop.tell('corrected', { factId: loop.said('notMyRep')[0]!.id, data: null });
    loop.runUntil(berlin('2026-03-13T12:00'));
    loop.tell('notMyRep', { until });
    loop.runUntil(berlin('2026-03-16T12:00'));
    loop.tell('rosterChanged', { cause: 'owner', roster: { ...TEAM, programOwner: owner } });
    loop.runUntil(until);
    expect(doubts(loop).map(({ at, person }) => `${told(at)} ${person}`)).toEqual([
      '2026-03-12 08:30 owner',
      '2026-03-16 08:30 owner',
      '2026-03-16 12:00 newOwner',
    ]);
  });

  it('is asked about from whoever leads them now, as soon as somebody does; then the owner hears nothing', () => {
    const calendars = { ...CALENDARS, 'other@1': BERLIN };
    const loop = doubted({ calendars });
    loop.runUntil(berlin('2026-03-11T13:00'));
    const manager = { person: 'other', calendar: 1 };
    loop.tell('rosterChanged', { cause: 'manager', roster: { ...TEAM, manager } });
    loop.runUntil(berlin('2026-03-17T12:00'));
    expect(doubts(loop)).toEqual([]);
    // What was put off until the 18th by the one before is asked in its time.
    expect(heard(loop)).toContain('2026-03-16 08:30 other: observe/first');
  });
});

describe('a loop that somebody takes', () => {
  const SUCCESSOR = { person: 'successor', calendar: 1 };
  const given = { calendars: { ...CALENDARS, 'peer@1': BERLIN, 'successor@1': BERLIN } };
  const withPeer = { ...TEAM, coCoaches: [...TEAM.coCoaches, { person: 'peer', calendar: 1 }] };
  const vacant = { manager: null, delegate: null };
  const coverIn = (loop: Player) => loop.standing.open.find(({ kind }) => kind === 'cover');
  const left = (): Player => {
    const loop = aLoop(given);
    loop.runUntil(berlin('2026-03-12T12:00'));
    loop.tell('rosterChanged', { cause: 'manager', roster: { ...TEAM, ...vacant } });
    loop.runUntil(berlin('2026-03-16T12:00'));
    return loop;
  };
  const taken = (): Player => {
    const loop = left();
    loop.tell('rosterChanged', { cause: 'coach', roster: { ...withPeer, ...vacant } });
    answer(loop, 'takeIt', 'peer', coverIn(loop)!.key);
    return loop;
  };

  it('seeks nobody any more; they hear that it is theirs, and what the manager owed is asked of them', () => {
    const loop = taken();
    expect(coverIn(loop)).toBeUndefined();
    expect(loop.standing.next).toMatchObject({ kind: 'observe', ownerId: 'peer' });
    // Five days were left when the manager went: on Thursday, 12 March, until Monday, 16 March, 18:00.
    expect(told(loop.standing.next?.dueAt)).toBe('2026-03-18 18:00');
    loop.runUntil(berlin('2026-03-19T12:00'));
    const cover = loop.said('obligationMet')[0]!.data.obligation;
    expect(heard(loop).slice(-2)).toEqual([
      `2026-03-17 08:30 peer: handOver/${cover}/peer`,
      '2026-03-18 08:30 peer: observe/first',
    ]);
  });

  it('leaves feedback to whoever was there', () => {
    const loop = aLoop(given);
    loop.runUntil(berlin('2026-03-10T15:00'));
    loop.tell('observed', {
      observationId: 'o1',
      visitId: null,
      observer: 'coach',
      channel: 'faceToFace',
      customer: null,
      prompted: true,
      feedback: null,
    });
    loop.tell('rosterChanged', { cause: 'manager', roster: { ...withPeer, ...vacant } });
    loop.runUntil(berlin('2026-03-11T12:00'));
    answer(loop, 'takeIt', 'peer', coverIn(loop)!.key);
    expect(loop.standing.open.find(({ kind }) => kind === 'feedback')).toMatchObject({ ownerId: 'coach' });
  });

  it('is sought for again once they coach it no more, and can be taken again', () => {
    const loop = taken();
    loop.runUntil(berlin('2026-03-17T12:00'));
    loop.tell('rosterChanged', { cause: 'coach', roster: { ...TEAM, ...vacant } });
    expect(coverIn(loop)).toMatchObject({ ownerId: 'secondLine' });
    answer(loop, 'takeIt', 'secondLine', coverIn(loop)!.key);
    expect(loop.standing.next).toMatchObject({ kind: 'observe', ownerId: 'secondLine' });
  });

  it('and is left again is told anew to whoever was told before', () => {
    const loop = left();
    loop.tell('rosterChanged', { cause: 'coach', roster: { ...withPeer, ...vacant } });
    const asked = () =>
      loop.sent.filter(({ person, obligation }) => person === 'secondLine' && obligation.startsWith('cover/'))
        .length;
    loop.runUntil(berlin('2026-03-24T12:00'));
    expect(asked()).toBe(1);
    answer(loop, 'takeIt', 'peer', coverIn(loop)!.key);
    loop.runUntil(berlin('2026-03-26T12:00'));
    loop.tell('rosterChanged', { cause: 'coach', roster: { ...TEAM, ...vacant } });
    loop.runUntil(berlin('2026-04-10T12:00'));
    expect(asked()).toBe(2);
    answer(loop, 'takeIt', 'secondLine', coverIn(loop)!.key);
    // Who coaches beside again has not taken it again.
    loop.tell('rosterChanged', { cause: 'coach', roster: { ...withPeer, ...vacant } });
    expect(loop.standing.next).toMatchObject({ ownerId: 'secondLine' });
  });

  it('goes to the next manager of the line, who hears of it', () => {
    const loop = taken();
    loop.runUntil(berlin('2026-03-17T12:00'));
    loop.tell('rosterChanged', {
      cause: 'manager',
      roster: { ...withPeer, manager: SUCCESSOR, delegate: null },
    });
    expect(loop.standing.next).toMatchObject({ kind: 'observe', ownerId: 'successor' });
    loop.runUntil(berlin('2026-03-18T12:00'));
    expect(heard(loop)).toContainEqual(expect.stringMatching(/2026-03-18 08:30 successor: handOver/));
  });

  it('is the manager’s again on the day on which they are back', () => {
    const away = calendarOf({
      zone: 'Europe/Berlin',
      absences: [{ from: '2026-03-04', to: '2026-03-31' }],
    });
    const loop = aLoop({
      roster: withPeer,
      calendars: { ...given.calendars, 'manager@1': away },
    });
    loop.runUntil(berlin('2026-03-18T12:00'));
    expect(coverIn(loop)).toBeDefined();
    answer(loop, 'takeIt', 'peer', coverIn(loop)!.key);
    expect(loop.standing.next).toMatchObject({ kind: 'observe', ownerId: 'peer' });
    loop.runUntil(berlin('2026-04-01T07:00'));
    expect(loop.standing.next).toMatchObject({ kind: 'observe', ownerId: 'manager' });
  });
});

describe('more time', () => {
  const waiting = (said: FactData['snoozed']): string[] => {
    const loop = aLoop();
    loop.runUntil(berlin('2026-03-10T15:00'));
    seen(loop, true);
    loop.runUntil(berlin('2026-03-11T12:00'));
    loop.tell('snoozed', said);
    loop.runUntil(berlin('2026-03-31T12:00'));
    return heard(loop);
  };
  const until = berlin('2026-03-28T00:00');

  it('that the rep asks for keeps back what the rep owes, and nothing else', () => {
    const messages = waiting({ until, owedBy: 'rep' });
    expect(messages.find((one) => one.includes('action/a1'))).toBe('2026-03-30 08:30 rep: action/a1');
    expect(messages).toContain('2026-03-24 08:30 manager: followUp/o1');
  });

  it('for the manager keeps back what the manager owes, and nothing else', () => {
    const messages = waiting({ until });
    expect(messages).toContain('2026-03-23 08:30 rep: action/a1');
    expect(messages.find((one) => one.includes('followUp/o1'))).toBe('2026-03-30 08:30 manager: followUp/o1');
  });
});
