import { z } from 'zod';
import { PHASES, STALL_REASONS } from '../../domain/words.js';
import { answer } from '../common/schemas.js';
import { anId, anInstant } from '../common/words.js';

const count = z.int().min(0);

const cell = z.object({
  capability: z.object({ id: anId, code: z.string() }),
  region: z.string().nullable().describe('Null: of these people no region is known.'),
  enrolments: count.describe('The denominator of every count beside it.'),
  active: count.describe('Neither ended nor paused nor excused.'),
  phases: z.partialRecord(z.enum(PHASES), count),
  stalled: count,
  stallReasons: z.partialRecord(z.enum(STALL_REASONS), count),
  adopted: count.describe('Adopted and holding.'),
  overdue: count,
  faulted: count,
});

export const programStatusAnswer = answer(
  'ProgramStatus',
  z.object({
    program: anId,
    at: anInstant,
    enrolments: count,
    cells: z.array(cell).describe('Capability by region.'),
  }),
);
export type ProgramStatusAnswer = z.input<typeof programStatusAnswer>;
