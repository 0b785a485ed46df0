import { z } from 'zod';
import { AUDIENCES } from '../../domain/people.js';
import { BEGINS } from '../../domain/words.js';
import { answer, request } from '../common/schemas.js';
import { shows } from '../common/shows.js';
import { anId, anInstant, id, line } from '../common/words.js';

const named = z.object({ id: anId, name: z.string() });

const scope = {
  version: id.describe('Of a cadence, published.'),
  region: line(200).optional().describe('Only loops of reps in it; left out: all.'),
  begins: z
    .enum(BEGINS)
    .default('atOnce')
    .describe(
      'When a loop goes by it: at once, or when its next cycle of observation, feedback and action begins.',
    ),
};

export const toWeigh = request('CadenceImpactAsked', z.strictObject(scope));
export type ToWeighBody = z.output<typeof toWeigh>;

const messages = z.object({
  messages: z.int().describe('Of one person there is one a day on the working clock.'),
  people: z.int(),
});

export const impact = answer(
  'CadenceImpact',
  z.object({
    loops: z.int().describe('Open, and going by another version.'),
    looked: z.int().describe('Of these so many were played; the figures are of them.'),
    staying: z
      .int()
      .describe(
        'Loops that would stay by their version until what is open there is through: what was told would count as told to others.',
      ),
    earlier: z.int().describe('Dates that would come earlier.'),
    later: z.int(),
    overdueAtOnce: z.int().describe('Dates that would have passed as soon as it is done.'),
    adoptedAtOnce: z.int().describe('Loops that would count as adopted at once; undoing the move leaves it.'),
    nextCycle: z
      .object({
        weeks: z
          .array(z.object({ from: z.iso.date().describe('A Monday.'), loops: z.int() }))
          .describe('In which week what the present cycle waits for is due, as far as a date is known.'),
        overdue: z.int().describe('Loops in which that has passed.'),
        undated: z.int().describe('Loops in which nobody can say.'),
        adopted: z.int().describe('Loops that count as adopted: no cycle follows unless they lapse.'),
      })
      .nullable()
      .describe('What loops wait for before they go by it; null where they do at once.'),
    now: messages.describe('Of the next 24 hours, days off not counted, if nothing is moved.'),
    then: messages.describe('Of the same time, if these loops are moved at once.'),
    byAudience: z.array(z.object({ audience: z.enum(AUDIENCES), items: z.int() })),
    most: z
      .array(z.object({ person: named, items: z.int().describe('In the messages of that time.') }))
      .describe('Who would be told most, at most ten.'),
  }),
);
export type ImpactAnswer = z.input<typeof impact>;
shows(impact, { record: 'person', people: ({ most }) => most.map(({ person }) => person.id) });

export const openRegions = answer(
  'OpenRegions',
  z.object({ items: z.array(z.object({ region: z.string(), loops: z.int() })) }),
);
export type OpenRegionsAnswer = z.input<typeof openRegions>;

/** So many messages a move may bring about in 24 hours, where nobody says otherwise. */
const MOST_MESSAGES = 200;

export const newMove = request(
  'NewCadenceMove',
  z.strictObject({
    ...scope,
    mostMessages: z
      .int()
      .min(1)
      .max(100_000)
      .default(MOST_MESSAGES)
      .describe('That it may bring about in 24 hours; what would be more waits until they are over.'),
  }),
);
export type NewMoveBody = z.output<typeof newMove>;

export const move = answer(
  'CadenceMove',
  z.object({
    id: anId,
    version: anId
      .nullable()
      .describe('Null: each loop goes back to where it was before the move that is undone.'),
    undoes: anId.nullable(),
    region: z.string().nullable(),
    begins: z.enum(BEGINS),
    mostMessages: z.int(),
    state: z.enum(['going', 'resting', 'paused', 'cancelled', 'done']),
    restsUntil: anInstant.nullable().describe('It has brought as many messages as it may, and goes on then.'),
    total: z.int().nullable().describe('Loops to move; null until counted.'),
    moved: z.int(),
    createdAt: anInstant,
    finishedAt: anInstant.nullable(),
  }),
);
export type MoveAnswer = z.input<typeof move>;

export const moves = answer(
  'CadenceMoves',
  z.object({ items: z.array(move).describe('The latest 50, newest first.') }),
);
