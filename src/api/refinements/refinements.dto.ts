import { z } from 'zod';
import { answer, request } from '../common/schemas.js';
import { anId, anInstant, day, line, prose } from '../common/words.js';
import { difference, figure } from '../insights/insights.dto.js';

export const newRefinement = request(
  'NewRefinement',
  z.strictObject({
    capability: line(60).describe('By its code.'),
    anchor: line(40)
      .nullable()
      .default(null)
      .describe('By its code in the rubric; null: the content as a whole.'),
    contentVersion: line(60).describe('The first version of the content with the change in it.'),
    liveOn: day.describe('The day on which it went live, or is to.'),
    planned: z.boolean().default(false).describe('True where that day is still to come.'),
    note: prose(500).nullable().default(null).describe('What was changed and why; no names of people.'),
  }),
);
export type NewRefinementBody = z.output<typeof newRefinement>;

export const addedRefinement = answer('AddedRefinement', z.object({ id: anId }));

const cohort = z.object({
  versions: z.array(z.string()).describe('Of the content with which they were trained.'),
  figure,
  early: z.int().describe('Reps who were not followed long enough yet: in no part of the figure.'),
  unseen: z
    .int()
    .nullable()
    .describe(
      'Of an anchor: how many of the denominator had no rating of it in time; null: too few to tell.',
    ),
});
const capability = z.object({ id: anId, code: z.string(), name: z.string() });
const anchor = z.object({ code: z.string(), text: z.string() });
const about = {
  program: anId,
  week: z
    .string()
    .nullable()
    .describe('The closed week it speaks of, by its Monday; null: none is released.'),
  adoptedWithinDays: z
    .int()
    .describe('So long reps are followed until adoption, from training or launch on.'),
  ratedWithinDays: z.int().describe('So long until an anchor is rated for the first time.'),
};

export const refinements = answer(
  'Refinements',
  z.object({
    ...about,
    observed: z.string().describe('What a comparison cannot say.'),
    refinements: z.array(
      z.object({
        id: anId,
        capability,
        anchor: anchor.nullable().describe('Null: the content as a whole.'),
        contentVersion: z.string(),
        liveOn: z.iso.date(),
        planned: z.boolean().describe('Still to come.'),
        note: z.string().nullable(),
        by: z.string().nullable().describe('Who recorded it, by name; null: a machine.'),
        recordedAt: anInstant,
        comparisons: z
          .array(
            z.object({
              kpi: z.enum(['adoptedInTime', 'anchorMet']),
              anchor: anchor.nullable(),
              before: cohort,
              after: cohort,
              difference: difference
                .nullable()
                .describe('After less before; null: one of the two cannot be shown.'),
              mixed: z.int().describe('Reps in rows of several versions, who belong to neither side.'),
            }),
          )
          .describe('Adoption first; then the anchor that was changed, or each of the rubric.'),
      }),
    ),
  }),
);
export type RefinementsAnswer = z.input<typeof refinements>;

export const anchors = answer(
  'AnchorsByVersion',
  z.object({
    ...about,
    capabilities: z.array(
      capability.extend({
        versions: z
          .array(z.string())
          .describe('With which content people were trained, in the order of its first use.'),
        rubric: z.array(anchor),
        adopted: z.array(cohort).describe('By version.'),
        anchors: z
          .array(
            anchor.extend({
              cohorts: z.array(cohort).describe('By version.'),
              isSeldom: z
                .boolean()
                .describe(
                  'With the newest content that can be told, fewer than half meet it: not by chance.',
                ),
            }),
          )
          .describe('The least met first.'),
      }),
    ),
  }),
);
export type AnchorsAnswer = z.input<typeof anchors>;
