import { z } from 'zod';
import { answer, request } from '../common/schemas.js';
import { anId } from '../common/words.js';

export const pulses = answer(
  'Pulses',
  z.object({
    items: z.array(
      z.object({
        id: anId,
        capability: z.object({ id: anId, name: z.string() }),
        month: z.string().describe('Such as 2026-03.'),
      }),
    ),
  }),
);
export type PulsesAnswer = z.input<typeof pulses>;

export const pulseAnswer = request(
  'PulseAnswer',
  z
    .strictObject({
      seen: z.boolean().describe('In the last four weeks somebody saw them use it with a customer.'),
      helped: z.boolean().optional().describe('Whether that helped; only where somebody saw it.'),
    })
    .refine(({ seen, helped }) => seen === (helped !== undefined), {
      path: ['helped'],
      message: 'say whether it helped where somebody saw it, and only there',
    }),
);
export type PulseAnswerBody = z.output<typeof pulseAnswer>;
