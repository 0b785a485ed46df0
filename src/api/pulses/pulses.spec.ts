import { v4 as uuid } from 'uuid';
import { startTestApi, type TestApi } from '../../../test/support/api.js';
import { aTeam, logOf, lookAt, openLoop, type Team } from '../../../test/support/coaching.js';
import { addPerson } from '../../../test/support/organisation.js';
import { queuePulses } from '../../store/coaching/pulses.js';
import { inTransaction } from '../../store/transaction.js';

/** The monthly question, whatever was logged. All times are UTC. */
describe('a rep whose loop is four weeks old', () => {
  let api: TestApi;
  let team: Team;
  let loop: string;
  let question: string;
  beforeAll(async () => {
    api = await startTestApi();
    team = await aTeam(api);
    loop = await openLoop(api, team);
    await lookAt(api, loop);
  });
  afterAll(() => api?.close());

  const turn = async (day: string): Promise<void> => {
    api.clock.time = Date.parse(`${day}T00:07:00Z`);
    await inTransaction(api.dataSource, (tx) => queuePulses(tx, null, 500, 8, api.clock.now()));
  };
  const asked = () =>
    api.dataSource.query<{ at: Date; state: string }[]>(
      `SELECT slot_at AS at, state FROM nudge WHERE obligation LIKE 'pulse/%' AND person_id = $1 ORDER BY slot_at`,
      [team.rep],
    );
  const as = (person: string) => ({ 'acting-as': person });

  it('is asked once in a month, in the one message of a working day of theirs', async () => {
    for (let day = 1; day <= 30; day++) await turn(`2026-04-${String(day).padStart(2, '0')}`);
    const [nudge, ...more] = await asked();
    expect(more).toEqual([]);
    expect(nudge!.at.toISOString()).toMatch(/^2026-04-\d\dT06:30:00.000Z$/);
    expect(nudge!.state).toBe('queued');
  });

  it('is asked also where the past was told later: what was seen before a loop was opened counts', async () => {
    const late = await aTeam(api);
    const told = await openLoop(api, late);
    await turn('2026-04-30');
    const asked = async () =>
      (await api.dataSource.query<unknown[]>(`SELECT 1 FROM pulse WHERE person_id = $1`, [late.rep])).length;
    expect(await asked()).toBe(0);
    const seen = { happenedAt: '2026-03-20T10:00:00Z', ratings: { asksFirst: 2 } };
    const tell = async () =>
      (await api.post<{ fact: string }>(`/enrolments/${told}/observations`, seen, as(late.manager))).body
        .fact;
    // What was taken back was never seen.
    const another = { fact: await tell(), takeBack: true, reason: 'Another rep.' };
    expect((await api.post(`/enrolments/${told}/correction`, another)).status).toBe(201);
    await turn('2026-04-30');
    expect(await asked()).toBe(0);
    await tell();
    await turn('2026-04-30');
    expect(await asked()).toBe(1);
  });

  it('is asked although the loop looks again, and once more in the next month', async () => {
    await lookAt(api, loop);
    for (let day = 1; day <= 31; day++) await turn(`2026-05-${String(day).padStart(2, '0')}`);
    expect((await asked()).map(({ state }) => state)).toEqual(['queued', 'queued']);
  });

  it('goes with the rep’s days: a question that waits moves behind an absence', async () => {
    const [, may] = await asked();
    const day = may!.at.toISOString().slice(0, 10);
    api.clock.time = may!.at.getTime() - 3_600_000;
    await api.made(`/people/${team.rep}/absences`, { from: day, to: day });
    expect((await asked())[1]!.at.getTime()).toBeGreaterThan(may!.at.getTime());
  });

  it('answers it alone, and once', async () => {
    const { body } = await api.ask<{ items: { id: string; month: string }[] }>('GET', '/pulses', {
      headers: as(team.rep),
    });
    expect(body.items.map(({ month }) => month)).toEqual(['2026-05', '2026-04']);
    question = body.items[0]!.id;
    const path = `/pulses/${question}/answer`;
    const answer = { seen: true, helped: false };
    expect(await api.post(path, answer)).toMatchObject({ status: 422 });
    expect(await api.post(path, answer, as(team.manager))).toMatchObject({ status: 404 });
    expect(await api.post(`/pulses/${uuid()}/answer`, answer, as(team.rep))).toMatchObject({ status: 404 });
    expect(await api.post(path, { seen: false, helped: true }, as(team.rep))).toMatchObject({ status: 400 });
    expect(await api.post(path, answer, as(team.rep))).toMatchObject({ status: 204 });
    expect(await api.post(path, answer, as(team.rep))).toMatchObject({ status: 409 });
  });

  it('answers it by a button too, and is told that it was taken', async () => {
    const [april] = (
      await api.ask<{ items: { id: string; enrolment: string }[] }>('GET', '/pulses', {
        headers: as(team.rep),
      })
    ).body.items;
    const press = { action: 'notSeen', items: [{ enrolment: loop, subject: `pulse/${april!.id}` }] };
    const taken = await api.post('/acts', press, as(team.rep));
    expect(taken).toMatchObject({ status: 200, body: { done: 1 } });
  });

  it('leaves an answer that leads back to nobody: not in the log, not with the question', async () => {
    expect(JSON.stringify(await logOf(api, loop))).not.toContain(question);
    const [row] = await api.dataSource.query<object[]>('SELECT * FROM pulse_answer');
    expect(Object.keys(row!).sort()).toEqual([
      'capability_id',
      'helped',
      'id',
      'month',
      'program_id',
      'region',
      'seen',
    ]);
    expect(await api.dataSource.query('SELECT * FROM idempotent_answer')).toEqual([]);
  });

  it('is asked no more once they have left', async () => {
    const before = await asked();
    await addPerson(api);
    api.clock.time = Date.parse('2026-06-01T00:07:00Z');
    await api.ask('PATCH', `/people/${team.rep}`, { body: { activeUntil: '2026-05-31' } });
    for (let day = 1; day <= 28; day++) await turn(`2026-06-${String(day).padStart(2, '0')}`);
    expect(await asked()).toHaveLength(before.length);
  });
});
