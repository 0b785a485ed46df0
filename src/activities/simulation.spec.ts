import { MockActivityEnvironment } from '@temporalio/testing';
import type { DataSource } from 'typeorm';
import { signedIn, startTestApi, type TestApi } from '../../test/support/api.js';
import { aLineBeside, aTeam, deps, lookAt, openLoop, type Team } from '../../test/support/coaching.js';
import type { SimulationAnswer } from '../api/simulations/simulations.dto.js';
import { DEMO_SECONDS, LAUNCH_WAVE, SLOW_BURN } from '../domain/cadence-templates.js';
import type { Activities } from './index.js';
import type { Next } from './shift.js';
import { createSimulation } from './simulation.js';

let api: TestApi;
let team: Team;
beforeEach(async () => {
  api = await startTestApi();
  team = await aTeam(api, LAUNCH_WAVE);
  for (const one of [team, await aLineBeside(api, team), await aLineBeside(api, team)])
    await lookAt(api, await openLoop(api, one));
});
afterEach(() => api?.close());

const at = (path = ''): string => `/programs/${team.program.id}/cadence/simulations${path}`;
const order = async (body: object) =>
  (await signedIn(api, team.owner)).post<SimulationAnswer>(at(), { weeks: 8, runs: 3, seed: 7, ...body });
const read = async (id: string): Promise<SimulationAnswer> =>
  (await (await signedIn(api, team.owner)).get<SimulationAnswer>(at(`/${id}`))).body;

/**
 * Does what the workflow of a simulation would do.
 * @param before what happens before a statement outside a transaction is sent to Postgres
 */
async function play(id: string, before: (sql: string) => Promise<void> = async () => {}): Promise<void> {
  const same = (time: number): number => time;
  const { manager } = api.app;
  const query = async (sql: string, parameters: unknown[]): Promise<unknown> => {
    await before(sql);
    return manager.query(sql, parameters);
  };
  const dataSource = Object.create(api.app, {
    manager: { value: Object.create(manager, { query: { value: query } }) as unknown },
  }) as DataSource;
  const { play: run } = createSimulation({
    ...deps(api),
    dataSource,
    shift: { toDomain: same, toTemporal: same },
  });
  await new MockActivityEnvironment().run<Parameters<Activities['play']>, Next, Activities['play']>(
    run,
    id,
    api.clock.now(),
  );
}

const figure = ({ result }: SimulationAnswer, name: string) =>
  result!.figures.find((one) => one.name === name)!;

describe('a cadence that is played over the open loops of its program', () => {
  it('is compared with the one in force under the same chances, and stores nothing but what came out', async () => {
    const facts = async (): Promise<number> => (await api.dataSource.query('SELECT 1 FROM fact')).length;
    const before = await facts();
    const silent = Object.fromEntries(Object.keys(LAUNCH_WAVE.ladders).map((ladder) => [ladder, []]));
    const { status, body } = await order({ document: { ...LAUNCH_WAVE, ladders: silent } });
    expect({ status, state: body.state, result: body.result }).toEqual({
      status: 201,
      state: 'going',
      result: null,
    });
    await play(body.id);
    const done = await read(body.id);
    expect(done).toMatchObject({ state: 'done', played: 3, runs: 3, seed: 7, result: { loops: 3, left: 0 } });
    // Without a ladder nothing goes above the manager, whoever behaves how; by the one in force something may.
    const above = figure(done, 'toSecondLine');
    expect(above.tried).toEqual({ low: 0, middle: 0, high: 0 });
    expect(above.difference!.middle).toBeCloseTo(-above.beside!.middle);
    expect(done.result!.mostTold.map(({ manager }) => manager.name)).toContain(
      (await api.get<{ name: string }>(`/people/${team.manager}`)).body.name,
    );
    expect(await facts()).toBe(before);
  });

  it('comes to the same whenever it is repeated with its seed, also after more has happened', async () => {
    const first = (await order({ document: LAUNCH_WAVE })).body.id;
    const second = (await order({ document: LAUNCH_WAVE })).body.id;
    await play(first);
    api.clock.time += 60_000;
    await openLoop(api, await aLineBeside(api, team));
    await play(second);
    expect((await read(second)).result).toEqual((await read(first)).result);
    // The same cadence under the same chances differs in nothing.
    for (const { difference } of (await read(first)).result!.figures)
      expect(difference).toEqual({ low: 0, middle: 0, high: 0 });
  });

  it('can be cancelled, and is not kept then', async () => {
    const { id } = (await order({ document: SLOW_BURN })).body;
    const cancel = async () => (await signedIn(api, team.owner)).post<SimulationAnswer>(at(`/${id}/cancel`));
    expect((await cancel()).body.state).toBe('cancelled');
    await play(id);
    expect(await read(id)).toMatchObject({ state: 'cancelled', played: 0, result: null });
    expect((await cancel()).status).toBe(409);
  });

  it('is not kept either where it is cancelled while its last run is played', async () => {
    const { id } = (await order({ document: SLOW_BURN, runs: 1 })).body;
    await play(id, async (sql) => {
      if (!sql.startsWith('UPDATE job')) return;
      expect((await (await signedIn(api, team.owner)).post(at(`/${id}/cancel`))).status).toBe(200);
    });
    expect(await read(id)).toMatchObject({ state: 'cancelled', result: null });
  });

  it('is tried again where Postgres does not answer, rather than called impossible', async () => {
    const { id } = (await order({ document: SLOW_BURN, runs: 2 })).body;
    let runs = 0;
    const away = async (sql: string): Promise<void> => {
      if (sql.startsWith('UPDATE job') && ++runs === 2) throw new Error('the connection is closed');
    };
    await expect(play(id, away)).rejects.toThrow('SIMULATION_NOT_STORED');
    expect(await read(id)).toMatchObject({ state: 'going', played: 1, result: null });
    await play(id);
    expect(await read(id)).toMatchObject({ state: 'done', played: 2 });
  });

  it('is one that counts in days, to a level that there is, over a program with open loops', async () => {
    expect(await order({ document: DEMO_SECONDS })).toMatchObject({
      status: 422,
      body: { detail: expect.stringMatching(/counts in hours or shorter/) },
    });
    const adoption = { ...SLOW_BURN.adoption, level: 'master' };
    expect(await order({ document: { ...SLOW_BURN, adoption } })).toMatchObject({
      status: 422,
      body: { detail: expect.stringMatching(/level "master"/) },
    });
    await api.dataSource.query('UPDATE enrolment SET ended_at = now()');
    expect(await order({ document: SLOW_BURN })).toMatchObject({
      status: 409,
      body: { detail: expect.stringMatching(/Launch it first/) },
    });
  });

  it('is for whoever owns the program, and nobody else', async () => {
    for (const person of [team.manager, team.secondLine, team.rep]) {
      const reply = await (await signedIn(api, person)).post(at(), { document: SLOW_BURN });
      expect(reply.status).toBe(403);
    }
  });
});
