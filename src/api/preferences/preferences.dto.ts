import { z } from 'zod';
import { answer, request } from '../common/schemas.js';
import { habits, person } from '../people/people.dto.js';

const OWN = { slot: true, quietHours: true, preferredChannel: true, language: true } as const;

export const preferenceChanges = request('PreferenceChanges', z.strictObject(habits).pick(OWN).partial());
export type PreferenceChangesBody = z.output<typeof preferenceChanges>;

export const preferences = answer(
  'Preferences',
  z
    .object(person.shape)
    .pick(OWN)
    .extend({ revision: z.string().describe('Of what stands here; also the ETag.') }),
);
export type PreferencesAnswer = z.input<typeof preferences>;
