import { startTestApi, type TestApi } from '../../../test/support/api.js';
import { aTeam, bellOf, logOf, openLoop, type Team } from '../../../test/support/coaching.js';
import type { Visit } from './visits.dto.js';

let api: TestApi;
let team: Team;
let loop: string;
beforeAll(async () => {
  api = await startTestApi();
  team = await aTeam(api);
  loop = await openLoop(api, team);
});
afterAll(() => api.close());

const plan = (body: object = {}, headers = {}) =>
  api.post<Visit & { allowed?: string[]; detail: string }>(
    '/joint-visits',
    { rep: team.rep, at: '2026-03-24T14:00:00+01:00', observers: [team.manager], ...body },
    headers,
  );
const kinds = async (): Promise<string[]> => (await logOf(api, loop)).map(({ kind }) => kind);

describe('a joint visit', () => {
  it('is told to the open loops of its rep from plan to day, and rings them', async () => {
    const before = await bellOf(api, loop);
    const { body: visit } = await plan({ institution: '=HYPERLINK("http://x") 🏥', externalId: 'CRM-1' });
    expect(visit).toMatchObject({
      at: '2026-03-24T13:00:00.000Z',
      state: 'planned',
      institution: '=HYPERLINK("http://x") 🏥',
    });
    await api.post(`/joint-visits/${visit.id}/move`, { at: '2026-03-25T09:00:00Z' });
    const same = await api.post<Visit>(`/joint-visits/${visit.id}/move`, { at: '2026-03-25T09:00:00Z' });
    expect(same.body.moves).toBe(1);
    api.clock.time = Date.parse('2026-03-25T12:00:00Z');
    const held = await api.post<Visit>(`/joint-visits/${visit.id}/held`);
    expect(held).toMatchObject({ status: 200, body: { state: 'held' } });
    const told = (await logOf(api, loop)).slice(2);
    expect(told).toMatchObject([
      { kind: 'visitPlanned', data: { visitId: visit.id, at: Date.parse('2026-03-24T13:00:00Z') } },
      { kind: 'visitMoved', data: { at: Date.parse('2026-03-25T09:00:00Z') } },
      { kind: 'visitHeld', happenedAt: '2026-03-25T09:00:00.000Z' },
    ]);
    expect(JSON.stringify(told)).not.toContain('HYPERLINK');
    expect((await bellOf(api, loop)).raised).toBe(before.raised + 3);
  });

  it('says what is allowed once it was held or called off', async () => {
    const { body: visit } = await plan();
    await api.post(`/joint-visits/${visit.id}/cancel`);
    expect(await kinds()).toContain('visitCancelled');
    const moved = await api.post<{ allowed: string[] }>(`/joint-visits/${visit.id}/move`, {
      at: '2026-04-01T09:00:00Z',
    });
    expect(moved).toMatchObject({ status: 409, body: { allowed: [] } });
    const [held] = (await api.get<{ items: Visit[] }>(`/joint-visits?rep=${team.rep}&state=held`)).body.items;
    const cancelled = await api.post(`/joint-visits/${held!.id}/cancel`);
    expect(cancelled).toMatchObject({ status: 409, body: { allowed: ['report'] } });
  });

  it('is planned once, however often the request is sent', async () => {
    const before = await kinds();
    const key = { 'idempotency-key': 'plan-1' };
    const [first, second] = await Promise.all([plan({}, key), plan({}, key)]);
    expect(second.body).toEqual(first.body);
    expect((await plan({}, key)).body).toEqual(first.body);
    expect(await kinds()).toHaveLength(before.length + 1);
    expect((await plan({ channel: 'phone' }, key)).status).toBe(422);
  });

  it('is known to a loop that was opened later, and moves with it', async () => {
    const late = await aTeam(api);
    const { body: visit } = await api.post<Visit>('/joint-visits', {
      rep: late.rep,
      at: '2026-04-01T09:00:00Z',
      observers: [late.manager],
    });
    const opened = await openLoop(api, late);
    await api.post(`/joint-visits/${visit.id}/move`, { at: '2026-04-02T09:00:00Z' });
    const told = (await logOf(api, opened)).filter(({ kind }) => kind.startsWith('visit'));
    expect(told).toMatchObject([
      { kind: 'visitPlanned', data: { at: Date.parse('2026-04-01T09:00:00Z') } },
      { kind: 'visitMoved', data: { at: Date.parse('2026-04-02T09:00:00Z') } },
    ]);
  });

  it.each([
    [{ rep: '00000000-0000-4000-8000-000000000000' }, 422],
    [{ observers: [] }, 400],
    [{ at: 'tomorrow' }, 400],
    [{ externalId: 'CRM-1' }, 409],
    [{ channel: 'pigeon' }, 400],
    [{ unknown: 1 }, 400],
  ])('with %j is answered %i', async (body, status) => {
    expect((await plan(body)).status).toBe(status);
  });

  it('that rep and observer are one person, or that is unknown, is refused', async () => {
    expect((await plan({ observers: [team.rep] })).status).toBe(422);
    expect((await plan({ observers: undefined })).status).toBe(422);
    expect((await api.post('/joint-visits/00000000-0000-4000-8000-000000000000/held')).status).toBe(404);
  });

  it('is listed by manager, observer and period, page by page', async () => {
    const all = await api.get<{ items: Visit[] }>(`/joint-visits?manager=${team.manager}`);
    const first = await api.get<{ items: Visit[]; next: string }>(
      `/joint-visits?observer=${team.manager}&limit=2`,
    );
    const rest = await api.get<{ items: Visit[] }>(
      `/joint-visits?observer=${team.manager}&cursor=${first.body.next}`,
    );
    expect([...first.body.items, ...rest.body.items]).toEqual(all.body.items);
    const march24 = await api.get<{ items: Visit[] }>(
      '/joint-visits?from=2026-03-24T00:00:00Z&to=2026-03-25T00:00:00Z',
    );
    expect(march24.body.items.every(({ at }) => at.startsWith('2026-03-24'))).toBe(true);
    expect(march24.body.items).not.toHaveLength(0);
  });
});
