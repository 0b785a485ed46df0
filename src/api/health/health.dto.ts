import { z } from 'zod';
import { answer } from '../common/schemas.js';

export const liveness = answer('Liveness', z.object({ status: z.literal('up') }));

const partState = z.enum(['up', 'down']);

export const readiness = answer(
  'Readiness',
  z.object({
    status: z
      .enum(['ready', 'degraded', 'notReady'])
      .describe('degraded: facts are taken, and the loops catch up once Temporal is back.'),
    postgres: partState,
    temporal: partState,
  }),
);
export type Readiness = z.input<typeof readiness>;
