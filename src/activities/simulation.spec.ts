import { mapValues } from 'es-toolkit';
import { signedIn, startTestApi, type TestApi } from '../../test/support/api.js';
import { aLineBeside, aTeam, lookAt, openLoop, type Team } from '../../test/support/coaching.js';
import { playSimulation } from '../../test/support/simulating.js';
import type { SimulationAnswer } from '../api/simulations/simulations.dto.js';
import { DEMO_SECONDS, LAUNCH_WAVE, SLOW_BURN } from '../domain/cadence-templates.js';
import { ASSUMED, type Behaviour } from '../domain/simulation/behaviour.js';
import { saveBehaviour } from '../store/programs/simulations.js';

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

const play = (id: string, before?: (sql: string) => Promise<void>): Promise<void> =>
  playSimulation(api, id, before);

/** A loop that is over, and so part of no play but of its past. */
async function anEndedLoop(): Promise<string> {
  const loop = await openLoop(api, await aLineBeside(api, team));
  await api.dataSource.query('UPDATE enrolment SET ended_at = opened_at WHERE id = $1', [loop]);
  return loop;
}

/** Observations of so many visits, in turn by so many coaches, the first of them remote. */
const visitsOf = (
  loop: string,
  { visits, coaches, remote }: { visits: number; coaches: number; remote: number },
): Promise<unknown> =>
  api.dataSource.query(
    `INSERT INTO fact (enrolment_id, seq, id, kind, happened_at, recorded_at, data)
     SELECT e.id, (SELECT max(seq) FROM fact WHERE enrolment_id = e.id) + n, gen_random_uuid(), 'observed', e.opened_at, e.opened_at,
            jsonb_build_object('observationId', gen_random_uuid(), 'visitId', null, 'observer', 'coach-' || n % $3::int,
              'channel', CASE WHEN n <= $4::int THEN 'remote' ELSE 'faceToFace' END, 'customer', null, 'prompted', true, 'feedback', null)
       FROM enrolment e, generate_series(1, $2::int) n WHERE e.id = $1`,
    [loop, visits, coaches, remote],
  );

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

  it('says of the next weeks who hears what on which day, and for what visit days they are asked', async () => {
    const halved = { ...LAUNCH_WAVE, firstObservation: { within: 'P5D' } };
    const { id } = (await order({ document: halved })).body;
    // Chance is drawn by identities, which are new each time; of people who do nothing it is known what falls due.
    const none = <T extends object>(chances: T): T => mapValues(chances, () => 0) as T;
    const idle: Behaviour = { ...ASSUMED, unasked: none(ASSUMED.unasked), responds: none(ASSUMED.responds) };
    await saveBehaviour(api.app.manager, id, {
      behaviour: idle,
      figures: [],
      enough: { cases: 50, people: 10 },
    });
    await play(id);
    const { ahead } = (await read(id)).result!;
    expect(ahead.length).toBeGreaterThanOrEqual(2);
    const mine = (await api.get<{ name: string }>(`/people/${team.manager}`)).body.name;
    for (const { before, after, managers, left } of ahead) {
      expect(left).toBe(0);
      expect(managers.map(({ manager }) => manager.name)).toContain(mine);
      // What is said of all is what is said of each.
      const told = managers.map((one) => one.after.messages.reduce((sum, count) => sum + count, 0));
      expect(after.messages).toBe(told.reduce((sum, count) => sum + count, 0));
      expect(after.over).toBe(managers.filter((one) => one.after.asked > one.have).length);
      expect(before).not.toBeNull();
    }
    // The first observations of three reps fall due within these weeks by either.
    const asked = (which: 'before' | 'after') =>
      ahead.flatMap(({ managers }) => managers.map((one) => one[which]!.asked)).reduce((a, b) => a + b, 0);
    for (const which of ['before', 'after'] as const) expect(asked(which)).toBe(3);
    // Read again it is the same, also where it was kept before weeks were told.
    await api.dataSource.query(`UPDATE simulation SET result = result - 'ahead' WHERE id = $1`, [id]);
    expect((await read(id)).result!.ahead).toEqual([]);
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

  it('is played by how people have behaved where enough is known, and says where it is not', async () => {
    const figureOf = ({ behaviour }: SimulationAnswer, name: string) => {
      const { value, cases, lacks } = behaviour!.figures.find((one) => one.name === name)!;
      return { value, cases, lacks };
    };
    const first = (await order({ document: SLOW_BURN, runs: 1 })).body;
    expect(first.behaviour).toBeNull();
    await play(first.id);
    expect(figureOf(await read(first.id), 'visits.remote')).toEqual({ value: 0.3, cases: 0, lacks: 'cases' });

    const past = await anEndedLoop();
    await visitsOf(past, { visits: 60, coaches: 12, remote: 45 });
    const second = (await order({ document: SLOW_BURN, runs: 2 })).body.id;
    let runs = 0;
    const away = async (sql: string): Promise<void> => {
      if (sql.startsWith('UPDATE job') && ++runs === 2) throw new Error('the connection is closed');
    };
    await expect(play(second, away)).rejects.toThrow('SIMULATION_NOT_STORED');
    const known = await read(second);
    expect(figureOf(known, 'visits.remote')).toEqual({ value: 0.75, cases: 60, lacks: null });
    expect(figureOf(known, 'responds.manager')).toEqual({ value: 0.45, cases: 0, lacks: 'cases' });

    // What comes to light later changes no play that has begun, but the next.
    await visitsOf(past, { visits: 60, coaches: 12, remote: 0 });
    await play(second);
    expect(await read(second)).toMatchObject({ state: 'done', behaviour: known.behaviour });
    const third = (await order({ document: SLOW_BURN, runs: 1 })).body.id;
    await play(third);
    expect(figureOf(await read(third), 'visits.remote')).toEqual({ value: 0.38, cases: 120, lacks: null });
  });

  it('is not played by what was put into a history afterwards, nor by what few people did', async () => {
    const remote = async () => {
      const { id } = (await order({ document: SLOW_BURN, runs: 1 })).body;
      await play(id);
      return (await read(id)).behaviour!.figures.find(({ name }) => name === 'visits.remote');
    };
    await visitsOf(await anEndedLoop(), { visits: 60, coaches: 9, remote: 60 });
    expect(await remote()).toMatchObject({ value: 0.3, cases: 60, lacks: 'people' });
    await api.dataSource.query('UPDATE program SET backfilled = true');
    expect(await remote()).toMatchObject({ value: 0.3, cases: 0, lacks: 'cases' });
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
