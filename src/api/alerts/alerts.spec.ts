import { as, startTestApi, type TestApi } from '../../../test/support/api.js';
import { aTeam, openLoop, type Team } from '../../../test/support/coaching.js';
import { addPerson } from '../../../test/support/organisation.js';
import { inRegion } from '../../access/suppression.js';
import { readAlertItem } from '../../store/figures/alert-items.js';
import { evaluateAlerts } from '../../store/figures/alerts.js';
import { inTransaction } from '../../store/transaction.js';
import type { AlertsAnswer } from './alerts.dto.js';

/** From a rule to its alerts, week by week. What is published is written by hand: the story is about what follows. */
describe('an alert', () => {
  let api: TestApi;
  let team: Team;
  let capability: string;
  let base: string;
  beforeAll(async () => {
    api = await startTestApi({ at: '2026-03-02T05:00:00Z' });
    team = await aTeam(api);
    await openLoop(api, team);
    capability = team.capability.id;
    base = `/programs/${team.program.id}`;
  });
  afterAll(() => api?.close());

  /** A week closes with so many of forty stalled in the south; null: they cannot be shown. */
  async function week(monday: string, stalled: number | null): Promise<{ opened: number; closed: number }> {
    api.clock.time = Date.parse(`${monday}T04:23:00Z`) + 7 * 86_400_000;
    const figure =
      stalled === null
        ? { suppressed: 'tooFewManagers' }
        : { of: 40, parts: { stalled, notStalled: 40 - stalled }, answers: { noVisitPlanned: stalled } };
    const rows = [{ place: inRegion('South'), regions: ['South'], reps: 40, figure }];
    await api.dataSource.query(
      `INSERT INTO figure_release (program_id, capability_id, question, period, rows, released_at) VALUES ($1, $2, 'stalls', $3, $4, now())`,
      [team.program.id, capability, monday, JSON.stringify(rows)],
    );
    return inTransaction(api.app, (tx) => evaluateAlerts(tx, team.program.id, 8, api.clock.now()));
  }
  const alerts = async (): Promise<AlertsAnswer['alerts']> =>
    (await api.get<AlertsAnswer>(`${base}/alerts`)).body.alerts;
  const rule = { kpi: 'stalled', direction: 'above', threshold: 0.3 };

  it('comes of a rule that can open and close; others are refused with a sentence', async () => {
    await week('2026-03-02', 20);
    expect(await api.post(`${base}/alert-rules`, { ...rule, threshold: 1 })).toMatchObject({
      status: 422,
      body: { detail: expect.stringContaining('never open') },
    });
    expect(await api.post(`${base}/alert-rules`, { ...rule, capability: 'none-such' })).toMatchObject({
      status: 422,
    });
    await api.made(`${base}/alert-rules`, rule);
    expect((await api.get<{ rules: object[] }>(`${base}/alert-rules`)).body.rules).toMatchObject([
      { ...rule, margin: 0.05, periods: 2, lookedAt: '2026-03-02' },
    ]);
  });

  it('of which is changed from when on it tells, by whoever has read it as it stands', async () => {
    const [read] = (await api.get<{ rules: { id: string; revision: string }[] }>(`${base}/alert-rules`)).body
      .rules;
    const change = (body: object, revision = read!.revision) =>
      as(api, team.owner).ask('PATCH', `${base}/alert-rules/${read!.id}`, {
        body,
        headers: { 'if-match': `"${revision}"` },
      });
    expect((await change({ margin: 0.35 })).body).toMatchObject({
      code: 'ruleNeverCloses',
      errors: [{ path: 'margin', message: expect.stringContaining('never close') }],
    });
    expect(await change({ kpi: 'adopted' })).toMatchObject({ status: 400 });
    expect(await change({ threshold: 0.6 })).toMatchObject({
      status: 200,
      body: { threshold: 0.6, margin: 0.05, revision: expect.not.stringMatching(read!.revision) },
    });
    expect(await change({ threshold: 0.4 })).toMatchObject({ status: 412, body: { code: 'changedSince' } });
    expect(
      await as(api, team.manager).ask('PATCH', `${base}/alert-rules/${read!.id}`, {
        body: { threshold: 0.4 },
      }),
    ).toMatchObject({ status: 403 });
    expect(
      await api.ask('PATCH', `${base}/alert-rules/${read!.id}`, { body: { threshold: 0.3 } }),
    ).toMatchObject({ status: 200, body: { revision: read!.revision } });
  });

  it('opens once, with the second week in a row, and not again while it is open', async () => {
    expect(await week('2026-03-09', 20)).toEqual({ opened: 1, closed: 0 });
    expect(
      await inTransaction(api.app, (tx) => evaluateAlerts(tx, team.program.id, 8, api.clock.now())),
    ).toEqual({ opened: 0, closed: 0 });
    expect(await week('2026-03-16', 22)).toEqual({ opened: 0, closed: 0 });
    expect(await alerts()).toMatchObject([
      {
        kind: 'crossed',
        state: 'open',
        region: 'South',
        openedIn: '2026-03-09',
        openedShare: 0.5,
        closedIn: null,
      },
    ]);
  });

  it('says why coaching stalls there, who can clear it and what would help', async () => {
    expect((await alerts())[0]!.reasons).toEqual([
      { reason: 'noVisitPlanned', count: 22, clearer: 'manager', nextStep: 'planVisit' },
    ]);
  });

  it('is taken by somebody, and rests until a day', async () => {
    const [{ id }] = (await alerts()) as [AlertsAnswer['alerts'][number]];
    const path = `${base}/alerts/${id}`;
    expect(await as(api, team.manager).post(`${path}/acknowledgement`)).toMatchObject({ status: 403 });
    const owner = as(api, team.owner);
    expect(await owner.post(`${path}/acknowledgement`, { note: 'Two visit days freed.' })).toMatchObject({
      status: 204,
    });
    expect(await alerts()).toMatchObject([
      { state: 'acknowledged', acknowledgedBy: team.owner, note: 'Two visit days freed.' },
    ]);
    expect(await owner.post(`${path}/snooze`, { until: '2026-03-01' })).toMatchObject({
      status: 422,
      body: { code: 'restOver', errors: [{ path: 'until' }] },
    });
    // Ninety days from the Monday on which the week closed.
    const { latestRest } = (await api.get<AlertsAnswer>(`${base}/alerts`)).body;
    expect(latestRest).toBe('2026-06-21');
    expect(await owner.post(`${path}/snooze`, { until: '2026-06-22' })).toMatchObject({
      status: 422,
      body: {
        code: 'restTooLong',
        detail: expect.stringContaining('2026-06-21'),
        errors: [{ path: 'until' }],
      },
    });
    expect(await owner.post(`${path}/snooze`, { until: '2026-04-20' })).toMatchObject({ status: 204 });
    expect(await alerts()).toMatchObject([{ state: 'snoozed', snoozedUntil: '2026-04-20', note: null }]);
  });

  it('is given to somebody who may read it, by name, and what was done about it is kept', async () => {
    const leader = await addPerson(api, { name: 'Leah' });
    await api.made('/role-grants', { personId: leader, role: 'leadership', reason: 'sees figures' });
    const [{ id }] = (await alerts()) as [AlertsAnswer['alerts'][number]];
    const owner = as(api, team.owner);
    const give = (taker: string, note?: string) =>
      owner.post(`${base}/alerts/${id}/acknowledgement`, { taker, note });
    expect(await give(team.manager)).toMatchObject({ status: 422, body: { code: 'takesNoAlerts' } });
    expect(await as(api, team.manager).get(`${base}/alert-takers`)).toMatchObject({ status: 403 });
    const { people } = (await owner.get<{ people: { id: string; name: string }[] }>(`${base}/alert-takers`))
      .body;
    expect(people).toContainEqual({ id: leader, name: 'Leah' });
    expect(people.map((one) => one.id)).not.toContain(team.manager);
    expect(await give(leader, 'You know the region.')).toMatchObject({ status: 204 });
    const [{ acts, ...alert }] = (await alerts()) as [AlertsAnswer['alerts'][number]];
    expect(alert).toMatchObject({
      state: 'acknowledged',
      acknowledgedBy: leader,
      by: 'Leah',
      snoozedUntil: null,
    });
    const by = people.find((one) => one.id === team.owner)!.name;
    expect(acts).toMatchObject([
      { act: 'acknowledge', by, asked: 'Leah', note: 'You know the region.' },
      { act: 'snooze', by, asked: null, until: '2026-04-20', note: null },
      { act: 'acknowledge', by, asked: null, note: 'Two visit days freed.' },
    ]);
  });

  it('says a sentence beside whoever said it, and never beside the next who does something', async () => {
    const [{ id }] = (await alerts()) as [AlertsAnswer['alerts'][number]];
    const path = `${base}/alerts/${id}`;
    const stands = async () => {
      const [{ state, by, note }] = (await alerts()) as [AlertsAnswer['alerts'][number]];
      const item = (await readAlertItem(api.dataSource.manager, id, api.clock.now()))!;
      expect({ state: item.state, by: item.by, note: item.note }).toEqual({ state, by, note });
      return { state, by, note };
    };
    const [owner, leader] = [as(api, team.owner), as(api, (await alerts())[0]!.acknowledgedBy!)];
    await leader.post(`${path}/acknowledgement`, { note: 'I talk to the managers on Monday.' });
    await owner.post(`${path}/snooze`, { until: '2026-03-25', note: 'A fair until then.' });
    expect(await stands()).toMatchObject({ state: 'snoozed', note: 'A fair until then.' });
    const before = api.clock.time;
    api.clock.time = Date.parse('2026-03-25T00:00:00Z');
    expect(await stands()).toEqual({
      state: 'acknowledged',
      by: 'Leah',
      note: 'I talk to the managers on Monday.',
    });
    await owner.post(`${path}/acknowledgement`);
    expect(await stands()).toMatchObject({
      state: 'acknowledged',
      by: expect.not.stringMatching('Leah'),
      note: null,
    });
    api.clock.time = before;
  });

  it('closes by itself once the figure was well back for two weeks, and is kept', async () => {
    await week('2026-03-23', 11);
    expect(await alerts()).toMatchObject([
      { openedShare: 0.5, newest: { period: '2026-03-23', numerator: 11, of: 40, share: 0.275 } },
    ]);
    await week('2026-03-30', 9);
    expect(await week('2026-04-06', 8)).toEqual({ opened: 0, closed: 1 });
    expect(await alerts()).toMatchObject([
      { state: 'autoResolved', closedIn: '2026-04-06', openedShare: 0.5, newest: null, closedShare: 0.2 },
    ]);
  });

  it('says where there is nothing to see any more', async () => {
    await week('2026-04-13', null);
    await week('2026-04-20', null);
    const [{ id, kind, state }] = (await alerts()) as [AlertsAnswer['alerts'][number]];
    expect({ kind, state }).toEqual({ kind: 'noData', state: 'open' });
    const resolution = `${base}/alerts/${id}/resolution`;
    expect(await api.post(resolution, { note: 'The region is merged.' })).toMatchObject({ status: 204 });
    expect(await api.post(resolution)).toMatchObject({ status: 409, body: { code: 'alertClosed' } });
    expect(await week('2026-04-27', null)).toEqual({ opened: 0, closed: 0 });
    expect((await alerts()).map((alert) => alert.state)).toEqual(['resolved', 'autoResolved']);
  });

  it('comes no more of a rule that has ended', async () => {
    const [{ id }] = (await api.get<{ rules: [{ id: string }] }>(`${base}/alert-rules`)).body.rules;
    expect((await api.ask('DELETE', `${base}/alert-rules/${id}`)).status).toBe(204);
    expect((await api.ask('DELETE', `${base}/alert-rules/${id}`)).status).toBe(404);
    await week('2026-05-04', 30);
    expect(await week('2026-05-11', 30)).toEqual({ opened: 0, closed: 0 });
  });
});
