import { z } from 'zod';
import { CHANNELS } from '../../domain/cadence.js';
import { PART_STATES } from '../../domain/part-state.js';
import { JOB_KINDS } from '../../entities/index.js';
import { pageQuery, pageSchema } from '../common/page.js';
import { answer } from '../common/schemas.js';
import { shows } from '../common/shows.js';
import { anId, anInstant, yesOrNo } from '../common/words.js';

export const PARTS = [
  'api',
  'postgres',
  'temporal',
  'workers',
  'relay',
  'lanes',
  'email',
  'slack',
  'givenUp',
  'loops',
  'jobs',
  'promises',
  'figures',
  'audit',
] as const;
export type PartName = (typeof PARTS)[number];

export const parts = answer(
  'Parts',
  z.object({
    at: anInstant.describe('When this was looked at.'),
    items: z.array(
      z.object({
        part: z.enum(PARTS),
        state: z
          .enum(PART_STATES)
          .describe(
            'well: looked at within the last minute and nothing amiss. unchecked: nobody has looked since.',
          ),
        count: z.int().nullable().describe('How many wait or are broken; of workers: how many builds run.'),
        since: anInstant.nullable().describe('Since when it runs, or the oldest of them waits.'),
        lastAt: anInstant
          .nullable()
          .describe('When it last showed that it works, where it does so by itself.'),
        checkedAt: anInstant.nullable().describe('When it was last looked at; null: never.'),
      }),
    ),
  }),
);
export type PartsAnswer = z.input<typeof parts>;

const STATES = ['sending', 'retrying', 'handedOver', 'failed', 'withdrawn'] as const;

export const deliveriesQuery = z.strictObject({
  ...pageQuery,
  state: z.enum(STATES).optional().describe('failed: given up.'),
  channel: z.enum(CHANNELS).optional(),
  inDoubt: yesOrNo.optional().describe('Whether it may have arrived though no answer came.'),
});
export type DeliveriesQuery = z.output<typeof deliveriesQuery>;

const delivery = z.object({
  id: anId,
  to: z
    .object({ id: anId, name: z.string() })
    .nullable()
    .describe('Null: the caller may not see who people are.'),
  about: z.enum(['coaching', 'figures', 'question']).describe('Of what kind it is; never what it says.'),
  items: z.int().describe('How many things it tells.'),
  channel: z.enum(CHANNELS),
  state: z.enum(STATES),
  inDoubt: z.boolean(),
  attempts: z.int(),
  error: z.string().nullable().describe('A code: why the last try failed.'),
  createdAt: anInstant,
  nextTryAt: anInstant.nullable(),
  handedOverAt: anInstant.nullable(),
  retriedAt: anInstant.nullable().describe('When somebody let it be tried once more.'),
  mayRetry: z.boolean().describe('It was given up, and certainly did not arrive.'),
});
export type DeliveryAnswer = z.input<typeof delivery>;

export const deliveryPage = answer('DeliveryPage', pageSchema(delivery));
shows(deliveryPage, {
  record: 'delivery',
  people: ({ items }) => items.flatMap(({ to }) => (to === null ? [] : [to.id])),
});

export const retried = answer('Retried', z.object({ id: anId }));

export const jobsQuery = z.strictObject({
  ...pageQuery,
  done: yesOrNo.optional().describe('True: those that are through; otherwise those that are not.'),
});
export type JobsQuery = z.output<typeof jobsQuery>;

export const jobPage = answer(
  'JobPage',
  pageSchema(
    z.object({
      id: anId,
      kind: z.enum(JOB_KINDS),
      program: z.string().nullable(),
      state: z.enum(['queued', 'running', 'done']),
      done: z.int(),
      total: z.int().nullable().describe('Null: not counted yet.'),
      rings: z.int().describe('How often it was rung without an answer.'),
      createdAt: anInstant,
      finishedAt: anInstant.nullable(),
    }),
  ),
);
export type JobAnswer = z.input<typeof jobPage>['items'][number];
