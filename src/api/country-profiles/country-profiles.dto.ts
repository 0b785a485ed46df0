import { z } from 'zod';
import { ESCALATION } from '../../access/country-profiles.js';
import { answer, request } from '../common/schemas.js';
import { day, readBy } from '../common/words.js';
import * as values from '../../imports/values.js';

const fields = {
  reps: z.int().min(1).max(1_000).describe('Fewest reps behind a figure.'),
  managers: z.int().min(1).max(1_000).describe('Fewest managers behind a figure about coaching.'),
  freeText: z.boolean().describe('Whether coaches may write what they saw and suggest in their own words.'),
  ratings: z.boolean().describe('Whether coaches may rate by the rubric.'),
  selfAssessment: z.boolean().describe('Whether reps may rate themselves.'),
  namedEscalation: z
    .enum(ESCALATION)
    .describe(
      'Whether the second line may be told by name where a loop is stuck; byAgreement: only under a works agreement.',
    ),
  retentionMonths: z
    .int()
    .min(1)
    .max(120)
    .describe('How long texts and ratings stay after their loop has ended.'),
};

export const countryProfileChange = request(
  'CountryProfileChange',
  z.strictObject({
    country: readBy(values.country).describe('ISO 3166-1, two letters.'),
    changes: z
      .strictObject(fields)
      .partial()
      .describe('What is asked beyond the country’s profile. Replaces what was set before.'),
    worksAgreementOn: day
      .nullable()
      .default(null)
      .describe('Since when a works agreement covers it; null: none is confirmed.'),
  }),
);
export type CountryProfileChange = z.output<typeof countryProfileChange>;

export const countryProfile = answer(
  'CountryProfile',
  z.object({
    country: z.string(),
    ...fields,
    changed: z.array(z.string()).describe('What the organisation has set itself.'),
    worksAgreementOn: z.string().nullable(),
    secondLineIsTold: z
      .boolean()
      .describe('Whether the second line is told by name today; where not, those who get counts are.'),
  }),
);
export type CountryProfileAnswer = z.input<typeof countryProfile>;

export const countryProfiles = answer('CountryProfiles', z.object({ items: z.array(countryProfile) }));
