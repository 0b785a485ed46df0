import { z } from 'zod';
import { STOP_REASONS } from '../../domain/waves.js';
import { answer, request } from '../common/schemas.js';
import { anInstant, line } from '../common/words.js';

const above = z.number().min(0).lt(1, 'more than all never do: leave it out');

export const stopRules = z
  .strictObject({
    stalledAbove: above.describe('More of the loops begun so far wait too long.'),
    disputedAbove: above.describe('More of them have an open dispute.'),
    seenBelow: z
      .number()
      .gt(0, 'fewer than none never are: leave it out')
      .max(1)
      .describe('Fewer of them have been seen once.'),
  })
  .partial();

const regionsOfWaves = (least: number, why: string) =>
  z
    .array(z.array(line(200)).min(1, 'name at least one region').max(200, 'at most 200'))
    .min(least, why)
    .max(50, 'at most 50')
    .refine(
      (waves) => new Set(waves.flat()).size === waves.flat().length,
      'a region stands in one wave only',
    );

export const newWaves = z.strictObject({
  regions: regionsOfWaves(2, 'one wave is none: leave waves out').describe(
    'Those of each wave, in their order. Whoever’s region none names comes with the last.',
  ),
  holdDays: z
    .int()
    .min(1)
    .max(365)
    .describe(
      'Days between the beginning of one wave and that of the next; where that is a weekend, it begins on the Monday.',
    ),
  stopWhen: stopRules
    .default({})
    .describe(
      'Shares from 0 to 1 at which the next wave waits for the owner. Too few to tell stop nothing; a loop that cannot decide always does.',
    ),
});

export const waveToOpen = request(
  'WaveToOpen',
  z.strictObject({
    wave: z
      .int()
      .min(2)
      .describe('Its number. Refused with 409 where it is not the next: nobody opens two by mistake.'),
  }),
);
export type WaveToOpenBody = z.output<typeof waveToOpen>;

export const wavesAhead = request(
  'WavesAhead',
  newWaves.extend({
    regions: regionsOfWaves(1, 'at least one is to come').describe(
      'Those of each wave that has not begun, in their order. Whoever’s region none names comes with the last.',
    ),
    stopWhen: stopRules.describe('Of the waves that have not been stopped yet.'),
  }),
);
export type WavesAheadBody = z.output<typeof wavesAhead>;

const counts = {
  reps: z.int(),
  loops: z.int().describe('A rep in a capability.'),
};

const plan = z.object({
  course: z
    .enum(['going', 'held', 'stopped', 'over'])
    .describe('Held by somebody or stopped by a rule: until somebody says how it goes on.'),
  because: z.array(z.enum(STOP_REASONS)).describe('Which rules stopped it.'),
  stoppedAt: anInstant.nullable(),
  holdDays: z.int(),
  stopWhen: stopRules,
  waves: z.array(
    z.object({
      number: z.int(),
      regions: z.array(z.string()),
      openedAt: anInstant.nullable().describe('From then on its loops open; it may lie ahead.'),
      opensAt: anInstant.nullable().describe('Of the next: when it opens if nothing stops it.'),
      begun: z.object(counts),
      ahead: z.object(counts).describe('Trained, and without a loop yet.'),
    }),
  ),
});

/** Null: for everybody at once, or not launched. */
export const waves = answer(
  'Waves',
  z.object({
    plan: plan.nullable(),
    revision: z.string().describe('Changes are sent with it in If-Match; it is the ETag.'),
  }),
);
export type WavesAnswer = z.input<typeof waves>;

export const trained = answer(
  'TrainedRegions',
  z.object({
    items: z.array(z.object({ region: z.string().nullable().describe('Null: of no region.'), ...counts })),
  }),
);
export type TrainedAnswer = z.input<typeof trained>;
