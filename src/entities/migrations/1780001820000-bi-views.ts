import type { MigrationInterface, QueryRunner } from 'typeorm';

/** What each column says; columns keep their names. */
const HEAD = {
  program_code: ['p.code', 'Code of the program.'],
  program: ['p.name', 'Name of the program.'],
  capability_code: ['k.code', 'Code of the capability.'],
  capability: ['k.name', 'Name of the capability.'],
  question: ['f.question', 'What is counted (docs/kpis.md); anchor:CODE for an anchor of a rubric.'],
  every: [`CASE length(f.period) WHEN 7 THEN 'month' ELSE 'week' END`, 'week or month.'],
  period: ['f.period', 'The Monday of the closed week, or the closed month, such as 2026-03.'],
  period_from: [
    `CASE length(f.period) WHEN 7 THEN date_trunc('week', ((f.period || '-04')::date)::timestamp)::date ELSE f.period::date END`,
    'First day of the period. A month is made of the weeks whose Thursday lies in it.',
  ],
  period_to: [
    `CASE length(f.period) WHEN 7 THEN date_trunc('week', (f.period || '-04')::date + interval '1 month')::date - 1 ELSE f.period::date + 6 END`,
    'Last day of the period.',
  ],
  row_number: [
    'r.number::int',
    'Of the row within its table; it names nothing and may change when a table is restated.',
  ],
  region: [
    `r.line -> 'place' ->> 'region'`,
    'Of all reps of the row; null: of several, see regions; empty: not known.',
  ],
  market: [
    `r.line -> 'place' ->> 'market'`,
    'Of all reps of the row; null: they differ in it; empty: not known.',
  ],
  country: [`r.line -> 'place' ->> 'country'`, 'Of all reps of the row; null: they differ in it.'],
  function: [`r.line -> 'place' ->> 'function'`, 'Of all reps of the row; null: they differ in it.'],
  role: [`r.line -> 'place' ->> 'role'`, 'Of all reps of the row; null: they differ in it.'],
  tenure: [
    `r.line -> 'place' ->> 'tenure'`,
    'When they were first counted; null: they differ in it; empty: not known.',
  ],
  cohort: [`r.line -> 'place' ->> 'cohort'`, 'Month of the training; null: they differ in it.'],
  content_version: [`r.line -> 'place' ->> 'contentVersion'`, 'Of the training; null: they differ in it.'],
  regions: [
    `ARRAY(SELECT jsonb_array_elements_text(r.line -> 'regions'))`,
    'Regions that cannot stand alone and are published together; else the one.',
  ],
} as const;

const FIGURE = {
  reps: [`(r.line ->> 'reps')::int`, 'Reps behind the row.'],
  denominator: [`(r.line -> 'figure' ->> 'of')::int`, 'What is counted; null: the row is suppressed.'],
  suppressed: [`r.line -> 'figure' ->> 'suppressed'`, 'Why nothing is shown; null: it is. It is never zero.'],
  released_at: ['f.released_at', 'When it was published first.'],
  restated_at: ['f.restated_at', 'When late facts changed it last; null: it stands as it was released.'],
} as const;

const DENOMINATOR = { denominator: FIGURE.denominator } as const;

const PART = {
  part: ['c.key', 'A part of the question; the parts of a row add up to its denominator.'],
  count: ['c.value::int', 'How many stand in it.'],
} as const;

const ANSWER = {
  answer: [
    'c.key',
    'An answer within a part. Answers that are too few to tell are missing: they are not zero.',
  ],
  count: ['c.value::int', 'How many stand under it.'],
} as const;

type Columns = Readonly<Record<string, readonly [sql: string, says: string]>>;

const FROM = `FROM public.figure_release f JOIN public.program p ON p.id = f.program_id JOIN public.capability k ON k.id = f.capability_id
  CROSS JOIN LATERAL jsonb_array_elements(f.rows) WITH ORDINALITY AS r (line, number)`;

const told = (level: 'parts' | 'answers'): string =>
  ` CROSS JOIN LATERAL jsonb_each_text(r.line -> 'figure' -> '${level}') AS c (key, value)`;

function view(name: string, says: string, columns: Columns, from: string): string {
  const quoted = (text: string): string => `'${text.replaceAll("'", "''")}'`;
  const list = Object.entries(columns).map(([column, [sql]]) => `${sql} AS "${column}"`);
  const comments = Object.entries(columns).map(
    ([column, [, text]]) => `COMMENT ON COLUMN bi.${name}."${column}" IS ${quoted(text)};`,
  );
  return `CREATE VIEW bi.${name} AS SELECT ${list.join(', ')} ${from};
    COMMENT ON VIEW bi.${name} IS ${quoted(says)};
    ${comments.join('\n')}`;
}

/** Published figures for BI tools. They are read from what is published alone, so they say no more than the screens do. */
export class BiViews1780001820000 implements MigrationInterface {
  async up(queryRunner: QueryRunner): Promise<void> {
    await queryRunner.query(`
      CREATE SCHEMA bi;
      COMMENT ON SCHEMA bi IS 'Published figures, read-only, for BI tools: docs/bi.md.';
      ${view(
        'figure_row',
        'A row of a published table: reps who are counted together, and how many. Rows of one question and period never overlap.',
        { ...HEAD, ...FIGURE },
        FROM,
      )}
      ${view(
        'figure_part',
        'How a row that is shown divides into the parts of its question; numerators are sums of parts or answers.',
        { ...HEAD, ...DENOMINATOR, ...PART },
        `${FROM}${told('parts')}`,
      )}
      ${view(
        'figure_answer',
        'The answers that a row tells, within its parts.',
        { ...HEAD, ...DENOMINATOR, ...ANSWER },
        `${FROM}${told('answers')}`,
      )}`);
  }

  async down(queryRunner: QueryRunner): Promise<void> {
    await queryRunner.query('DROP SCHEMA bi CASCADE');
  }
}
