import { z } from 'zod';
import type { Refused } from './refusals.js';

/** What a coach says of one behavioural anchor. Only `noOccasion` leaves the denominator. */
export const rating = z.union([z.int().min(1).max(9), z.literal('notDone'), z.literal('noOccasion')]);
export type Rating = z.infer<typeof rating>;

const code = z
  .string()
  .regex(/^[a-z][A-Za-z0-9-]{0,39}$/, 'use letters, digits and hyphens, starting with a small letter');

/** How a capability is recognised in front of a customer: ordered levels, and behaviours one can see. */
export const rubricSchema = z
  .strictObject({
    /** Lowest first; the position is the level's number, counted from 1. */
    levels: z
      .array(z.strictObject({ code, label: z.string().min(1).max(80) }))
      .min(2)
      .max(9),
    anchors: z
      .array(z.strictObject({ code, text: z.string().min(1).max(400) }))
      .min(1)
      .max(20),
  })
  .superRefine((rubric, context) => {
    for (const list of ['levels', 'anchors'] as const) {
      const seen = new Set<string>();
      rubric[list].forEach((entry, index) => {
        if (seen.has(entry.code))
          context.addIssue({
            code: 'custom',
            path: [list, index, 'code'],
            message: `"${entry.code}" stands twice; every one of the ${list} needs a code of its own`,
          });
        seen.add(entry.code);
      });
    }
  });
export type Rubric = z.infer<typeof rubricSchema>;

/** The number of a level by its code; null if the rubric has no such level. */
export function levelNumber(rubric: Rubric, levelCode: string): number | null {
  const index = rubric.levels.findIndex((level) => level.code === levelCode);
  return index < 0 ? null : index + 1;
}

/**
 * The overall level of one observation: the lower median of the rated anchors, `notDone` counting as the lowest
 * level. The lower median never credits a level that fewer than half of the anchors reached.
 * Null where every anchor had no occasion: such an observation says nothing about the capability.
 */
export function overallLevel(ratings: Readonly<Record<string, Rating>>): number | null {
  const levels = Object.values(ratings)
    .filter((value) => value !== 'noOccasion')
    .map((value) => (value === 'notDone' ? 1 : value))
    .sort((a, b) => a - b);
  return levels[Math.floor((levels.length - 1) / 2)] ?? null;
}

/** What is wrong with a set of ratings by a rubric; null if it fits. */
export function misrated(rubric: Rubric, ratings: Readonly<Record<string, Rating>>): Refused | null {
  const anchors = rubric.anchors.map((anchor) => anchor.code);
  const highest = rubric.levels.length;
  for (const [anchor, rating] of Object.entries(ratings)) {
    if (!anchors.includes(anchor))
      return { code: 'anchorUnknown', params: { anchor, anchors: anchors.join(', ') } };
    if (typeof rating === 'number' && rating > highest)
      return { code: 'misrated', params: { anchor, rating, highest } };
  }
  return null;
}
