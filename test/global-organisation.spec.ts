import { createDataSource } from '../src/entities/data-source.js';
import type { DataSource } from 'typeorm';
import { look } from '../src/activities/looking.js';
import { LAUNCH_WAVE } from '../src/domain/cadence-templates.js';
import { releaseFigures } from '../src/store/figures/releases.js';
import { checkCounts } from '../src/store/figures/counts.js';
import { Rules } from '../src/store/loops/rules.js';
import { inTransaction } from '../src/store/transaction.js';
import { aGlobalOrganisation, type GlobalOrganisation } from '../bench/organisation/global.js';
import { live } from '../bench/organisation/lives.js';
import { freshDatabase, type FreshDatabase } from './support/database.js';

/** The company that measurements are made with: what it has behind it must be what the product would have stored. */
describe('a generated company', () => {
  const now = Date.parse('2026-09-16T06:00:00Z');
  let database: FreshDatabase;
  let dataSource: DataSource;
  let org: GlobalOrganisation;
  beforeAll(async () => {
    database = await freshDatabase();
    dataSource = await createDataSource({
      url: database.url,
      poolSize: 4,
      applicationName: 'test',
    }).initialize();
    org = await aGlobalOrganisation(dataSource, { reps: 240, capabilities: 1 }, now);
  });
  afterAll(async () => {
    await dataSource?.destroy();
    await database?.drop();
  });

  const STANDING = `SELECT to_jsonb(e) - '{lane,wake_at,why}'::text[] AS row FROM enrolment e ORDER BY id`;
  const factsOf = async (): Promise<number> =>
    ((await dataSource.query('SELECT count(*)::int AS count FROM fact')) as [{ count: number }])[0].count;

  it('has logs on which the product’s own rules have nothing to add, and stands as they say', async () => {
    const silent = { info() {}, warn() {}, error() {} };
    const deps = { dataSource, rules: new Rules(), lanes: 8, spread: 0, build: 'test', log: silent };
    const before = await dataSource.query<unknown[]>(STANDING);
    const ids = await dataSource.query<{ id: string }[]>('SELECT id FROM enrolment ORDER BY id');
    expect(ids).toHaveLength(org.loops);
    expect(await factsOf()).toBe(org.facts);
    for (const { id } of ids) expect((await look(id, now, deps)).phase).not.toBe('fault');
    expect(await factsOf()).toBe(org.facts);
    expect(await dataSource.query(STANDING)).toEqual(before);
  });

  it('refers to nobody and nothing that is not there', async () => {
    const keys = await dataSource.query<{ table: string; name: string }[]>(
      `SELECT conrelid::regclass::text AS table, conname AS name FROM pg_constraint WHERE contype = 'f' AND conrelid::regclass::text IN
        ('enrolment', 'fact', 'joint_visit', 'joint_visit_observer', 'observation', 'feedback', 'acknowledgement', 'development_action', 'nudge')`,
    );
    expect(keys.length).toBeGreaterThan(10);
    for (const { table, name } of keys) {
      const [{ definition }] = await dataSource.query<[{ definition: string }]>(
        `SELECT pg_get_constraintdef(oid) AS definition FROM pg_constraint WHERE conname = $1 AND conrelid = $2::regclass`,
        [name, table],
      );
      // Added anew, a key is asked of every row.
      await dataSource.query(
        `ALTER TABLE ${table} DROP CONSTRAINT ${name}, ADD CONSTRAINT ${name} ${definition}`,
      );
    }
  });

  it('behaves as people do: some coach, some never, some argue, and what was learned is lost again', async () => {
    const rows = await dataSource.query<{ kind: string }[]>('SELECT DISTINCT kind FROM fact');
    expect(rows.map(({ kind }) => kind)).toEqual(
      expect.arrayContaining([
        'observed',
        'feedbackGiven',
        'disputed',
        'regrouped',
        'noOpportunity',
        'corrected',
        'actionVerified',
        'stalled',
        'adopted',
        'lapsed',
        'withdrawn',
      ]),
    );
    const [{ silent }] = await dataSource.query<[{ silent: number }]>(
      `SELECT count(*)::int AS silent FROM (SELECT manager_id FROM enrolment GROUP BY 1 HAVING sum(observations) = 0) m`,
    );
    expect(silent).toBeGreaterThan(0);
  });

  it('gives figures that equal its logs', async () => {
    const { released } = await inTransaction(dataSource, (tx) => releaseFigures(tx, org.programId, now));
    expect(released).toBeGreaterThan(500);
    const checked = await inTransaction(dataSource, (tx) => checkCounts(tx, org.programId));
    expect(checked).toMatchObject({ wrong: [], behind: 0 });
  });

  it('is the same with the same seed', () => {
    expect(live('steady', 11, LAUNCH_WAVE)).toEqual(live('steady', 11, LAUNCH_WAVE));
    expect(live('steady', 12, LAUNCH_WAVE).log).not.toEqual(live('steady', 11, LAUNCH_WAVE).log);
  });
});
