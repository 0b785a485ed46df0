import { startTestApi, type TestApi } from '../../../test/support/api.js';
import { aCapability, aProgram, launch, leads, sendFile } from '../../../test/support/coaching.js';
import { addPerson, aPerson, publishCadence } from '../../../test/support/organisation.js';
import type { ProgramStatusAnswer } from './program-status.dto.js';

let api: TestApi;
let program: { id: string };
let training: string;
let managers: string[];

beforeEach(async () => {
  api = await startTestApi();
  managers = [];
  for (const name of ['Lena', 'Tom', 'Eva', 'Ben'])
    managers.push(await addPerson(api, { name, role: 'manager' }));
  const capability = await aCapability(api);
  training = `TRAINING-${capability.code}`;
  await api.made('/trainings', { code: training, name: 'Training', capabilityIds: [capability.id] });
  const owner = await addPerson(api, { role: 'programOwner' });
  const cadenceVersionId = await publishCadence(api, 'Launch wave');
  program = await aProgram(api, { owner, cadenceVersionId, capability: capability.id });
});
afterEach(() => api?.close());

/** So many more reps of a region complete the training, led by these managers in turn; their loops open. */
async function join(count: number, region: string, by: string[], country = 'US'): Promise<string[]> {
  const reps: string[] = [];
  const lines: string[] = [];
  for (let index = 0; index < count; index++) {
    const person = aPerson({ region, country });
    const { id } = await api.made('/people', person);
    await leads(api, by[index % by.length]!, id);
    lines.push(`${person.externalId as string},${training},2026-03-01`);
    reps.push(id);
  }
  await sendFile(api, 'completions', `rep,training,completedAt\n${lines.join('\n')}\n`);
  await launch(api, program.id);
  return reps;
}

const statusOf = async (): Promise<ProgramStatusAnswer> =>
  (await api.get<ProgramStatusAnswer>(`/programs/${program.id}/status`)).body;

const cellOf = async (region: string) => (await statusOf()).cells.find((cell) => cell.region === region)!;

/** As the loops of these reps would say after some time. */
const adopt = (reps: readonly string[]): Promise<unknown> =>
  api.dataSource.query(`UPDATE enrolment SET adopted_at = now(), phase = 'sustain' WHERE rep_id = ANY($1)`, [
    reps,
  ]);

describe('the status of a program', () => {
  it('says where reps stand, each count with its denominator, and adds up', async () => {
    const reps = await join(14, 'South', managers);
    await adopt(reps.slice(0, 6));
    const cell = await cellOf('South');
    expect(cell).toMatchObject({
      reps: 14,
      adopted: { of: 14, counts: { adopted: 6, notAdopted: 8 }, other: null },
      phases: { of: 14, counts: { observe: 8 }, other: 6 },
      stalls: { suppressed: 'wouldRevealFew' },
    });
  });

  it('never says zero where a figure is suppressed, but that it is, and why', async () => {
    await join(4, 'North', managers);
    await join(12, 'West', managers.slice(0, 2));
    expect(await cellOf('North')).toMatchObject({
      reps: { suppressed: 'tooFewReps', says: 'Suppressed: fewer than 5 reps are counted here so far.' },
      phases: { suppressed: 'tooFewReps' },
    });
    const west = await cellOf('West');
    expect(west).toMatchObject({
      reps: 12,
      phases: { suppressed: 'tooFewManagers', says: expect.stringContaining('at least 3 managers') },
      adopted: { suppressed: 'wouldRevealFew' },
    });
  });

  it('does not move when one rep comes, and shows newcomers once they are enough', async () => {
    const reps = await join(10, 'South', managers);
    await adopt(reps.slice(0, 5));
    const before = (await statusOf()).cells;
    const [newcomer] = await join(1, 'South', managers);
    await adopt([newcomer!]);
    expect((await statusOf()).cells).toEqual(before);
    await join(3, 'South', managers);
    expect((await statusOf()).cells).toEqual(before);
    await join(1, 'South', managers);
    expect(await cellOf('South')).toMatchObject({ reps: 15, adopted: { of: 15, counts: { adopted: 6 } } });
  });

  it('does not move either when somebody goes to another region, or is enrolled again', async () => {
    const reps = await join(12, 'South', managers);
    await join(12, 'North', managers);
    const before = (await statusOf()).cells;
    await api.ask('PATCH', `/people/${reps[0]!}`, { body: { region: 'North' } });
    expect((await statusOf()).cells).toEqual(before);
    await api.dataSource.query(
      `WITH old AS (UPDATE enrolment SET ended_at = now() WHERE rep_id = $1 RETURNING *)
       INSERT INTO enrolment (id, program_id, capability_id, rubric_version_id, cadence_version_id, rep_id, manager_id, content_version, trained_at, opened_at)
       SELECT gen_random_uuid(), program_id, capability_id, rubric_version_id, cadence_version_id, rep_id, manager_id, '2', now(), now() FROM old`,
      [reps[1]],
    );
    expect((await statusOf()).cells).toEqual(before);
  });

  it('keeps whoever was counted where they were counted, whoever asks the database', async () => {
    await join(5, 'South', managers);
    await statusOf();
    await expect(api.dataSource.query(`UPDATE figure_place SET region = 'North'`)).rejects.toThrow(
      'takes no update',
    );
    await expect(api.dataSource.query('DELETE FROM figure_place')).rejects.toThrow('takes no delete');
  });

  it('asks in each cell what the strictest of its countries asks, and more where an organisation wants it', async () => {
    await join(6, 'South', managers, 'US');
    await join(6, 'East', managers, 'US');
    await join(1, 'East', managers, 'DE');
    expect(await cellOf('South')).toMatchObject({ reps: 6 });
    expect(await cellOf('East')).toMatchObject({
      reps: { says: expect.stringContaining('fewer than 8 reps') },
    });
    await api.ask('PUT', '/country-profiles', { body: { country: 'US', changes: { reps: 7 } } });
    expect(await cellOf('South')).toMatchObject({
      reps: { says: expect.stringContaining('fewer than 7 reps') },
    });
  });
});
