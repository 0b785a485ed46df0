import { MockActivityEnvironment } from '@temporalio/testing';
import { createPromiseKeeping } from '../src/activities/promises.js';
import { shiftBy } from '../src/activities/shift.js';
import { DEMO_SECONDS } from '../src/domain/cadence-templates.js';
import { MINUTE } from '../src/domain/time.js';
import { agree, aTeam, sendFile, type Team } from './support/coaching.js';
import { eventually, startPlant, type Plant } from './support/plant.js';

/** To kill a process and start it again takes longer than the ten seconds that the demo waits for a hand-over. */
const CADENCE = {
  ...DEMO_SECONDS,
  tolerance: { ...DEMO_SECONDS.tolerance, unreachable: 'PT60S' },
};

/** Every process is killed where it stands, and every provider fails: nothing is lost, nobody is nudged twice. */
describe('the product, when its parts fail', () => {
  let plant: Plant;

  beforeAll(async () => {
    plant = await startPlant();
    await agree(plant.api);
  });
  afterAll(() => plant?.end(), 60_000);

  const sql = <T = Record<string, unknown>>(text: string, values: unknown[] = []): Promise<T[]> =>
    plant.api.dataSource.query<T[]>(text, values);

  /** A rep of a new line is trained: the loop opens by itself. People keep no quiet hours: a fault knows no time of day. */
  async function trained(): Promise<{ team: Team; enrolment: string }> {
    const team = await aTeam(plant.api, CADENCE);
    for (const person of [team.owner, team.secondLine, team.manager, team.rep])
      expect(await plant.api.ask('PATCH', `/people/${person}`, { body: { quietHours: null } })).toMatchObject(
        { status: 200 },
      );
    const rep = await plant.api.get<{ externalId: string }>(`/people/${team.rep}`);
    const file = `rep,training,completedAt\n${rep.body.externalId},${team.training},${new Date(Date.now() - 1_000).toISOString()}\n`;
    expect(await sendFile(plant.api, 'completions', file)).toMatchObject({ status: 200 });
    const [loop] = await eventually(
      () =>
        sql<{ id: string }>('SELECT id FROM enrolment WHERE rep_id = $1 AND looked_at IS NOT NULL', [
          team.rep,
        ]),
      (loops) => loops.length === 1,
    );
    return { team, enrolment: loop!.id };
  }

  const handedOver = (enrolment: string) =>
    sql<{ rung: number; audience: string }>(
      `SELECT rung, audience FROM nudge WHERE enrolment_id = $1 AND obligation = 'observe/first' AND state = 'handedOver' ORDER BY rung`,
      [enrolment],
    );
  const climbedToTheTop = (enrolment: string) =>
    eventually(
      () => handedOver(enrolment),
      (nudges) => nudges.some(({ audience }) => audience === 'programOwner'),
    );

  /** Each delivery of a line, as often as it arrived. */
  async function arrivals(team: Team): Promise<Map<string, number>> {
    const rows = await sql<{ id: string }>('SELECT id FROM delivery WHERE person_id = ANY($1)', [
      [team.owner, team.secondLine, team.manager, team.rep],
    ]);
    const all = JSON.stringify([
      plant.mail.messages().map(({ messageId }) => messageId),
      plant.slack.messages().map(({ metadata }) => metadata),
    ]);
    return new Map(rows.map(({ id }) => [id, all.split(id).length - 1]));
  }

  it('goes on climbing after the worker was killed at every rung, and sends nothing twice', async () => {
    const { team, enrolment } = await trained();
    for (const rungs of [1, 2, 3]) {
      await eventually(
        () => handedOver(enrolment),
        (nudges) => nudges.length >= rungs,
      );
      await plant.kill('worker');
      await plant.start('worker');
    }
    const nudges = await climbedToTheTop(enrolment);
    expect(nudges.map(({ rung }) => rung)).toEqual([0, 1, 2, 3]);
    const [{ doubt }] = (await sql<{ doubt: number }>(
      'SELECT count(*)::int AS doubt FROM delivery WHERE in_doubt',
    )) as [{ doubt: number }];
    const doubled = [...(await arrivals(team)).values()].filter((times) => times > 1).length;
    expect(doubled).toBeLessThanOrEqual(doubt);
  });

  it('takes facts while Temporal is down, says so, and applies them afterwards', async () => {
    const { team, enrolment } = await trained();
    await plant.kill('temporal');
    const health = await eventually(
      () => plant.api.get<{ status: string }>('/health/ready'),
      ({ body }) => body.status !== 'ready',
    );
    expect(health).toMatchObject({ status: 200, body: { status: 'degraded' } });
    const observed = await plant.api.post(
      `/enrolments/${enrolment}/observations`,
      {},
      { 'acting-as': team.manager },
    );
    expect(observed).toMatchObject({ status: 201 });
    await plant.start('temporal');
    await eventually(
      () => sql<{ phase: string }>('SELECT phase FROM enrolment WHERE id = $1', [enrolment]),
      ([loop]) => loop?.phase === 'feedback',
      90_000,
    );
  });

  it('answers 503 while Postgres is down, writes nothing by halves, and goes on after', async () => {
    const { team, enrolment } = await trained();
    const ready = () =>
      plant.api.post(
        `/enrolments/${enrolment}/ready`,
        {},
        { 'acting-as': team.rep, 'idempotency-key': `ready-${enrolment}` },
      );
    await plant.kill('postgres');
    expect(await ready()).toMatchObject({ status: 503 });
    expect(await plant.api.get('/health/ready')).toMatchObject({ status: 503 });
    await plant.start('postgres');
    await eventually(ready, ({ status }) => status === 201);
    expect(await ready()).toMatchObject({ status: 201 });
    const facts = await sql(`SELECT 1 FROM fact WHERE enrolment_id = $1 AND kind = 'ready'`, [enrolment]);
    expect(facts).toHaveLength(1);
    await climbedToTheTop(enrolment);
  });

  it('stores one fact of a request whose answer was lost with the API', async () => {
    const { team, enrolment } = await trained();
    const ready = () =>
      plant.api.post(
        `/enrolments/${enrolment}/ready`,
        {},
        { 'acting-as': team.rep, 'idempotency-key': `lost-${enrolment}` },
      );
    const lost = ready().catch(() => null);
    await plant.kill('api');
    await lost;
    await plant.start('api');
    expect(await ready()).toMatchObject({ status: 201 });
    expect(
      await sql(`SELECT 1 FROM fact WHERE enrolment_id = $1 AND kind = 'ready'`, [enrolment]),
    ).toHaveLength(1);
  });

  it('turns to the other channel when one is closed to a person, and climbs when both are', async () => {
    const { team, enrolment } = await trained();
    const manager = await plant.api.get<{ email: string }>(`/people/${team.manager}`);
    const lift = plant.mail.refuse({ stage: 'rcpt', code: 550, to: manager.body.email, times: Infinity });
    plant.slack.keepUser({ email: manager.body.email, deactivated: true });
    await climbedToTheTop(enrolment);
    const lost = await sql<{ state: string }>(
      `SELECT DISTINCT state FROM nudge WHERE enrolment_id = $1 AND audience = 'manager'`,
      [enrolment],
    );
    expect(lost).toEqual([{ state: 'unreachable' }]);
    const [loop] = await sql<{ stall_reason: string }>('SELECT stall_reason FROM enrolment WHERE id = $1', [
      enrolment,
    ]);
    expect(loop?.stall_reason).toBe('unreachable');
    lift();
  });

  it('leaves a poisoned enrolment aside, shows it, and lets the others go on', async () => {
    const poisoned = await trained();
    await sql(
      `INSERT INTO fact (enrolment_id, seq, id, kind, happened_at, recorded_at, data)
       SELECT id, last_seq + 1, gen_random_uuid(), 'observed', now(), now(), 'null' FROM enrolment WHERE id = $1`,
      [poisoned.enrolment],
    );
    await sql('UPDATE enrolment SET last_seq = last_seq + 1, ring_seq = ring_seq + 1 WHERE id = $1', [
      poisoned.enrolment,
    ]);
    const faulted = () => plant.api.get<{ items: { id: string }[] }>('/enrolments?faulted=true');
    await eventually(faulted, ({ body }) => body.items.some(({ id }) => id === poisoned.enrolment));
    const healthy = await trained();
    await climbedToTheTop(healthy.enrolment);
    expect(await plant.workerHealth()).toBe(200);
  });

  it('sends every message once with two workers at once', async () => {
    await plant.secondWorker();
    const { team, enrolment } = await trained();
    await climbedToTheTop(enrolment);
    expect([...(await arrivals(team)).values()].filter((times) => times !== 1)).toEqual([]);
  });

  it('has lost no fact: every log is numbered without a gap, and every nudge that was sent is in it', async () => {
    const gaps = await sql(
      `SELECT enrolment_id FROM fact GROUP BY enrolment_id HAVING max(seq) <> count(*) OR min(seq) <> 1`,
    );
    expect(gaps).toEqual([]);
    const untold = await sql(
      `SELECT 1 FROM nudge n WHERE n.state = 'handedOver' AND NOT EXISTS (
         SELECT 1 FROM fact f WHERE f.enrolment_id = n.enrolment_id AND f.kind = 'handedOver'
            AND f.data ->> 'obligation' = n.obligation AND (f.data ->> 'rung')::int = n.rung)`,
    );
    expect(untold).toEqual([]);
  });

  it('has kept every promise but that of the poisoned enrolment, which nobody but a person can mend', async () => {
    const silent = { info() {}, warn() {}, error() {} };
    const { checkPromises } = createPromiseKeeping({
      dataSource: plant.api.dataSource,
      // A quarter of an hour on, when what is late by now would be found.
      shift: shiftBy(15 * MINUTE),
      log: silent,
    });
    const round = async (): Promise<unknown[]> => {
      const environment = new MockActivityEnvironment({ scheduledTimestampMs: Date.now() });
      const open = await environment.run<[], Readonly<Record<string, number>>, typeof checkPromises>(
        checkPromises,
      );
      return Object.entries(open).filter(([, count]) => count > 0);
    };
    await eventually(round, (found) => JSON.stringify(found) === '[["loopFaulted",1]]', 60_000);
  });
});
