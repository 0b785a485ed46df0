import { MockActivityEnvironment } from '@temporalio/testing';
import { createJobs } from '../../activities/jobs.js';
import { shiftBy } from '../../activities/shift.js';
import { startTestApi, type TestApi } from '../../../test/support/api.js';
import { aTeam, logOf, lookAt, openLoop } from '../../../test/support/coaching.js';
import { Rules } from '../loops/rules.js';

const quiet = (): void => undefined;

/** Days pass, and nobody tells anything. */
describe('the daily reconcile', () => {
  let api: TestApi;
  beforeAll(async () => {
    api = await startTestApi();
  });
  afterAll(() => api?.close());

  const sql = <T = Record<string, unknown>>(text: string, values: unknown[] = []): Promise<T[]> =>
    api.dataSource.query<T[]>(text, values);

  const jobs = () =>
    createJobs({
      dataSource: api.app,
      rules: new Rules(),
      lanes: 8,
      spread: 0,
      build: 'test',
      log: { info: quiet, warn: quiet, error: quiet },
      shift: shiftBy(0),
    });

  async function reconcileOn(day: string): Promise<void> {
    api.clock.time = Date.parse(`${day}T03:17:00Z`);
    const scheduledTimestampMs = api.clock.time;
    const { reconcile, rosterBatch } = jobs();
    await new MockActivityEnvironment({ scheduledTimestampMs }).run(reconcile);
    for (const { id } of await sql<{ id: string }>(
      `SELECT id FROM job WHERE kind = 'rosterChange' AND state <> 'done'`,
    ))
      await rosterBatch(id, api.clock.time);
  }

  it('empties the seat of a manager whose last day is over', async () => {
    const team = await aTeam(api);
    const enrolment = await openLoop(api, team);
    await api.ask('PATCH', `/people/${team.manager}`, { body: { activeUntil: '2026-03-31' } });
    await reconcileOn('2026-03-31');
    await lookAt(api, enrolment);
    const managers = async () =>
      (await logOf(api, enrolment)).flatMap(({ kind, data }) =>
        kind === 'rosterChanged' ? [(data.roster as { manager: unknown }).manager !== null] : [],
      );
    expect(await managers()).not.toContain(false);
    await reconcileOn('2026-04-01');
    expect((await managers()).filter((sits) => !sits)).toHaveLength(1);
    await lookAt(api, enrolment);
    expect(await sql('SELECT manager_id FROM enrolment WHERE id = $1', [enrolment])).toEqual([
      { manager_id: null },
    ]);
    await reconcileOn('2026-04-02');
    expect((await managers()).filter((sits) => !sits)).toHaveLength(1);
  });

  it('ends the loops of a rep whose last day is over, once, and a date put right reopens none', async () => {
    const team = await aTeam(api);
    const enrolment = await openLoop(api, team);
    await lookAt(api, enrolment);
    const activeUntil = (day: string | null) =>
      api.ask('PATCH', `/people/${team.rep}`, { body: { activeUntil: day } });
    const withdrawals = async () => (await logOf(api, enrolment)).filter(({ kind }) => kind === 'withdrawn');
    await activeUntil('2026-04-09');
    await reconcileOn('2026-04-09');
    await lookAt(api, enrolment);
    expect(await withdrawals()).toEqual([]);
    await reconcileOn('2026-04-10');
    await reconcileOn('2026-04-10');
    expect(await withdrawals()).toMatchObject([{ actorId: null, data: { because: 'repLeft' } }]);
    expect(await lookAt(api, enrolment)).toMatchObject({ phase: 'withdrawn', ended: true });
    await activeUntil(null);
    await reconcileOn('2026-04-11');
    expect(await withdrawals()).toHaveLength(1);
    const { body } = await api.get<{ endedAt: string | null }>(`/enrolments/${enrolment}`);
    expect(body.endedAt).not.toBeNull();
    expect(
      await sql(`SELECT 1 FROM nudge WHERE enrolment_id = $1 AND state = 'queued'`, [enrolment]),
    ).toEqual([]);
  });

  it('renews holidays before they run out, once', async () => {
    const versions = () =>
      sql<{ last: string }>(
        `SELECT DISTINCT slice -> 'holidays' ->> -1 AS last FROM calendar_version ORDER BY 1`,
      );
    expect(await versions()).toEqual([{ last: '2028-12-26' }]);
    await reconcileOn('2027-12-30');
    expect(await versions()).toHaveLength(1);
    await reconcileOn('2028-01-02');
    expect((await versions()).at(-1)).toEqual({ last: '2030-12-26' });
    const [{ count }] = (await sql<{ count: number }>('SELECT count(*)::int FROM calendar_version')) as [
      { count: number },
    ];
    await reconcileOn('2028-01-03');
    expect(await sql('SELECT count(*)::int FROM calendar_version')).toEqual([{ count }]);
  });

  it('forgets the answers to requests that nobody repeats any more', async () => {
    const answers = () => sql<{ key: string }>('SELECT key FROM idempotent_answer ORDER BY key');
    const team = await aTeam(api);
    const enrolment = await openLoop(api, team);
    const ready = (key: string) => api.post(`/enrolments/${enrolment}/ready`, {}, { 'idempotency-key': key });
    api.clock.time = Date.parse('2028-02-01T12:00:00Z');
    await ready('old');
    api.clock.time = Date.parse('2028-02-20T12:00:00Z');
    await ready('young');
    await reconcileOn('2028-03-05');
    expect(await answers()).toEqual([{ key: 'young' }]);
  });
});
