import { readFileSync } from 'node:fs';
import type { DataSource } from 'typeorm';
import { inRegion, type Place, type Row } from '../src/access/suppression.js';
import { startTestApi, type TestApi } from './support/api.js';
import { aTeam, type Team } from './support/coaching.js';

const DOC = readFileSync(new URL('../docs/bi.md', import.meta.url), 'utf8');
const SQL = [...DOC.matchAll(/```sql\n([^`]+)```/g)].map(([, sql]) => sql!);
const VIEWS = ['figure_answer', 'figure_part', 'figure_row'];

const row = (
  region: string | null,
  figure: Row['figure'],
  given: Partial<Place> = {},
  regions = [region ?? ''],
): Row => ({
  place: { ...inRegion(''), region, ...given },
  regions,
  reps: 'of' in figure ? figure.of : 9,
  figure,
});
const standing = (adopted: number, notYet: number, answers = {}): Row['figure'] => ({
  of: adopted + notYet,
  parts: { adopted, notYet },
  answers,
});
const soon = (count: number, later: number): Row['figure'] => ({
  of: count + later,
  parts: { soon: count, later },
  answers: {},
});

/** What a BI tool sees, by the role that the documentation says to make. */
describe('the views for BI tools', () => {
  const role = `bi_${process.pid}`;
  let api: TestApi;
  let team: Team;
  const sql = <T>(text: string, values: unknown[] = []): Promise<T[]> =>
    api.dataSource.query<T[]>(text, values);
  const asTool = <T>(text: string): Promise<T[]> => inRole(api.dataSource, role, text);

  beforeAll(async () => {
    api = await startTestApi({ at: '2026-05-04T08:00:00Z' });
    team = await aTeam(api);
    await sql(SQL[0]!.replaceAll('followthrough_bi', role));
    const publish = (question: string, period: string, rows: Row[]): Promise<unknown> =>
      sql(
        `INSERT INTO figure_release (program_id, capability_id, question, period, rows, released_at) VALUES ($1, $2, $3, $4, $5, now())`,
        [team.program.id, team.capability.id, question, period, JSON.stringify(rows)],
      );
    await publish('standing', '2026-04-20', [row('South', standing(5, 40))]);
    await publish('standing', '2026-04-27', [
      row('South', standing(9, 20, { sustain: 9, observe: 12 }), { function: 'medical' }),
      row('South', standing(8, 31), { function: 'commercial' }),
      row('West', { suppressed: 'wouldRevealFew' }),
      row(null, standing(7, 9), {}, ['East', 'North']),
    ]);
    await publish('feedbackLag', '2026-03', [
      row('South', soon(12, 8)),
      row('West', { suppressed: 'tooFewReps' }),
    ]);
    await publish('feedbackLag', '2026-04', [row('South', soon(20, 5))]);
  });
  afterAll(async () => {
    await sql(`DROP OWNED BY ${role}`);
    await sql(`DROP ROLE ${role}`);
    await api?.close();
  });

  it('are all that the role can read, and it can change nothing', async () => {
    const relations = await sql<{ name: string; reads: boolean; writes: boolean }>(
      `SELECT c.oid::regclass::text AS name, has_any_column_privilege($1, c.oid, 'SELECT') AS reads,
              has_table_privilege($1, c.oid, 'INSERT, UPDATE, DELETE, TRUNCATE') AS writes
         FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace
        WHERE c.relkind IN ('r', 'v', 'm', 'p', 'f') AND n.nspname !~ '^(pg_|information_schema)' ORDER BY 1`,
      [role],
    );
    expect(relations.length).toBeGreaterThan(50);
    expect(relations.filter(({ reads }) => reads).map(({ name }) => name)).toEqual(
      VIEWS.map((view) => `bi.${view}`),
    );
    expect(relations.filter(({ writes }) => writes)).toEqual([]);
    for (const view of VIEWS) expect((await asTool(`SELECT * FROM bi.${view}`)).length).toBeGreaterThan(0);
    await expect(asTool('SELECT * FROM figure_release')).rejects.toThrow('permission denied');
  });

  it('rest on published tables, and the names of programs and capabilities, alone', async () => {
    const used = await sql<{ column: string }>(
      `SELECT DISTINCT table_schema || '.' || table_name || '.' || column_name AS column
         FROM information_schema.view_column_usage WHERE view_schema = 'bi' ORDER BY 1`,
    );
    const ofReleases = [
      'capability_id',
      'period',
      'program_id',
      'question',
      'released_at',
      'restated_at',
      'rows',
    ];
    expect(used.map(({ column }) => column)).toEqual([
      ...['code', 'id', 'name'].map((column) => `public.capability.${column}`),
      ...ofReleases.map((column) => `public.figure_release.${column}`),
      ...['code', 'id', 'name'].map((column) => `public.program.${column}`),
    ]);
  });

  it('add up to what the API answers', async () => {
    const { body } = await api.get<{
      cells: { region: string; figure: object }[];
      together: { regions: string[]; figure: object }[];
      whole: { figure: object }[];
    }>(`/insights/map?program=${team.program.id}&kpi=adopted`);
    const sums = await asTool<{ region: string | null; numerator: number; of: number }>(
      `SELECT region, sum(count)::int AS numerator, sum(denominator)::int AS of FROM bi.figure_part
        WHERE question = 'standing' AND period = '2026-04-27' AND part = 'adopted' GROUP BY ROLLUP (region, regions) HAVING grouping(region) = grouping(regions)`,
    );
    const of = (region: string): object | undefined =>
      body.cells.find((cell) => cell.region === region)?.figure;
    expect(sums.map(({ numerator, of: whole }) => [numerator, whole])).toEqual(
      expect.arrayContaining([
        [17, 68],
        [7, 16],
        [24, 84],
      ]),
    );
    expect(of('South')).toMatchObject({ numerator: 17, of: 68 });
    expect(of('West')).toMatchObject({ suppressed: 'wouldRevealFew' });
    expect(body.together).toMatchObject([{ regions: ['East', 'North'], figure: { numerator: 7, of: 16 } }]);
    expect(body.whole).toMatchObject([{ figure: { numerator: 24, of: 84 } }]);
    expect(
      await asTool(
        `SELECT region, reps, denominator, suppressed FROM bi.figure_row WHERE suppressed = 'wouldRevealFew'`,
      ),
    ).toEqual([{ region: 'West', reps: 9, denominator: null, suppressed: 'wouldRevealFew' }]);
    expect(
      await asTool(`SELECT answer, count FROM bi.figure_answer WHERE function = 'medical' ORDER BY answer`),
    ).toEqual([
      { answer: 'observe', count: 12 },
      { answer: 'sustain', count: 9 },
    ]);
  });

  it('say of which days a month is made', async () => {
    expect(
      await asTool(
        `SELECT DISTINCT period, every, period_from::text AS from, period_to::text AS to FROM bi.figure_row ORDER BY 1`,
      ),
    ).toEqual([
      { period: '2026-03', every: 'month', from: '2026-03-02', to: '2026-03-29' },
      { period: '2026-04', every: 'month', from: '2026-03-30', to: '2026-05-03' },
      { period: '2026-04-20', every: 'week', from: '2026-04-20', to: '2026-04-26' },
      { period: '2026-04-27', every: 'week', from: '2026-04-27', to: '2026-05-03' },
    ]);
  });

  it('are documented, every column, in the database and beside it, and the example queries hold', async () => {
    const columns = await sql<{ name: string; says: string | null }>(
      `SELECT a.attname AS name, col_description(a.attrelid, a.attnum) AS says FROM pg_attribute a JOIN pg_class c ON c.oid = a.attrelid
        WHERE c.relnamespace = 'bi'::regnamespace AND a.attnum > 0`,
    );
    expect(columns.filter(({ says }) => says === null)).toEqual([]);
    expect(columns.filter(({ name }) => !DOC.includes(`\`${name}\``))).toEqual([]);
    const [, , adoption, feedback] = SQL.map((text) => text.replaceAll("'launch'", `'${team.program.code}'`));
    expect(await asTool(adoption!)).toMatchObject([
      { region: null, adopted: '7', of: '16' },
      { region: 'South', adopted: '17', of: '68', share: '0.250' },
    ]);
    expect(await asTool(feedback!)).toMatchObject([
      { period: '2026-03', soon: '12', of: '20', reps_not_shown: '9' },
      { period: '2026-04', soon: '20', of: '25', reps_not_shown: null },
    ]);
  });
});

/** One query under a role, which holds no longer than that. */
const inRole = <T>(dataSource: DataSource, role: string, text: string): Promise<T[]> =>
  dataSource.transaction(async (tx) => {
    await tx.query(`SET LOCAL ROLE ${role}`);
    return tx.query<T[]>(text);
  });
