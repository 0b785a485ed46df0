import type { DataSource } from 'typeorm';
import { startTestApi, type TestApi } from './support/api.js';
import { aTeam, launch, openLoop } from './support/coaching.js';

describe('the database', () => {
  let api: TestApi;
  let enrolment: string;
  const sql = <T = unknown>(text: string, values: unknown[] = []): Promise<T[]> =>
    api.dataSource.query<T[]>(text, values);

  beforeAll(async () => {
    api = await startTestApi();
    enrolment = await openLoop(api, await aTeam(api));
  });
  afterAll(() => api?.close());

  it('is what the entities say, after the migrations alone', async () => {
    expect(await difference(api.dataSource)).toEqual([]);
  });

  it.each(['fact', 'calendar_version', 'rubric_version', 'cadence_version'])(
    'takes no update, delete or truncate of %s',
    async (table) => {
      const column = table === 'fact' ? 'kind' : 'version';
      await expect(sql(`UPDATE ${table} SET ${column} = ${column}`)).rejects.toThrow('takes no update');
      await expect(sql(`DELETE FROM ${table}`)).rejects.toThrow('takes no delete');
      await expect(sql(`TRUNCATE ${table} CASCADE`)).rejects.toThrow('takes no truncate');
    },
  );

  it('holds one open enrolment per rep, capability and program, and numbers its facts without a gap', async () => {
    await expect(
      sql(
        `INSERT INTO enrolment (id, program_id, capability_id, rubric_version_id, cadence_version_id, rep_id, content_version, trained_at, opened_at)
         SELECT gen_random_uuid(), program_id, capability_id, rubric_version_id, cadence_version_id, rep_id, '1', now(), now() FROM enrolment WHERE id = $1`,
        [enrolment],
      ),
    ).rejects.toThrow('enrolment_one_open');
    const facts = await sql<{ seq: number }>('SELECT seq FROM fact WHERE enrolment_id = $1 ORDER BY seq', [
      enrolment,
    ]);
    expect(facts.map(({ seq }) => seq)).toEqual(facts.map((_, index) => index + 1));
  });

  it('opens no second loop when the launch runs again', async () => {
    const [{ program_id: program }] = (await sql<{ program_id: string }>(
      'SELECT program_id FROM enrolment WHERE id = $1',
      [enrolment],
    )) as [{ program_id: string }];
    expect(await launch(api, program)).toBe(0);
  });

  it('holds one nudge per obligation and rung', async () => {
    const nudge = `INSERT INTO nudge (id, enrolment_id, obligation, rung, audience, person_id, lane, slot_at, via, stall, queued_at)
      SELECT gen_random_uuid(), id, 'observe/first', 0, 'manager', rep_id, 0, now(), '{email}', false, now() FROM enrolment WHERE id = $1`;
    await sql(nudge, [enrolment]);
    await expect(sql(nudge, [enrolment])).rejects.toThrow('nudge_key');
  });
});

async function difference(dataSource: DataSource): Promise<string[]> {
  const { upQueries } = await dataSource.driver.createSchemaBuilder().log();
  return upQueries.map(({ query }) => query);
}
