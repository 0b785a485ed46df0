import { z } from 'zod';
import { answer } from '../common/schemas.js';
import { anId, anInstant } from '../common/words.js';

export const rollout = answer(
  'Rollout',
  z.object({
    id: anId,
    program: anId,
    state: z.enum(['queued', 'running', 'done']),
    total: z.int().nullable().describe('Loops to open; null until counted.'),
    opened: z.int().describe('Loops opened so far.'),
    createdAt: anInstant,
    finishedAt: anInstant.nullable(),
  }),
);
export type Rollout = z.input<typeof rollout>;

export const rolloutList = answer(
  'RolloutList',
  z.object({ items: z.array(rollout).describe('The latest 50, newest first.') }),
);
