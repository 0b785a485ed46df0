import { signedIn, startTestApi, type TestApi } from '../../../test/support/api.js';
import { aCapability, deps, leads, lookAt, sendFile } from '../../../test/support/coaching.js';
import { addPerson, publishCadence } from '../../../test/support/organisation.js';
import { compose as composeWords } from '../../channels/wording/compose.js';
import { compose } from '../../composing/message.js';
import { createJobs } from '../../activities/jobs.js';
import { LAUNCH_WAVE } from '../../domain/cadence-templates.js';
import { HOUR } from '../../domain/time.js';
import { PROMISES } from '../../store/running/promises.js';
import { Rules } from '../../store/loops/rules.js';
import type { TrainedAnswer, WavesAnswer } from './waves.dto.js';

const DAY = 24 * HOUR;

let api: TestApi;
let owner: string;
let program: string;
let reps: { id: string; externalId: string; region: string | null }[];

const same = (time: number): number => time;

beforeEach(async () => {
  api = await startTestApi();
  owner = await addPerson(api, { role: 'programOwner', name: 'Olga' });
  const manager = await addPerson(api, { role: 'manager' });
  const { id: capability } = await aCapability(api);
  await api.made('/trainings', { code: 'OBJ', name: 'Objections', capabilityIds: [capability] });
  reps = [];
  // Five in the South, two in the North, one in the East, one of no region.
  for (const region of ['South', 'South', 'South', 'South', 'South', 'North', 'North', 'East', null]) {
    const id = await addPerson(api, region === null ? {} : { region });
    await leads(api, manager, id);
    const { externalId } = (await api.get<{ externalId: string }>(`/people/${id}`)).body;
    reps.push({ id, externalId, region });
  }
  await sendFile(
    api,
    'completions',
    `rep,training,completedAt\n${reps.map(({ externalId }) => `${externalId},OBJ,2026-03-01`).join('\n')}\n`,
  );
  const made = await api.made('/programs', {
    code: 'SECONDS',
    name: 'Seconds',
    function: 'commercial',
    ownerId: owner,
    cadenceVersionId: await publishCadence(api, 'Launch wave', LAUNCH_WAVE),
  });
  program = made.id;
  await api.ask('PUT', `/programs/${program}/capabilities`, {
    body: { capabilities: [{ capabilityId: capability }] },
  });
});
afterEach(() => api?.close());

const asOwner = () => signedIn(api, owner);
const launchIn = async (waves: object) => (await asOwner()).post(`/programs/${program}/launch`, { waves });
const planOf = async () =>
  (await (await asOwner()).get<WavesAnswer>(`/programs/${program}/waves`)).body.plan!;
const steer = async (how: 'hold' | 'go-on') => (await asOwner()).post(`/programs/${program}/waves/${how}`);
const open = async (wave: number) => (await asOwner()).post(`/programs/${program}/waves/next`, { wave });
const inWaves = (given: object = {}) => ({ regions: [['South'], ['North']], holdDays: 14, ...given });

/** Does what the workflows of all jobs that are open would do, until each waits or is done. */
async function run(): Promise<void> {
  const { launchBatch, waveBatch } = createJobs({
    ...deps(api),
    shift: { toDomain: same, toTemporal: same },
  });
  for (let round = 0; round < 2; round++) {
    const jobs = await api.dataSource.query<{ id: string; kind: string }[]>(
      `SELECT id, kind FROM job WHERE state <> 'done' AND kind IN ('rolloutWaves', 'rolloutLaunch') ORDER BY kind DESC`,
    );
    for (const { id, kind } of jobs)
      await (kind === 'rolloutWaves' ? waveBatch : launchBatch)(id, api.clock.now());
  }
}

const begun = async (): Promise<(string | null)[]> =>
  (
    await api.dataSource.query<{ region: string | null }[]>(
      `SELECT DISTINCT r.region FROM enrolment e JOIN person r ON r.id = e.rep_id WHERE e.program_id = $1`,
      [program],
    )
  )
    .map(({ region }) => region)
    .sort();

const loopsOfRep = async (id: string): Promise<number> =>
  (await api.dataSource.query<unknown[]>('SELECT 1 FROM enrolment WHERE rep_id = $1', [id])).length;

const toldTo = (person: string) =>
  api.dataSource.query<{ id: string; subject: string; rung: number }[]>(
    `SELECT id, obligation AS subject, rung FROM nudge WHERE person_id = $1 ORDER BY obligation, rung`,
    [person],
  );

/** What a message with everything that is queued for somebody would say now. */
async function read(person: string): Promise<string> {
  const tx = api.dataSource.manager;
  const delivery = '00000000-0000-4000-8000-00000000000d';
  await tx.query(
    `INSERT INTO delivery (id, person_id, lane, channel, other_channels, state, created_at)
     VALUES ($1, $2, 0, 'email', '{}', 'sending', now()) ON CONFLICT DO NOTHING`,
    [delivery, person],
  );
  await tx.query(`UPDATE nudge SET delivery_id = $1, state = 'claimed' WHERE person_id = $2`, [
    delivery,
    person,
  ]);
  const row = { id: delivery, personId: person, waiting: 0 } as Parameters<typeof compose>[1];
  const message = await compose(tx, row, new Rules(), 'http://app', api.clock.now());
  if (message === null) return '';
  const { subject, cards } = composeWords(message);
  return [subject, ...cards.flatMap(({ headline, about, lines }) => [headline, about, ...lines])].join('\n');
}

describe('a program that is rolled out region by region', () => {
  it('says before whom it would reach, begins with the first wave, and goes on once the hold is over', async () => {
    const trained = await (await asOwner()).get<TrainedAnswer>(`/programs/${program}/trained`);
    expect(trained.body.items).toEqual(
      expect.arrayContaining([
        { region: 'South', reps: 5, loops: 5 },
        { region: null, reps: 1, loops: 1 },
      ]),
    );
    expect((await launchIn(inWaves())).status).toBe(201);
    const launchedAt = api.clock.now();
    await run();
    expect(await begun()).toEqual(['South']);
    expect(await planOf()).toMatchObject({
      course: 'going',
      waves: [
        { number: 1, regions: ['South'], begun: { reps: 5, loops: 5 }, ahead: { loops: 0 } },
        {
          number: 2,
          opensAt: new Date(launchedAt + 14 * DAY).toISOString(),
          // Whoever's region no wave names comes with the last.
          ahead: { reps: 4, loops: 4 },
        },
      ],
    });

    api.clock.time = launchedAt + 14 * DAY - 1;
    await run();
    expect(await begun()).toEqual(['South']);
    api.clock.time += 1;
    await run();
    expect(await begun()).toEqual(['East', 'North', 'South', null]);
    expect(await planOf()).toMatchObject({ course: 'over' });
    expect((await toldTo(owner)).map(({ subject, rung }) => [subject, rung])).toEqual([
      [`wave/${program}/1`, 0],
    ]);
    expect(await read(owner)).toContain(
      'Seconds: wave 2 of 2 has begun\nNorth and all regions that no wave names',
    );
    // Its dates count from its own beginning.
    const late = await api.dataSource.query<{ at: number }[]>(
      `SELECT DISTINCT (f.data ->> 'launchedAt')::float8 AS at FROM fact f WHERE f.kind = 'trained' ORDER BY 1`,
    );
    expect(late.map(({ at }) => at)).toEqual([launchedAt, launchedAt + 14 * DAY]);
  });

  it('stops where a rule says so, tells its owner why, and goes on only by their word', async () => {
    await launchIn(inWaves({ stopWhen: { seenBelow: 0.5 } }));
    await run();
    for (const { id } of await api.dataSource.query<{ id: string }[]>('SELECT id FROM enrolment'))
      await lookAt(api, id);
    api.clock.time += 14 * DAY;
    await run();
    expect(await planOf()).toMatchObject({ course: 'stopped', because: ['seenBelow'] });
    expect(await begun()).toEqual(['South']);
    expect(await read(owner)).toContain('fewer than 50% have been seen once');
    api.clock.time += 30 * DAY;
    await run();
    expect(await begun()).toEqual(['South']);
    expect((await steer('go-on')).status).toBe(409);
    expect((await open(2)).status).toBe(200);
    // What is decided needs no message any more.
    expect(await read(owner)).toBe('');
    await run();
    expect(await begun()).toContain('North');
  });

  it('waits while it is held, and opens the next wave at once where its owner says so', async () => {
    await launchIn(inWaves({ regions: [['South'], ['North'], ['East']] }));
    await run();
    expect((await steer('hold')).status).toBe(200);
    api.clock.time += 21 * DAY;
    await run();
    expect(await begun()).toEqual(['South']);
    // It stands as it should.
    const standing = PROMISES.find(({ code }) => code === 'jobStanding')!;
    const found = await api.dataSource.query<{ subject: string }[]>(standing.query, [
      new Date(api.clock.now()),
      null,
      100,
    ]);
    const [{ id }] = await api.dataSource.query<[{ id: string }]>('SELECT job_id AS id FROM wave_plan');
    expect(found.map(({ subject }) => subject)).not.toContain(id);
    await open(2);
    await run();
    expect(await begun()).toEqual(['North', 'South']);
    api.clock.time += 14 * DAY;
    await run();
    expect(await begun()).toEqual(['East', 'North', 'South', null]);
    expect((await steer('hold')).status).toBe(409);
  });

  it('lets nobody in whose wave has not begun, though they are trained later', async () => {
    await launchIn(inWaves());
    await run();
    const north = reps.find(({ region }) => region === 'North')!;
    await sendFile(api, 'completions', `rep,training,completedAt\n${north.externalId},OBJ,2026-03-02\n`);
    await run();
    expect(await begun()).toEqual(['South']);
  });

  it('opens one wave where two people open it at once, and none that is not the next', async () => {
    await launchIn(inWaves({ regions: [['South'], ['North'], ['East']] }));
    await run();
    const answers = await Promise.all([open(2), open(2)]);
    expect(answers.map(({ status }) => status).sort()).toEqual([200, 409]);
    expect((await open(2)).body).toMatchObject({ code: 'waveNotNext' });
    const { waves } = await planOf();
    expect(waves.map(({ openedAt }) => openedAt !== null)).toEqual([true, true, false]);
  });

  it('begins with nobody who has left while it was held back, until they are back', async () => {
    await launchIn(inWaves());
    await run();
    const [left, stays] = reps.filter(({ region }) => region === 'North');
    await api.ask('PATCH', `/people/${left!.id}`, { body: { activeUntil: '2026-03-03' } });
    api.clock.time += 14 * DAY;
    expect((await planOf()).waves[1]).toMatchObject({ ahead: { reps: 3, loops: 3 } });
    await run();
    expect(await loopsOfRep(stays!.id)).toBe(1);
    expect(await loopsOfRep(left!.id)).toBe(0);
    await api.ask('PATCH', `/people/${left!.id}`, { body: { activeUntil: null } });
    await run();
    expect(await loopsOfRep(left!.id)).toBe(1);
  });

  it('begins with whoever moves to a region that has begun, at once', async () => {
    await launchIn(inWaves());
    await run();
    await steer('hold');
    const [one] = reps.filter(({ region }) => region === 'North');
    await api.ask('PATCH', `/people/${one!.id}`, { body: { region: 'South' } });
    await run();
    expect(await loopsOfRep(one!.id)).toBe(1);
    expect((await planOf()).waves[1]).toMatchObject({ ahead: { reps: 3 } });
  });

  it('changes what has not begun, and nothing that has; of two people who change it one hears 412', async () => {
    await launchIn(inWaves({ regions: [['South'], ['North'], ['East']] }));
    await run();
    const launchedAt = api.clock.now();
    const { revision } = (await (await asOwner()).get<WavesAnswer>(`/programs/${program}/waves`)).body;
    const change = async (body: object, ifMatch = `"${revision}"`) =>
      (await asOwner()).ask('PUT', `/programs/${program}/waves`, { body, headers: { 'if-match': ifMatch } });
    const other = { regions: [['East'], ['North']], holdDays: 7, stopWhen: {} };
    expect((await change({ ...other, regions: [['South', 'North']] })).status).toBe(422);
    expect((await change({ ...other, regions: [['Noth']] })).status).toBe(422);
    expect((await change({ ...other, regions: [] })).status).toBe(400);
    const answers = await Promise.all([change(other), change({ ...other, holdDays: 9 })]);
    expect(answers.map(({ status }) => status).sort()).toEqual([200, 412]);
    const { revision: now } = (await (await asOwner()).get<WavesAnswer>(`/programs/${program}/waves`)).body;
    expect((await change(other, `"${now}"`)).status).toBe(200);
    expect((await planOf()).waves.map(({ regions, openedAt }) => [regions, openedAt !== null])).toEqual([
      [['South'], true],
      [['East'], false],
      [['North'], false],
    ]);
    api.clock.time = launchedAt + 7 * DAY;
    await run();
    expect(await begun()).toEqual(['East', 'South']);
    await change({ ...other, regions: [['North']] }, `"${now}"`);
    // Somebody reads the page from before the wave began.
    expect((await change(other, `"${now}"`)).status).toBe(412);
    const stranger = await signedIn(api, await addPerson(api, { role: 'programOwner' }));
    expect([403, 404]).toContain(
      (await stranger.ask('PUT', `/programs/${program}/waves`, { body: other })).status,
    );
  });

  it('stays stopped whatever is changed, so that no rule can be turned until it says a figure', async () => {
    await launchIn(inWaves({ stopWhen: { seenBelow: 0.5 } }));
    await run();
    api.clock.time += 14 * DAY;
    await run();
    const body = { regions: [['North']], holdDays: 1, stopWhen: {} };
    expect((await (await asOwner()).ask('PUT', `/programs/${program}/waves`, { body })).status).toBe(200);
    await run();
    expect(await planOf()).toMatchObject({ course: 'stopped', holdDays: 1 });
    expect(await begun()).toEqual(['South']);
  });

  it('refuses regions that nobody is of, and rules that could never hold anything back', async () => {
    const unknown = await launchIn(inWaves({ regions: [['South'], ['Noth']] }));
    expect(unknown.status).toBe(422);
    expect(JSON.stringify(unknown.body)).toContain('Noth');
    for (const stopWhen of [{ stalledAbove: 1 }, { disputedAbove: 1 }, { seenBelow: 0 }])
      expect((await launchIn(inWaves({ stopWhen }))).status).toBe(400);
    expect((await launchIn(inWaves({ stopWhen: { stalledAbove: 0, seenBelow: 1 } }))).status).toBe(201);
  });

  it('refuses waves that make no sense, and steering by others', async () => {
    expect((await launchIn(inWaves({ regions: [['South'], ['South']] }))).status).toBe(400);
    expect((await launchIn(inWaves({ regions: [['South']] }))).status).toBe(400);
    expect((await launchIn(inWaves({ holdDays: 0 }))).status).toBe(400);
    await launchIn(inWaves());
    const other = await signedIn(api, await addPerson(api, { role: 'programOwner' }));
    expect([403, 404]).toContain((await other.post(`/programs/${program}/waves/next`, { wave: 2 })).status);
  });
});
