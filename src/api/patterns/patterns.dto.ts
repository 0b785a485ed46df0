import { z } from 'zod';
import { QUALITY_HELPS } from '../../domain/feedback-quality/index.js';
import { answer } from '../common/schemas.js';
import { shows } from '../common/shows.js';
import { anId, anInstant } from '../common/words.js';

export const patterns = answer(
  'FeedbackPatterns',
  z.object({
    reports: z.int().describe('How much feedback of one’s own there is to look at, ten at the most.'),
    least: z.int().describe('From how many on something is said of it.'),
    patterns: z
      .object({
        looked: z.int(),
        seen: z.int().describe('In how many of them something stands that was seen or heard.'),
        nextStep: z.int().describe('In how many there is something to try.'),
        connected: z.int().describe('In how many that comes from what was seen.'),
        examples: z.array(
          z.object({
            enrolment: anId,
            rep: z.object({ id: anId, name: z.string() }),
            capability: z.string(),
            givenAt: anInstant,
            evidence: z.string(),
            suggestion: z.string(),
            help: z
              .enum(QUALITY_HELPS)
              .nullable()
              .describe('What would help the reader most; null: all is there.'),
          }),
        ),
      })
      .nullable()
      .describe('Null: there is too little to look at.'),
  }),
);
export type PatternsAnswer = z.input<typeof patterns>;
shows(patterns, {
  record: 'feedback',
  people: ({ patterns: found }) => found?.examples.map(({ rep }) => rep.id) ?? [],
});
