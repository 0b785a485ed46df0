import { z } from 'zod';
import { answer } from '../common/schemas.js';
import { anId } from '../common/words.js';

export const erasure = answer(
  'Erasure',
  z.object({
    person: anId.describe('Stays as an opaque id, so that the log stays whole.'),
    name: z.string().describe('What stands in place of their name from now on.'),
  }),
);
export type ErasureAnswer = z.input<typeof erasure>;
