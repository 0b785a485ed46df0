import { z } from 'zod';
import { cadenceSchema } from '../../domain/cadence.js';
import { AUDIENCES } from '../../domain/people.js';
import { DONE_KINDS, PATHS } from '../../domain/rehearsal/paths.js';
import { MARKS } from '../../domain/rehearsal/side-by-side.js';
import { answer, request } from '../common/schemas.js';
import { shows } from '../common/shows.js';
import { anId, anInstant, id } from '../common/words.js';

const named = z.object({ id: anId, name: z.string() });

export const repsQuery = z.strictObject({
  name: z.string().max(200).default('').describe('A part of it; left out: any.'),
});
export type RepsQuery = z.output<typeof repsQuery>;

export const repsToTry = answer(
  'RepsToTry',
  z.object({
    items: z.array(named).describe('At most 50, those first who have a loop in the program.'),
  }),
);
shows(repsToTry, { record: 'person', people: ({ items }) => items.map((one) => one.id) });

export const toPreview = request(
  'CadenceToPreview',
  z.strictObject({
    document: cadenceSchema,
    beside: cadenceSchema
      .optional()
      .describe('Another cadence, as that in force: what differs from it is marked, and it is told beside.'),
    rep: id,
    path: z
      .enum(PATHS)
      .default('nobody')
      .describe(
        'How people go along: everything in time, everything late, nobody reacts, the manager is away when it begins.',
      ),
    done: z
      .array(z.strictObject({ kind: z.enum(DONE_KINDS), on: z.iso.date() }))
      .max(100, 'at most 100')
      .optional()
      .describe(
        'In place of a path: what is done on which day, each for the next thing of its kind; all else is left undone.',
      ),
  }),
);
export type ToPreviewBody = z.output<typeof toPreview>;

const entries = z
  .array(
    z.object({
      at: anInstant,
      type: z
        .enum(['deed', 'owed', 'missed', 'message', 'state'])
        .describe(
          'What people do on this path; what is asked; what passed; who is written to; where it stands.',
        ),
      kind: z.string(),
      text: z.string().describe('In a sentence, in the language of whoever asks.'),
      to: named.nullable().describe('Of a message.'),
      audience: z.enum(AUDIENCES).nullable(),
      mark: z
        .enum(MARKS)
        .nullable()
        .describe('What becomes of it beside the other cadence; null where there is none.'),
      otherwise: anInstant.nullable().describe('When it happens by the other cadence.'),
    }),
  )
  .describe('The earliest first.');

/** How a cadence went. */
const went = {
  isWhole: z.boolean().describe('The coaching ends there by itself; else it would go on.'),
  adoptedAt: anInstant.nullable(),
  sustainedAt: anInstant.nullable(),
  messages: z.array(z.object({ audience: z.enum(AUDIENCES), count: z.int() })),
  entries,
};

export const preview = answer(
  'CadencePreview',
  z.object({
    rep: named,
    manager: named.nullable(),
    zone: z.string().describe('Of the rep, IANA: sentences and days are told in it.'),
    spreadDays: z
      .int()
      .describe(
        'Working days by which the first date comes later than the cadence says, because others of the same manager come first.',
      ),
    from: anInstant.describe('The rep was trained then.'),
    until: anInstant.describe('Nothing comes after.'),
    ...went,
    beside: z
      .object(went)
      .nullable()
      .describe('The same by the cadence beside it, on the same days; null where none was given.'),
    freeDays: z
      .array(
        z.object({
          who: z.enum(['rep', 'manager']),
          because: z.enum(['absence', 'holiday', 'blackout']),
          from: z.iso.date(),
          to: z.iso.date(),
        }),
      )
      .describe('Days of their working weeks on which they do not work, so that nothing is counted on them.'),
  }),
);
export type PreviewAnswer = z.input<typeof preview>;
shows(preview, {
  record: 'person',
  people: ({ rep, manager }) => [rep.id, ...(manager ? [manager.id] : [])],
});
