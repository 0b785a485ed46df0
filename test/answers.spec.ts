import { startTestApi, type TestApi } from './support/api.js';
import { agree, aTeam, leads, openLoop, type Team } from './support/coaching.js';
import { startLanes, type Lanes } from './support/lanes.js';
import { aCadence, addPerson } from './support/organisation.js';

const to = (at: string, audience: string) => ({ at, to: audience, via: ['slack'] });
const cadence = {
  ...aCadence,
  ladders: {
    ...aCadence.ladders,
    observe: [to('-P3D', 'manager'), to('P8D', 'secondLine')],
    followUp: [to('P0D', 'manager')],
    acknowledge: [to('-P4D', 'rep')],
    cover: [to('P0D', 'manager'), to('P1D', 'secondLine')],
  },
};

/** What somebody says to what is owed is seen on everybody's card, in place. */
describe('an answer', () => {
  let api: TestApi;
  let lanes: Lanes;
  let team: Team;
  let loop: string;

  beforeEach(async () => {
    api = await startTestApi();
    await agree(api);
    lanes = await startLanes(api);
    team = await aTeam(api, cadence);
    loop = await openLoop(api, team);
    await lanes.liveUntil('2026-03-11T09:00:00+01:00');
    expect(lanes.slack.messages()).toHaveLength(1);
  });
  afterEach(async () => {
    await lanes.end();
    await api.close();
  });

  const card = (index: number): string => JSON.stringify(lanes.slack.messages()[index]!.blocks);
  const say = async <T = { fact: string }>(path: string, by: string, body: object = {}): Promise<T> => {
    const reply = await api.post<T>(`/enrolments/${loop}/${path}`, body, { 'acting-as': by });
    expect(reply).toMatchObject({ status: 201 });
    return reply.body;
  };
  const answer = (path: string, by: string, obligation = 'observe/first') =>
    say(`answers/${path}`, by, { obligation });

  it('that asks for help brings the second line’s card forward; theirs is done once they free an hour, and the manager sees it', async () => {
    expect(card(0)).toContain('You are both at work on Thu 12 March, Fri 13 March and Mon 16 March');
    await answer('ask-for-help', team.manager);
    await lanes.liveUntil('2026-03-12T09:00:00+01:00');
    expect(lanes.slack.messages()).toHaveLength(2);
    expect(card(1)).toMatch(/Lena \d+ asks for help with this/);
    expect(card(1)).toContain('Free an hour');
    await answer('free-hour', team.secondLine);
    await lanes.settle();
    expect(card(1)).toMatch(/Free an hour · Karin \d+ · Thu 12 March 09:00/);
    expect(card(1)).not.toContain('Leave it');
    expect(card(0)).toMatch(/Karin \d+ frees an hour for this/);
    await lanes.liveUntil('2026-04-15T09:00:00+02:00');
    expect(lanes.slack.messages()).toHaveLength(2);
  });

  it('for which the second line’s message has no room waits for the next day, not for the week', async () => {
    const asking = [{ loop, manager: team.manager }];
    for (let more = 0; more < 3; more++) {
      const other = await aTeam(api, cadence);
      await leads(api, team.secondLine, other.manager);
      asking.push({ loop: await openLoop(api, other), manager: other.manager });
    }
    await lanes.changeRosters();
    await lanes.lookAll();
    const help = { obligation: 'observe/first' };
    for (const one of asking)
      await api.post(`/enrolments/${one.loop}/answers/ask-for-help`, help, { 'acting-as': one.manager });
    const asked = () =>
      lanes.slack.messages().map(({ blocks }) => JSON.stringify(blocks).split('asks for help').length - 1);
    await lanes.liveUntil('2026-03-12T09:00:00+01:00');
    expect(Math.max(...asked())).toBe(3);
    // A Friday.
    await lanes.liveUntil('2026-03-13T09:00:00+01:00');
    expect(asked().filter((times) => times > 0)).toEqual([3, 1]);
  });

  it('of a rep who would like to talk leads the manager’s next message', async () => {
    const { observation } = await say<{ observation: string }>('observations', team.manager, {
      ratings: { asksFirst: 2 },
      talked: true,
    });
    await lanes.settle();
    await answer('talk-about', team.rep, `acknowledge/${observation}`);
    await lanes.liveUntil('2026-03-12T09:00:00+01:00');
    const cards = lanes.slack.messages().map(({ blocks }) => JSON.stringify(blocks));
    expect(cards.join()).toMatch(/You would like to talk about it\. Lena \d+ hears of it\./);
    const last = cards.findIndex((blocks) => /Ana \d+ would like to talk about it/.test(blocks));
    expect(card(last)).toContain('We have talked');
    const { body } = await api.get<{ items: { why?: { because: string } }[] }>(
      `/enrolments/${loop}/timeline`,
    );
    expect(JSON.stringify(body)).toContain('"because":"talkAsked"');
    await say('acknowledgement', team.rep, { observation, answer: 'accept' });
    await lanes.settle();
    expect(card(last)).toMatch(/Done · Ana \d+/);
  });

  it('of a coach who has talked with the rep ends the wish to, also where they had talked before it', async () => {
    const { observation } = await say<{ observation: string }>('observations', team.manager, {
      ratings: { asksFirst: 2 },
      talked: true,
    });
    api.clock.time += 60_000;
    await lanes.settle();
    await answer('talk-about', team.rep, `acknowledge/${observation}`);
    await lanes.liveUntil('2026-03-12T09:00:00+01:00');
    const asked = lanes.slack
      .messages()
      .findIndex(({ blocks }) => /Ana \d+ would like to talk about it/.test(JSON.stringify(blocks)));
    const press = {
      action: 'talked',
      items: [{ enrolment: loop, subject: `talk/acknowledge/${observation}` }],
    };
    const by = { 'acting-as': team.manager };
    expect((await api.post('/acts/form', press, by)).body).toMatchObject({ over: null });
    await say('talk', team.manager, { observation });
    await lanes.settle();
    expect(card(asked)).toMatch(/Done · Lena \d+ · Thu 12 March 09:00/);
    expect(card(asked)).not.toContain('We have talked');
    expect((await api.post('/acts/form', press, by)).body).toMatchObject({
      over: { text: expect.stringMatching(/^Done meanwhile · Lena/) },
    });
    const { body } = await api.ask('GET', '/queue', { headers: by });
    expect(JSON.stringify(body)).not.toContain('would like to talk');
    // The rep may ask once more, and is no less heard for it.
    await answer('talk-about', team.rep, `acknowledge/${observation}`);
  });

  it('that the rep is somebody else’s reaches the program owner by name, until somebody else leads', async () => {
    await say('not-my-rep', team.manager);
    await lanes.liveUntil('2026-03-12T09:00:00+01:00');
    expect(lanes.slack.messages()).toHaveLength(2);
    expect(card(1)).toMatch(/Whose rep is Ana \d+\?/);
    expect(card(1)).toMatch(/The manager entered is Lena \d+/);
    expect(card(1)).toContain('Assign a manager');
    const queue = () => api.ask('GET', '/queue', { headers: { 'acting-as': team.owner } });
    expect(JSON.stringify((await queue()).body)).toContain('Whose rep is');
    const sees = async () =>
      (await api.ask('GET', `/enrolments/${loop}`, { headers: { 'acting-as': team.owner } })).status;
    expect(await sees()).toBe(200);
    api.clock.time += 60_000;
    await leads(api, await addPerson(api, { role: 'manager' }), team.rep);
    await lanes.changeRosters();
    await lanes.settle();
    expect(await sees()).toBe(403);
    expect(card(1)).toContain('No longer open · Thu 12 March 09:01');
    expect(card(1)).not.toContain('Assign a manager');
    expect(JSON.stringify((await queue()).body)).not.toContain('Whose rep is');
  });

  it('that the rep is somebody else’s stands in the program owner’s queue beside what they were told of it before', async () => {
    const counted = await aTeam(api, {
      ...cadence,
      ladders: { ...cadence.ladders, observe: [to('-P3D', 'manager'), to('P1D', 'programOwner')] },
    });
    loop = await openLoop(api, counted);
    await lanes.liveUntil('2026-03-30T12:00:00+02:00');
    const queue = async () =>
      JSON.stringify((await api.ask('GET', '/queue', { headers: { 'acting-as': counted.owner } })).body);
    expect(await queue()).toContain('1 loop in');
    await say('not-my-rep', counted.manager);
    await lanes.liveUntil('2026-03-31T12:00:00+02:00');
    expect(await queue()).toContain('Whose rep is');
    expect(await queue()).toContain('1 loop in');
  });

  it('of whoever takes the loop meanwhile takes it off the card of the manager, who is away', async () => {
    await api.made(`/people/${team.manager}/absences`, { from: '2026-03-12', to: '2026-04-30' });
    await lanes.changeRosters();
    await lanes.liveUntil('2026-03-30T09:00:00+02:00');
    const { body } = await api.get<{ open: { obligation: string; kind: string }[] }>(`/enrolments/${loop}`);
    const { obligation } = body.open.find(({ kind }) => kind === 'cover')!;
    const peer = await addPerson(api, { role: 'manager', name: 'Jonas Weber' });
    await say('answers/take-it', team.secondLine, { obligation, person: peer });
    await lanes.changeRosters();
    await lanes.settle();
    expect(card(0)).toContain('Passed on to Jonas Weber');
    await lanes.liveUntil('2026-03-31T12:00:00+02:00');
    const all = JSON.stringify(lanes.slack.messages().map(({ blocks }) => blocks));
    expect(all).toMatch(/Until now with Lena \d+/);
    expect(all).toMatch(/you coach Ana \d+ meanwhile/);
  });

  it('of whoever takes the loop meanwhile opens nothing to them that was agreed before', async () => {
    await say('observations', team.manager, {
      ratings: { asksFirst: 2 },
      action: { text: 'A private step.' },
      talked: true,
    });
    api.clock.time += 60_000;
    await api.ask('PATCH', `/people/${team.manager}`, {
      body: { activeUntil: '2026-03-10' },
      headers: { 'if-match': '*' },
    });
    await lanes.changeRosters();
    await lanes.settle();
    const { body } = await api.get<{ open: { obligation: string; kind: string }[] }>(`/enrolments/${loop}`);
    const { obligation } = body.open.find(({ kind }) => kind === 'cover')!;
    const peer = await addPerson(api, { role: 'manager', name: 'Jonas Weber' });
    await say('answers/take-it', team.secondLine, { obligation, person: peer });
    await lanes.changeRosters();
    await lanes.liveUntil('2026-04-15T12:00:00+02:00');
    const theirs = lanes.slack
      .messages()
      .map(({ blocks }) => JSON.stringify(blocks))
      .filter((said) => said.includes('Hello Jonas Weber'));
    expect(theirs.join()).toMatch(/Is it holding for Ana \d+/);
    expect(theirs.join()).toMatch(/Why you: you coach Ana \d+\./);
    expect(theirs.join()).not.toContain('A private step');
  });

  it('of the rep on what they tried stands on the manager’s follow-up', async () => {
    const { action } = await say<{ action: string }>('observations', team.manager, {
      ratings: { asksFirst: 2 },
      action: { text: 'Ask first.' },
      talked: true,
    });
    await lanes.settle();
    await lanes.liveUntil('2026-03-25T12:00:00+01:00');
    const last = lanes.slack.messages().findIndex(({ blocks }) => JSON.stringify(blocks).includes('holding'));
    expect(card(last)).not.toContain('says that it');
    await say(`actions/${action}/done`, team.rep, { outcome: 'didNotHelp' });
    await lanes.settle();
    expect(card(last)).toMatch(/Ana \d+ says that it did not help yet/);
  });
});
