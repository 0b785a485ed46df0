import { signedIn, startTestApi, type TestApi } from '../../../test/support/api.js';
import { aTeam, agree, leads, logOf, openLoop, type Team } from '../../../test/support/coaching.js';
import { startLanes, type Lanes } from '../../../test/support/lanes.js';
import { aCadence, addPerson } from '../../../test/support/organisation.js';
import { statementsOf } from '../../../test/support/statements.js';
import type { QueueAnswer, VisitsAheadAnswer } from './queue.dto.js';

const rung = { at: '-P3D', to: 'manager', via: ['slack'] };
const cadence = { ...aCadence, ladders: { ...aCadence.ladders, observe: [rung] } };

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
});
afterEach(async () => {
  await lanes.end();
  await api.close();
});

async function queueOf(person: string): Promise<QueueAnswer['items']> {
  const reply = await (await signedIn(api, person)).get<QueueAnswer>('/queue');
  expect(reply.status).toBe(200);
  return reply.body.items;
}
const told = (): Promise<void> => lanes.liveUntil('2026-03-11T09:00:00+01:00');

describe('my queue', () => {
  it('holds what is owed soon before any message said so; put off, it stands there with what can be done sooner', async () => {
    await lanes.liveUntil('2026-03-05T09:00:00+01:00');
    expect(lanes.slack.messages()).toEqual([]);
    expect(await queueOf(team.rep)).toEqual([]);
    const [item, ...others] = await queueOf(team.manager);
    expect(others).toEqual([]);
    expect(item).toMatchObject({ kind: 'observe', enrolments: [loop] });
    const { press } = item!.actions.find(({ code }) => code === 'noOpportunity')!;
    const manager = await signedIn(api, team.manager);
    expect((await manager.post('/acts', { ...press!, filled: { until: '2026-03-10' } })).status).toBe(200);
    await lanes.lookAll();
    const [putOff, ...more] = await queueOf(team.manager);
    expect(more).toEqual([]);
    expect(putOff).toMatchObject({ kind: 'observe', putOff: '2026-03-09T23:00:00.000Z', done: false });
    expect(putOff!.lines[0]).toBe('Nobody is asked about this until Tue 10 March · No opportunity yet');
    expect(putOff!.actions.map(({ code }) => code)).toEqual(['planVisit', 'sawAlready']);
    // Nothing of it can be done by the rep.
    expect(await queueOf(team.rep)).toEqual([]);
  });

  it('holds what the message said, once, with buttons that can be pressed', async () => {
    await told();
    const items = await queueOf(team.manager);
    expect(items).toHaveLength(1);
    const [item] = items;
    expect(item).toMatchObject({
      kind: 'observe',
      audience: 'manager',
      reps: [team.rep],
      enrolments: [loop],
      headline: expect.stringMatching(/^See Ana \d+ with a customer$/) as string,
      done: false,
    });
    expect(item!.actions[0]).toMatchObject({
      label: 'Plan a visit',
      press: { action: 'planVisit', items: [{ enrolment: loop, subject: 'observe/first' }] },
    });
    const press = item!.actions.find(({ code }) => code === 'noOpportunity')!.press!;
    const filled = { until: '2026-03-18' };
    const manager = await signedIn(api, team.manager);
    expect((await manager.post('/acts', { ...press, filled })).status).toBe(200);
    await lanes.lookAll();
    // It is asked again by itself.
    expect((await queueOf(team.manager)).map(({ putOff }) => putOff)).toEqual(['2026-03-17T23:00:00.000Z']);
  });

  it('is empty again once it is done, or somebody else’s', async () => {
    await told();
    const next = await addPerson(api, { role: 'manager', name: 'Jonas Weber' });
    await leads(api, next, team.rep);
    await lanes.changeRosters();
    await lanes.lookAll();
    expect(await queueOf(team.manager)).toEqual([]);
    await api.made(`/enrolments/${loop}/observations`, { observer: team.manager, ratings: { asksFirst: 2 } });
    await lanes.lookAll();
    expect((await queueOf(next)).filter(({ kind }) => kind === 'observe')).toEqual([]);
  });

  it('says why the rep sees it differently, to who talks it over with them and to nobody above', async () => {
    await lanes.liveUntil('2026-03-05T09:00:00+01:00');
    const { observation } = await api.made<{ observation: string }>(`/enrolments/${loop}/observations`, {
      observer: team.manager,
      happenedAt: '2026-03-03T10:00:00+01:00',
      ratings: { asksFirst: 2 },
      talked: true,
    });
    const answer = {
      observation,
      answer: 'dispute',
      reason: 'didNotHappen',
      comment: 'I was in Ulm that day.',
    };
    await (await signedIn(api, team.rep)).made(`/enrolments/${loop}/acknowledgement`, answer);
    await api.made(`/enrolments/${loop}/observations`, { observer: team.manager });
    await lanes.lookAll();
    const card = (await queueOf(team.manager)).find(({ kind }) => kind === 'regroup');
    // Of the visit that they see differently, not of the one since.
    expect(card!.lines).toContain('You were together on Tue 3 March.');
    expect(card!.lines.join(' ')).toMatch(
      /Ana \d+ says that it did not happen\. .*“I was in Ulm that day\.”/,
    );
    await api.ask('PATCH', `/people/${team.manager}`, { body: { language: 'de' } });
    const german = (await queueOf(team.manager)).find(({ kind }) => kind === 'regroup');
    expect(german!.lines.join(' ')).toMatch(/Ana \d+ sagt, dass es so nicht stattgefunden hat\./);
    const above = `/messages/preview?enrolment=${loop}&kind=regroup&audience=secondLine`;
    const letter = JSON.stringify((await (await signedIn(api, team.manager)).get(above)).body);
    expect(letter).toContain('a talk is open');
    expect(letter).not.toMatch(/Ulm|did not happen|stattgefunden/);
  });

  it('lets the outcome of a talk be said before the day on which it was to be', async () => {
    await lanes.liveUntil('2026-03-05T09:00:00+01:00');
    const { observation } = await api.made<{ observation: string }>(`/enrolments/${loop}/observations`, {
      observer: team.manager,
      ratings: { asksFirst: 2 },
      talked: true,
    });
    const rep = await signedIn(api, team.rep);
    const answer = { observation, answer: 'dispute', reason: 'seenDifferently' };
    await rep.made(`/enrolments/${loop}/acknowledgement`, answer);
    await lanes.lookAll();
    const manager = await signedIn(api, team.manager);
    const pressOf = async (code: string) => {
      const card = (await queueOf(team.manager)).find(({ kind }) => kind === 'regroup');
      return card!.actions.find((one) => one.code === code)!.press!;
    };
    const filled = { until: '2026-03-10' };
    expect((await manager.post('/acts', { ...(await pressOf('talk')), filled })).status).toBe(200);
    await lanes.lookAll();
    const waiting = (await queueOf(team.manager)).find(({ kind }) => kind === 'regroup');
    expect(waiting!.actions.map(({ code }) => code)).toEqual(['settled']);
    // What the rep sees differently is what the talk is prepared with.
    expect(waiting!.lines.join(' ')).toMatch(
      /until Tue 10 March · A talk is agreed Ana \d+ saw it differently/,
    );
    const settled = { ...(await pressOf('settled')), filled: { outcome: 'upheld' } };
    expect((await manager.post('/acts', settled)).status).toBe(200);
    await lanes.lookAll();
    expect((await queueOf(team.manager)).filter(({ kind }) => kind === 'regroup')).toEqual([]);
    // The rep reads which day it was to be.
    const { body } = await rep.get<{ past: { text: string }[] }>(`/enrolments/${loop}/timeline`);
    const texts = body.past.map(({ text }) => text).join(' ');
    expect(texts).toMatch(
      /The two talked it over: it stands as it was written\. .*A talk is agreed for Tue 10 March\./,
    );
  });

  it('asks a rep what they owe as soon as they may read it: what was seen in the coach’s words, and what was agreed', async () => {
    const manager = (): ReturnType<typeof signedIn> => signedIn(api, team.manager);
    const seen = async (evidence: string, action: string, talked: boolean): Promise<string> => {
      api.clock.time += 60_000;
      const written = { ratings: { asksFirst: 2 }, evidence, suggestion: `Then: ${evidence}`, talked };
      const reply = await (
        await manager()
      ).post<{ observation: string }>(`/enrolments/${loop}/observations`, {
        ...written,
        action: { text: action },
      });
      await lanes.lookAll();
      expect(reply).toMatchObject({ status: 201 });
      return reply.body.observation;
    };
    await seen('Asked first.', 'Ask first.', true);
    const later = await seen('Not read yet.', 'Agreed later.', false);
    const texts = async (): Promise<string> => JSON.stringify(await queueOf(team.rep));
    expect((await queueOf(team.rep)).map(({ kind }) => kind)).toEqual(['acknowledge']);
    // What was agreed is due on 16 March in the evening, two weeks from here.
    api.clock.time += 10 * 3_600_000;
    const items = await queueOf(team.rep);
    expect(items.map(({ kind }) => kind).sort()).toEqual(['acknowledge', 'action']);
    expect(items.find(({ kind }) => kind === 'acknowledge')!.lines).toEqual(
      expect.arrayContaining([
        'Seen: “Asked first.”',
        'One to try: “Then: Asked first.”',
        'You agreed: “Ask first.”',
      ]),
    );
    expect(items.find(({ kind }) => kind === 'action')!.lines).toContain('You agreed: “Ask first.”');
    expect(await texts()).not.toMatch(/Not read yet|Agreed later/);
    await (await manager()).post(`/enrolments/${loop}/talk`, { observation: later });
    await lanes.lookAll();
    expect(await texts()).toMatch(/Not read yet.*Agreed later|Agreed later.*Not read yet/);
  });

  it('holds back from a rep feedback that was taken back and given anew, until they have talked about that', async () => {
    const manager = await signedIn(api, team.manager);
    const { observation } = await manager.made<{ observation: string }>(
      `/enrolments/${loop}/observations`,
      {},
    );
    const told = { observation, ratings: { asksFirst: 2 }, evidence: 'Asked first.', talked: true };
    await manager.made(`/enrolments/${loop}/feedback`, told);
    await lanes.lookAll();
    const read = async (): Promise<string> => JSON.stringify(await queueOf(team.rep));
    expect(await read()).toContain('Asked first.');
    await lanes.liveUntil(new Date(api.clock.time + 3 * 86_400_000).toISOString());
    // Their session ended meanwhile.
    const back = await signedIn(api, team.manager);
    const given = (await logOf(api, loop)).findLast(({ kind }) => kind === 'feedbackGiven')!;
    await back.made(`/enrolments/${loop}/correction`, {
      fact: given.id,
      takeBack: true,
      reason: 'wrong rep',
    });
    api.clock.time += 60_000;
    await back.made(`/enrolments/${loop}/feedback`, {
      observation,
      ratings: { asksFirst: 1 },
      evidence: 'Began with the data.',
      talked: false,
    });
    await lanes.lookAll();
    await lanes.drain();
    expect(await read()).not.toContain('Began with the data.');
    expect(JSON.stringify(lanes.slack.messages())).not.toContain('Began with the data.');
    api.clock.time += 60_000;
    await back.made(`/enrolments/${loop}/talk`, { observation });
    await lanes.lookAll();
    expect(await read()).toContain('Began with the data.');
  });

  it('is one’s own: a machine says whose, and the reading is noted', async () => {
    await told();
    expect((await api.get('/queue')).status).toBe(422);
    const theirs = await api.ask('GET', '/queue', { headers: { 'acting-as': team.secondLine } });
    expect(theirs).toMatchObject({ status: 200, body: { items: [] } });
    await api.ask('GET', '/queue', { headers: { 'acting-as': team.manager } });
    const { body } = await api.get<{ items: object[] }>(`/audit?person=${team.rep}&event=read`);
    expect(JSON.stringify(body.items)).toContain('/queue');
  });
});

describe('the visits ahead', () => {
  const AT = '2026-03-12T10:00:00.000Z';
  const ahead = async (person: string) =>
    (await (await signedIn(api, person)).get<VisitsAheadAnswer>('/queue/visits')).body.items;
  const plan = (at: string, more: object = {}) =>
    api.made<{ id: string }>('/joint-visits', { rep: team.rep, at, observers: [team.manager], ...more });

  it('open on what was agreed last, one thing to watch for and a question, and can be moved or called off', async () => {
    await lanes.liveUntil('2026-03-05T09:00:00+01:00');
    await api.made(`/enrolments/${loop}/observations`, {
      observer: team.manager,
      ratings: { asksFirst: 2 },
      talked: true,
      action: { text: 'If they name a price, then I ask first.' },
    });
    const { id } = await plan(AT, { institution: 'Clinic B', externalId: 'CRM-7' });
    // Too far ahead, and with somebody else.
    await plan('2026-03-25T10:00:00.000Z');
    await plan('2026-03-10T10:00:00.000Z', { observers: [team.secondLine] });
    const [visit, ...others] = await ahead(team.manager);
    expect(others).toEqual([]);
    expect(visit).toMatchObject({
      visit: id,
      at: AT,
      rep: { id: team.rep, zone: 'Europe/Berlin' },
      institution: 'Clinic B',
      inCrm: true,
    });
    const { lines, actions } = visit!.card;
    expect(lines.join('\n')).toContain('If they name a price, then I ask first.');
    expect(lines.join('\n')).toMatch(/One thing to watch for: “.+”\nTo open with: “.+”/);
    expect(actions.map(({ code }) => code)).toEqual(['anotherDay', 'sawAlready', 'callOff']);

    const manager = await signedIn(api, team.manager);
    const filled = { day: '2026-03-13', time: '09:00' };
    expect((await manager.post('/acts', { ...actions[0]!.press!, filled })).status).toBe(200);
    expect((await ahead(team.manager))[0]).toMatchObject({ visit: id, at: '2026-03-13T08:00:00.000Z' });
  });

  it('are read at once, however many they are', async () => {
    const reads = () => statementsOf(api, () => ahead(team.manager));
    const [first, ...others] = [4, 5, 6, 9, 10, 11, 12, 13].flatMap((day) =>
      ['08', '10'].map((hour) => `2026-03-${String(day).padStart(2, '0')}T${hour}:00:00.000Z`),
    );
    await plan(first!);
    await plan(others[0]!);
    expect(await ahead(team.manager)).toHaveLength(2);
    const few = await reads();
    expect(few).toBeGreaterThan(2);
    for (const at of others.slice(1, 9)) await plan(at);
    expect(await ahead(team.manager)).toHaveLength(10);
    expect(await reads()).toBe(few);
  });

  it('can be written down as soon as they have begun', async () => {
    const at = new Date(api.clock.now() + 60_000).toISOString();
    await plan(at);
    api.clock.time += 120_000;
    const [visit] = await ahead(team.manager);
    const [first] = visit!.card.actions;
    expect(first).toMatchObject({ code: 'writeReport' });
    const manager = await signedIn(api, team.manager);
    const filled = { [`evidence/${team.capability.code}`]: 'Asked what matters most.' };
    expect((await manager.post('/acts', { ...first!.press!, filled })).status).toBe(200);
    expect(await ahead(team.manager)).toEqual([]);
  });

  it('stand first in the queue on their day, and afterwards until it is said what became of them', async () => {
    const at = new Date(api.clock.now() + 60_000).toISOString();
    const { id } = await plan(at);
    const firstOf = async () => {
      const [first, ...others] = await queueOf(team.manager);
      expect(others.filter(({ kind }) => kind.startsWith('visit'))).toEqual([]);
      return first!;
    };
    expect((await firstOf()).kind).toBe('visitMorning');
    api.clock.time += 5 * 24 * 60 * 60_000;
    const { kind, actions } = await firstOf();
    expect([kind, ...actions.map(({ code }) => code)]).toEqual([
      'visitAfterwards',
      'writeReport',
      'visitMoved',
      'didNotHappen',
    ]);
    expect((await ahead(team.manager)).map(({ visit }) => visit)).toEqual([id]);
    const manager = await signedIn(api, team.manager);
    expect((await manager.post('/acts', { ...actions[2]!.press!, filled: {} })).status).toBe(200);
    expect(await queueOf(team.manager)).toEqual([]);
    expect(await ahead(team.manager)).toEqual([]);
  });

  it('are those on which one goes along with one’s own reps', async () => {
    await plan(AT);
    for (const other of [team.rep, team.secondLine, team.owner]) expect(await ahead(other)).toEqual([]);
    const next = await addPerson(api, { role: 'manager' });
    await leads(api, next, team.rep);
    expect(await ahead(team.manager)).toEqual([]);
  });
});
