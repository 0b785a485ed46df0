import { issueKey } from '../../store/rights/api-keys.js';
import { noteBuild } from '../../store/running/builds.js';
import { askingAt, signedIn, startTestApi, type TestApi } from '../../../test/support/api.js';
import { changeRosters } from '../../../test/support/coaching.js';
import { givenUp, type GivenUp } from '../../../test/support/given-up.js';
import { startLanes, type Lanes } from '../../../test/support/lanes.js';
import { addPerson } from '../../../test/support/organisation.js';
import type { Scope } from '../../access/words.js';
import { HOUR } from '../../domain/time.js';
import type { DeliveryAnswer, JobAnswer, PartsAnswer } from './operations.dto.js';

let api: TestApi;
let lanes: Lanes;
beforeAll(async () => {
  api = await startTestApi();
  lanes = await startLanes(api);
});
afterAll(async () => {
  await lanes?.end();
  await api?.close();
});

const keyWith = async (...scopes: Scope[]) => {
  const { secret } = await issueKey(
    api.dataSource.manager,
    { name: 'story', expiresAt: null, scopes },
    api.clock.now(),
  );
  return askingAt(api.url, secret);
};
const part = async (name: string) =>
  (await api.get<PartsAnswer>('/operations/parts')).body.items.find((one) => one.part === name)!;

describe('the parts', () => {
  it('are well only where they were looked at within the last minute', async () => {
    expect(await part('postgres')).toMatchObject({ state: 'well', checkedAt: '2026-03-02T08:00:00.000Z' });
    expect(await part('audit')).toMatchObject({ state: 'well' });
    // Nobody has looked after the promises yet, and no mail has gone out.
    expect(await part('promises')).toMatchObject({ state: 'unchecked', checkedAt: null });
    expect(await part('email')).toMatchObject({ state: 'off' });
    expect(await part('workers')).toMatchObject({ state: 'wrong', count: 0 });
    await noteBuild(api.dataSource.manager, 'story', Date.now());
    expect(await part('workers')).toMatchObject({ state: 'well', count: 1 });
    await api.dataSource.query(`UPDATE build SET seen_at = now() - interval '61 seconds'`);
    expect(await part('workers')).toMatchObject({ state: 'wrong', count: 0 });
  });

  it('say how many could not decide, and since when', async () => {
    expect(await part('loops')).toMatchObject({ state: 'well', count: 0, since: null });
    const { enrolment, mend } = await givenUp(api, lanes);
    mend();
    const at = new Date(api.clock.now()).toISOString();
    await api.dataSource.query(`UPDATE enrolment SET fault = 'no roster', fault_at = $2 WHERE id = $1`, [
      enrolment,
      at,
    ]);
    expect(await part('loops')).toMatchObject({ state: 'wrong', count: 1, since: at });
    await api.dataSource.query('UPDATE enrolment SET fault = NULL, fault_at = NULL');
  });
});

describe('a message that was given up', () => {
  let one: GivenUp;
  beforeEach(async () => void (one = await givenUp(api, lanes)));
  afterEach(() => one.mend());

  const retry = () => api.post<{ detail: string }>(`/operations/deliveries/${one.delivery}/retry`);
  const listed = async () =>
    (await api.get<{ items: DeliveryAnswer[] }>('/operations/deliveries?limit=200')).body.items.find(
      ({ id }) => id === one.delivery,
    )!;

  it('is listed with why, and arrives once its mailbox takes it and somebody lets it be tried again', async () => {
    expect(await listed()).toMatchObject({
      state: 'failed',
      error: 'mailboxRefused',
      about: 'coaching',
      mayRetry: true,
    });
    const before = lanes.mail.messages().length;
    one.mend();
    expect((await retry()).status).toBe(200);
    await lanes.drain();
    expect(lanes.mail.messages()).toHaveLength(before + 1);
    expect(await listed()).toMatchObject({ state: 'handedOver', mayRetry: false });
    const facts = await api.dataSource.query<{ kind: string }[]>(
      `SELECT kind FROM fact WHERE enrolment_id = $1 AND kind IN ('unreachable', 'handedOver') ORDER BY seq`,
      [one.enrolment],
    );
    expect(facts.map(({ kind }) => kind)).toEqual(['unreachable', 'handedOver']);
    const { items } = (
      await api.get<{ items: unknown[] }>(`/audit?record=delivery/${one.delivery}&event=changed`)
    ).body;
    expect(items).toMatchObject([{ action: 'operation.retry', people: [one.team.manager] }]);
    // Once is enough.
    expect(await retry()).toMatchObject({
      status: 409,
      body: { detail: expect.stringContaining('not given up') as string },
    });
  });

  it('arrives by itself, and once, at the address that somebody has from now on', async () => {
    const before = lanes.mail.messages().length;
    const moves = async (email: string) => {
      await api.ask('PATCH', `/people/${one.team.manager}`, { body: { email } });
      await lanes.drain();
    };
    await moves('lena.new@example.com');
    await moves('lena.newer@example.com');
    expect(lanes.mail.messages().slice(before)).toMatchObject([{ to: ['lena.new@example.com'] }]);
    expect(await listed()).toMatchObject({ state: 'handedOver' });
  });

  it('stays where it is, whatever the address, of what is somebody else’s by now', async () => {
    await api.made(`/people/${one.team.rep}/reporting-lines`, {
      managerId: await addPerson(api, { role: 'manager' }),
    });
    await changeRosters(api);
    await lanes.lookAll();
    await api.ask('PATCH', `/people/${one.team.manager}`, { body: { email: 'max.new@example.com' } });
    expect(await listed()).toMatchObject({ state: 'failed' });
  });

  it('is never sent again where it may have arrived', async () => {
    await api.dataSource.query('UPDATE delivery SET in_doubt = true WHERE id = $1', [one.delivery]);
    one.mend();
    await api.ask('PATCH', `/people/${one.team.manager}`, { body: { email: 'doubt@example.com' } });
    expect(await retry()).toMatchObject({ status: 409 });
    expect(await listed()).toMatchObject({ inDoubt: true, mayRetry: false, state: 'failed' });
  });

  it('stays where what it told was done meanwhile', async () => {
    await api.made(`/enrolments/${one.enrolment}/withdraw`, { reason: 'left the launch' });
    await lanes.lookAll();
    one.mend();
    expect(await retry()).toMatchObject({ status: 409 });
    expect(await listed()).toMatchObject({ state: 'failed' });
  });

  it('goes to nobody who no longer leads the rep, nor to whoever has left', async () => {
    one.mend();
    const gone = { status: 409, body: { detail: expect.stringContaining('went on') as string } };
    const lives = (activeUntil: string | null) =>
      api.ask('PATCH', `/people/${one.team.manager}`, { body: { activeUntil } });
    await lives(new Date(api.clock.now() - 48 * HOUR).toISOString().slice(0, 10));
    expect(await retry()).toMatchObject(gone);
    await lives(null);
    await api.made(`/people/${one.team.rep}/reporting-lines`, {
      managerId: await addPerson(api, { role: 'manager' }),
    });
    await changeRosters(api);
    await lanes.lookAll();
    expect(await retry()).toMatchObject(gone);
    expect(await listed()).toMatchObject({ state: 'failed' });
  });

  it('shows its reader’s name only to whoever may see who people are, and its trace is a read of them', async () => {
    const machine = await keyWith('operate');
    const { body } = await machine.get<{ items: DeliveryAnswer[] }>('/operations/deliveries');
    expect(body.items.every(({ to }) => to === null)).toBe(true);
    const oda = await addPerson(api, { name: 'Oda' });
    await api.made('/role-grants', { personId: oda, role: 'operator', reason: 'runs it' });
    const asked = await (await signedIn(api, oda)).get<{ items: DeliveryAnswer[] }>('/operations/deliveries');
    expect(asked.body.items[0]!.to).toMatchObject({ id: one.team.manager });
    const reads = await api.get<{ items: { record: { type: string } }[] }>(
      `/audit?by=${oda}&person=${one.team.manager}&event=read`,
    );
    expect(reads.body.items).toMatchObject([{ record: { type: 'delivery' } }]);
  });

  it('belongs to whoever runs the product, and to nobody else', async () => {
    const manager = await signedIn(api, one.team.manager);
    expect((await manager.get('/operations/deliveries')).status).toBe(403);
    expect((await manager.post(`/operations/deliveries/${one.delivery}/retry`)).status).toBe(403);
  });
});

describe('a job that stands', () => {
  it('is listed with how far it is, and rung at once without starting over', async () => {
    const { items } = (await api.get<{ items: JobAnswer[] }>('/operations/jobs')).body;
    const job = items[0]!;
    expect(job).toMatchObject({ kind: 'rolloutLaunch', state: 'queued' });
    await api.dataSource.query('UPDATE job SET rung_at = $2 WHERE id = $1', [
      job.id,
      new Date(api.clock.now()),
    ]);
    expect((await api.post(`/operations/jobs/${job.id}/ring`)).status).toBe(200);
    expect(await api.dataSource.query('SELECT rung_at, state FROM job WHERE id = $1', [job.id])).toEqual([
      { rung_at: null, state: 'queued' },
    ]);
    await api.dataSource.query(`UPDATE job SET state = 'done' WHERE id = $1`, [job.id]);
    expect((await api.post(`/operations/jobs/${job.id}/ring`)).status).toBe(409);
  });
});
