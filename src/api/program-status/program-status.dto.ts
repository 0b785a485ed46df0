import { z } from 'zod';
import { WHY_SUPPRESSED } from '../../access/suppression.js';
import { QUESTION_NAMES, QUESTIONS, type QuestionName } from '../../insights/program-status.js';
import { answer } from '../common/schemas.js';
import { anId, anInstant } from '../common/words.js';

const count = z.int().min(0);

const suppressed = answer(
  'Suppressed',
  z.object({
    suppressed: z.enum(WHY_SUPPRESSED).describe('Why there is no figure here. It is never zero.'),
    says: z.string().describe('The same as a sentence.'),
  }),
);

/** How the reps of a cell are divided among the answers to one question. */
const split = (name: QuestionName) =>
  z.object({
    of: count.describe('How many reps are counted: the denominator of every count beside it.'),
    counts: z.partialRecord(z.enum(QUESTIONS[name].answers), count),
    other: count
      .nullable()
      .describe('Reps under all answers that are not in counts, together, since some are few.'),
  });

const figures = <N extends QuestionName>(name: N) => z.union([suppressed, split(name)]);

const place = {
  capability: z.object({ id: anId, code: z.string() }),
  region: z.string().nullable().describe('Null: of these people no region is known.'),
};

const cell = z.object({
  ...place,
  reps: z.union([suppressed, count]),
  phases: figures('phases'),
  stalls: figures('stalls'),
  overdue: figures('overdue'),
  adopted: figures('adopted').describe('Adopted and holding.'),
});

const together = z.object({
  capability: place.capability,
  regions: z.array(place.region).describe('Regions that cannot stand alone in this question.'),
  question: z.enum(QUESTION_NAMES),
  figure: z.union(QUESTION_NAMES.map(split)),
});

export const programStatusAnswer = answer(
  'ProgramStatus',
  z.object({
    program: anId,
    at: anInstant,
    counting: z.string().describe('How reps are counted, for whoever reads the figures.'),
    cells: z.array(cell).describe('Capability by region.'),
    together: z
      .array(together)
      .describe(
        'What can be said of several regions of a capability together, where they cannot stand alone.',
      ),
  }),
);
export type ProgramStatusAnswer = z.input<typeof programStatusAnswer>;
