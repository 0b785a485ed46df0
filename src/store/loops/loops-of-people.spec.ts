import type { EntityManager } from 'typeorm';
import { startTestApi, type TestApi } from '../../../test/support/api.js';
import { aTeam, leads, openLoop, type Team } from '../../../test/support/coaching.js';
import { addPerson } from '../../../test/support/organisation.js';
import { loopsOf } from '../programs/rollouts.js';

/** What EXPLAIN says of one node of a plan. */
interface Node {
  'Relation Name'?: string;
  'Actual Rows': number;
  'Actual Loops': number;
  'Rows Removed by Filter'?: number;
  Plans?: Node[];
}

const rowsRead = (node: Node, table: string): number =>
  (node['Relation Name'] === table
    ? (node['Actual Rows'] + (node['Rows Removed by Filter'] ?? 0)) * node['Actual Loops']
    : 0) + (node.Plans ?? []).reduce((sum, plan) => sum + rowsRead(plan, table), 0);

describe('the loops that a change of people concerns', () => {
  let api: TestApi;
  let team: Team;
  let loops: string[];
  beforeAll(async () => {
    api = await startTestApi();
    team = await aTeam(api);
    loops = [await openLoop(api, team)];
    const colleague = await addPerson(api);
    await leads(api, team.manager, colleague);
    loops.push(await openLoop(api, { ...team, rep: colleague }));
    await openLoop(api, await aTeam(api));
  });
  afterAll(() => api?.close());

  const of = async (...people: string[]) =>
    (await loopsOf(api.dataSource.manager, { personIds: people, programId: null }, null, 500)).map(
      ({ id }) => id,
    );

  it('are those of a rep, of whoever leads or stands in, of a co-coach, and of a whole program', async () => {
    const [delegate, coach, sponsor] = [await addPerson(api), await addPerson(api), await addPerson(api)];
    await api.ask('PUT', `/people/${team.manager}/delegate`, { body: { delegateId: delegate } });
    await api.ask('PATCH', `/programs/${team.program.id}`, { body: { sponsorId: sponsor } });
    await api.made(`/people/${team.rep}/co-coaches`, { coachId: coach });
    expect(await of(team.rep)).toEqual([loops[0]]);
    expect(await of(coach)).toEqual([loops[0]]);
    for (const person of [team.manager, delegate, team.secondLine, team.owner, sponsor])
      expect(await of(person)).toEqual(loops);
    expect(await of(await addPerson(api))).toEqual([]);
  });

  it('come in pages, each loop once, though several of the people take part in it', async () => {
    const people = { personIds: [team.rep, team.manager, team.owner], programId: null };
    const [first] = await loopsOf(api.dataSource.manager, people, null, 1);
    expect(first?.roster.manager?.person).toBe(team.manager);
    const [second] = await loopsOf(api.dataSource.manager, people, first!.id, 1);
    expect([first?.id, second?.id]).toEqual(loops);
    expect(await loopsOf(api.dataSource.manager, people, second!.id, 1)).toEqual([]);
  });

  it('are found by indexes: in a large organisation nobody else’s loop is read', async () => {
    await aThousandMore();
    let read = NaN;
    const { manager } = api.dataSource;
    const explained = Object.assign(Object.create(manager) as EntityManager, {
      query: async (text: string, values: unknown[]) => {
        const [row] = (await manager.query(`EXPLAIN (ANALYZE, FORMAT JSON) ${text}`, values)) as {
          'QUERY PLAN': [{ Plan: Node }];
        }[];
        read = rowsRead(row!['QUERY PLAN'][0].Plan, 'enrolment');
        return [];
      },
    });
    await loopsOf(explained, { personIds: [team.rep], programId: null }, null, 10);
    // Found once, and read once for what it says.
    expect(read).toBe(2);
    await loopsOf(explained, { personIds: [team.owner], programId: null }, null, 10);
    expect(read).toBeLessThanOrEqual(20);
  });

  /** Reps of another line, each with a loop in a program of another owner and in one of ours. */
  async function aThousandMore(): Promise<void> {
    const { dataSource } = api;
    const strangers = await aTeam(api);
    await openLoop(api, strangers);
    await dataSource.query(
      `INSERT INTO person SELECT p.* FROM person t, generate_series(1, 1000) n,
         jsonb_populate_record(t, jsonb_build_object('id', gen_random_uuid(), 'external_id', 'more-' || n, 'email', n || '@more.example')) p
        WHERE t.id = $1`,
      [strangers.rep],
    );
    await dataSource.query(
      `INSERT INTO enrolment SELECT e.* FROM enrolment t, person p,
         jsonb_populate_record(t, jsonb_build_object('id', gen_random_uuid(), 'rep_id', p.id)) e
        WHERE p.external_id LIKE 'more-%' AND t.rep_id = ANY($1)`,
      [[strangers.rep, team.rep]],
    );
    await dataSource.query(`UPDATE enrolment SET manager_id = $1 WHERE rep_id <> ALL($2)`, [
      strangers.manager,
      [team.rep],
    ]);
    await dataSource.query('ANALYZE');
  }
});
