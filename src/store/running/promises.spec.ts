import { startTestApi, type TestApi } from '../../../test/support/api.js';
import { aTeam, lookAt, openLoop } from '../../../test/support/coaching.js';
import { toIso } from '../../domain/time.js';
import { openLanes } from '../messages/deliveries.js';
import { PROMISES } from './promises.js';

/** What EXPLAIN says of one node of a plan. */
interface Node {
  'Node Type': string;
  'Relation Name'?: string;
  'Actual Rows': number;
  'Actual Loops': number;
  'Rows Removed by Filter'?: number;
  Plans?: Node[];
}

const nodes = (node: Node): Node[] => [node, ...(node.Plans ?? []).flatMap(nodes)];

/** In a database with some thousand healthy rows of each kind. */
describe('checking a promise', () => {
  let api: TestApi;
  beforeAll(async () => {
    api = await startTestApi();
    const { dataSource } = api;
    const team = await aTeam(api);
    const enrolment = await openLoop(api, team);
    await lookAt(api, enrolment);
    await openLanes(dataSource.manager, 8);
    await dataSource.query(`UPDATE job SET state = 'done', applied_seq = ring_seq`);
    await dataSource.query(
      `INSERT INTO person SELECT p.* FROM person t, generate_series(1, 3000) n,
         jsonb_populate_record(t, jsonb_build_object('id', gen_random_uuid(), 'external_id', 'more-' || n, 'email', n || '@more.example')) p
        WHERE t.id = $1`,
      [team.rep],
    );
    await dataSource.query(
      `INSERT INTO enrolment SELECT e.* FROM enrolment t, person p,
         jsonb_populate_record(t, jsonb_build_object('id', gen_random_uuid(), 'rep_id', p.id)) e WHERE p.external_id LIKE 'more-%'`,
    );
    await dataSource.query(
      `INSERT INTO fact SELECT f.* FROM fact t, enrolment e,
         jsonb_populate_record(t, jsonb_build_object('id', gen_random_uuid(), 'enrolment_id', e.id)) f
        WHERE t.enrolment_id = $1 AND e.id <> $1`,
      [enrolment],
    );
    await dataSource.query(
      `INSERT INTO nudge (id, enrolment_id, obligation, rung, audience, person_id, lane, slot_at, via, stall, state, queued_at, handed_over_at)
       SELECT gen_random_uuid(), e.id, 'observe/old', r, 'manager', e.rep_id, r, '2026-01-01', '{email}', false, 'handedOver', '2026-01-01', '2026-01-01'
         FROM enrolment e, generate_series(0, 3) r`,
    );
    await dataSource.query(
      `INSERT INTO delivery (id, person_id, lane, channel, other_channels, state, created_at)
       SELECT gen_random_uuid(), person_id, lane, 'email', '{}', 'handedOver', '2026-01-01' FROM nudge`,
    );
    await dataSource.query(
      `INSERT INTO job SELECT j.* FROM job t, generate_series(1, 3000) n,
         jsonb_populate_record(t, jsonb_build_object('id', gen_random_uuid(), 'done', n)) j
        WHERE t.id = (SELECT id FROM job LIMIT 1)`,
    );
    await dataSource.query('ANALYZE');
  });
  afterAll(() => api?.close());

  it.each(PROMISES)('reads by indexes, and next to nothing while it holds: $code', async ({ query }) => {
    const [row] = await api.app.query<{ 'QUERY PLAN': [{ Plan: Node }] }[]>(
      `EXPLAIN (ANALYZE, FORMAT JSON) ${query}`,
      [toIso(api.clock.now()), null, 500],
    );
    const plan = nodes(row!['QUERY PLAN'][0].Plan);
    const large = plan.filter((node) =>
      ['enrolment', 'nudge', 'delivery', 'job', 'fact'].includes(node['Relation Name'] ?? ''),
    );
    expect(large.filter((node) => node['Node Type'] === 'Seq Scan')).toEqual([]);
    const read = large.reduce(
      (sum, node) =>
        sum + (node['Actual Rows'] + (node['Rows Removed by Filter'] ?? 0)) * node['Actual Loops'],
      0,
    );
    expect(read).toBeLessThanOrEqual(20);
  });
});
