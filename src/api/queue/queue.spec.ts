import { signedIn, startTestApi, type TestApi } from '../../../test/support/api.js';
import { aTeam, agree, leads, openLoop, type Team } from '../../../test/support/coaching.js';
import { startLanes, type Lanes } from '../../../test/support/lanes.js';
import { aCadence, addPerson } from '../../../test/support/organisation.js';
import type { QueueAnswer } from './queue.dto.js';

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
  it('holds what is owed soon before any message said so, until it is answered for a while', async () => {
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
    expect(await queueOf(team.manager)).toEqual([]);
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
    // Answered for a while: it comes again by itself.
    expect(await queueOf(team.manager)).toEqual([]);
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
