import type { DataSource } from 'typeorm';
import { inTransaction } from '../../src/store/transaction.js';
import { MANAGER, PREFIX, REP, SECOND_LINE } from './ids.js';
import type { ScriptRow } from './script.js';

/** One loop that is to be written: which script it follows, and whose it is. */
export interface StagedLoop {
  number: number;
  prefix: string;
  script: number;
  rep: string;
  manager: string;
  second: string;
  /** Columns of its enrolment. */
  own: Record<string, unknown>;
}

/** In the order in which they speak of each other. */
const TABLES = [
  'enrolment',
  'fact',
  'joint_visit',
  'joint_visit_observer',
  'observation',
  'feedback',
  'acknowledgement',
  'development_action',
  'nudge',
];
const ROWS_AT_ONCE = 2_000;
const LOOPS_AT_ONCE = 2_500;
/** Two processors. */
const AT_ONCE = 2;

/** Writes rows, each with every column that has no default. */
export async function putRows(dataSource: DataSource, table: string, rows: readonly object[]): Promise<void> {
  for (let from = 0; from < rows.length; from += ROWS_AT_ONCE)
    await dataSource.query(
      `INSERT INTO ${table} SELECT * FROM jsonb_populate_recordset(NULL::${table}, $1::jsonb)`,
      [JSON.stringify(rows.slice(from, from + ROWS_AT_ONCE))],
    );
}

/** Brings scripts and loops into tables of their own, from which Postgres itself makes the rows of the product. */
export async function stage(
  dataSource: DataSource,
  scripts: readonly (readonly ScriptRow[])[],
  loops: readonly StagedLoop[],
): Promise<void> {
  await dataSource.query(`
    CREATE UNLOGGED TABLE staged_script (script int, "table" text, body text);
    CREATE UNLOGGED TABLE staged_loop (number int, prefix text, script int, rep text, manager text, second text, own jsonb)`);
  const lines = scripts.flatMap((rows, script) =>
    rows.map(({ table, row }) => ({ script, table, body: JSON.stringify(row) })),
  );
  await putRows(dataSource, 'staged_script', lines);
  await putRows(dataSource, 'staged_loop', loops);
  await dataSource.query(`
    CREATE INDEX ON staged_script ("table", script);
    CREATE INDEX ON staged_loop (number);
    ANALYZE staged_script; ANALYZE staged_loop`);
}

/** Writes all that was staged; says how many facts it was. */
export async function fill(dataSource: DataSource, loops: number): Promise<number> {
  let facts = 0;
  for (const table of TABLES) {
    const starts = Array.from(
      { length: Math.ceil(loops / LOOPS_AT_ONCE) },
      (_, part) => part * LOOPS_AT_ONCE,
    );
    const queue = starts.values();
    const write = async (): Promise<void> => {
      for (const from of queue) {
        const written = await copy(dataSource, table, from);
        if (table === 'fact') facts += written;
      }
    };
    await Promise.all(Array.from({ length: AT_ONCE }, write));
  }
  await dataSource.query('DROP TABLE staged_script, staged_loop');
  // As autovacuum has done long before.
  await dataSource.query('ANALYZE');
  return facts;
}

const BODY = `replace(replace(replace(replace(s.body, '${PREFIX}', l.prefix), '${REP}', l.rep), '${MANAGER}', l.manager), '${SECOND_LINE}', l.second)::jsonb`;

const copy = (dataSource: DataSource, table: string, after: number): Promise<number> =>
  inTransaction(dataSource, async (tx) => {
    // Rows that were taken one by one over 18 months are not asked again.
    await tx.query('SET LOCAL session_replication_role = replica');
    const [{ count }] = (await tx.query(
      `WITH written AS (
         INSERT INTO ${table} SELECT r.* FROM staged_loop l JOIN staged_script s ON s.script = l.script AND s."table" = '${table}'
          CROSS JOIN LATERAL jsonb_populate_record(NULL::${table}, ${BODY}${table === 'enrolment' ? ' || l.own' : ''}) r
          WHERE l.number > $1 AND l.number <= $2 ORDER BY l.number
         RETURNING 1)
       SELECT count(*)::int AS count FROM written`,
      [after, after + LOOPS_AT_ONCE],
    )) as [{ count: number }];
    return count;
  });
