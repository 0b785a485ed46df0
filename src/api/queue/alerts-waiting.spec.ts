import { as, startTestApi, type TestApi } from '../../../test/support/api.js';
import { aTeam, openLoop, type Team } from '../../../test/support/coaching.js';
import { addPerson } from '../../../test/support/organisation.js';
import { openAlert } from '../../../test/support/alerts.js';
import type { QueueAnswer } from './queue.dto.js';

/** What waits for whoever may act on an alert. What is published is written by hand: the story is about what follows. */
describe('an alert that nobody has taken', () => {
  let api: TestApi;
  let team: Team;
  let leader: string;
  let alert: string;
  beforeAll(async () => {
    api = await startTestApi({ at: '2026-03-02T05:00:00Z' });
    team = await aTeam(api);
    await openLoop(api, team);
    leader = await addPerson(api, { name: 'Leah' });
    await api.made('/role-grants', { personId: leader, role: 'leadership', reason: 'sees figures' });
    alert = await openAlert(api, team);
  });
  afterAll(() => api?.close());

  const waiting = async (person: string): Promise<QueueAnswer['items']> =>
    (await as(api, person).get<QueueAnswer>('/queue')).body.items.filter(({ kind }) => kind === 'alert');

  it('stands in the queue of whoever may act on it, with its figure and its buttons, and of nobody else', async () => {
    for (const [person, audience] of [
      [leader, 'leadership'],
      [team.owner, 'programOwner'],
    ] as const) {
      const [card, ...others] = await waiting(person);
      expect(others).toEqual([]);
      expect(card).toMatchObject({ audience, reps: [], enrolments: [], done: false });
      expect(card!.headline).toMatch(/^South: .+ is stalling$/);
      expect(card!.actions.map(({ code }) => code)).toEqual(['takeIt', 'letRest', 'closeIt', 'seePlace']);
    }
    expect(await waiting(team.manager)).toEqual([]);
    expect(await waiting(team.rep)).toEqual([]);
  });

  it('leaves the others’ queue once somebody takes it, and says so in theirs', async () => {
    const [{ actions }] = (await waiting(leader)) as [QueueAnswer['items'][number]];
    const press = actions.find(({ code }) => code === 'takeIt')!.press!;
    expect((await as(api, leader).post('/acts', { ...press, filled: {} })).status).toBe(200);
    expect(await waiting(team.owner)).toEqual([]);
    const [card] = await waiting(leader);
    expect(card!.lines.join(' ')).toContain('Leah');
    expect(card!.actions.map(({ code }) => code)).toEqual(['closeIt', 'letRest', 'seePlace']);
  });

  it('waits for nobody while it rests, and for all again afterwards', async () => {
    const path = `/programs/${team.program.id}/alerts/${alert}`;
    await as(api, leader).post(`${path}/snooze`, { until: '2026-03-20' });
    expect([...(await waiting(leader)), ...(await waiting(team.owner))]).toEqual([]);
    api.clock.time = Date.parse('2026-03-21T05:00:00Z');
    expect(await waiting(leader)).toHaveLength(1);
    await as(api, leader).post(`${path}/resolution`);
    expect(await waiting(leader)).toEqual([]);
  });
});
