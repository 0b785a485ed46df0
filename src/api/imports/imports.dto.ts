import { z } from 'zod';
import { AUDIENCES } from '../../domain/people.js';
import { IMPORT_FAULT_CODES } from '../../imports/faults.js';
import { IMPORT_NAMES } from '../../imports/read-import.js';
import { answer } from '../common/schemas.js';
import { shows } from '../common/shows.js';
import { anId } from '../common/words.js';

const yesOrNo = z
  .enum(['true', 'false'])
  .default('false')
  .transform((value) => value === 'true');

const mapping = z
  .string()
  .max(10_000)
  .transform((text, context) => {
    try {
      return JSON.parse(text) as unknown;
    } catch {
      context.addIssue({ code: 'custom', message: 'must be JSON, such as {"Learner ID":"rep"}' });
      return z.NEVER;
    }
  })
  .pipe(z.record(z.string(), z.string(), 'must map columns to fields, such as {"Learner ID":"rep"}'));

const kind = z.enum(IMPORT_NAMES as ['people', 'completions', 'visits']);

export const columnsQuery = z.strictObject({ kind });
export type ColumnsQuery = z.output<typeof columnsQuery>;

export const importColumns = answer(
  'ImportColumns',
  z.object({
    columns: z.array(
      z.object({
        header: z.string(),
        sample: z.string().describe('The cell of the first line, shortened.'),
        field: z.string().nullable().describe('As what it is read; null: it is not.'),
      }),
    ),
    fields: z.array(
      z.object({ name: z.string(), needed: z.boolean().describe('The file must have its column.') }),
    ),
  }),
);
export type ImportColumnsAnswer = z.input<typeof importColumns>;

export const importQuery = z.strictObject({
  dryRun: yesOrNo.describe('true: says what would happen, and changes nothing.'),
  partial: yesOrNo.describe('true: takes the good lines of a file that has bad ones.'),
  mapping: mapping
    .optional()
    .describe(
      'Which column is which field, as JSON: {"Learner ID":"rep"}; an empty field: the column is not read.',
    ),
  zone: z
    .string()
    .max(60)
    .optional()
    .describe('IANA zone of times without an offset. Default: each person’s own.'),
});
export type ImportQuery = z.output<typeof importQuery>;

/** Problems that one answer lists; all of them are counted. */
export const MOST_PROBLEMS = 500;

/** Changes that a dry run lists; all of them are counted. */
export const MOST_CHANGES = 200;

const count = z.int().min(0);

const problem = z.object({
  scope: z.enum(['file', 'row']),
  line: count.describe('Of the physical file, counted from 1.'),
  column: z.string().nullable(),
  value: z.string().nullable(),
  code: z.enum(IMPORT_FAULT_CODES).optional().describe('What was wrong; reports of old have no code.'),
  params: z
    .record(z.string(), z.union([z.string(), z.number()]))
    .optional()
    .describe('What stands in its words.'),
  problem: z.string().describe('What was wrong, in the language of whoever asks.'),
  expected: z.string().describe('What would be right.'),
});

const ahead = z.object({
  loops: count.describe('Loops that would open.'),
  played: count.describe('Of these, so many were played forward.'),
  messages: count,
  perDay: z
    .array(
      z.object({
        day: z.string(),
        person: z.object({ id: anId, name: z.string() }),
        audiences: z.array(z.enum(AUDIENCES)),
        items: count.describe('Things to say; all of one person and slot go in one message.'),
        messages: count,
      }),
    )
    .describe('In the first ten working days, if nobody reacted; the busiest 1,000 lines.'),
});
export type AheadAnswer = z.input<typeof ahead>;

export const importReport = answer(
  'ImportReport',
  z.object({
    id: anId,
    kind,
    dryRun: z.boolean(),
    applied: z.boolean().describe('False: nothing was changed.'),
    rows: count.describe('Lines that could be read.'),
    counts: z.object({
      created: count,
      updated: count,
      unchanged: count,
      skipped: count.describe('Lines that say nothing new beside another line or what is known.'),
    }),
    problems: z.object({ total: count, listed: z.array(problem).describe(`The first ${MOST_PROBLEMS}.`) }),
    notes: z.array(z.object({ code: z.string(), text: z.string(), count })),
    changes: z
      .array(
        z.object({
          line: count,
          what: z.enum(['created', 'updated']),
          who: z.string().describe('The person or the visit, as the file names them.'),
          fields: z.array(z.string()).describe('What would be another; of somebody new: empty.'),
        }),
      )
      .optional()
      .describe(`Of a dry run, and not kept: the first ${MOST_CHANGES} lines that would change something.`),
    ahead: ahead.optional().describe('Of a dry run of completions: the messages that would go out.'),
  }),
);
export type ImportReport = z.input<typeof importReport>;
shows(importReport, {
  record: 'import_run',
  people: ({ ahead: messages }) => messages?.perDay.map(({ person }) => person.id) ?? [],
});
