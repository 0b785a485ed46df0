import { z } from 'zod';
import { observation } from '../enrolments/enrolments.dto.js';
import { answer, request } from '../common/schemas.js';
import { shows } from '../common/shows.js';
import { anId, anInstant, id } from '../common/words.js';

export const observationAnswer = answer(
  'Observation',
  observation.extend({
    enrolment: anId,
    rep: z.object({ id: anId, name: z.string() }),
    capability: z.object({ id: anId, code: z.string() }),
  }),
);
shows(observationAnswer, { record: 'observation', people: ({ rep }) => [rep.id] });
export type ObservationAnswer = z.input<typeof observationAnswer>;

export const newShare = request('NewObservationShare', z.strictObject({ readerId: id }));
export type NewShareBody = z.output<typeof newShare>;

export const share = answer(
  'ObservationShare',
  z.object({
    readerId: anId,
    byRepAt: anInstant.nullable().describe('Null: the rep has not said so.'),
    byCoachAt: anInstant.nullable().describe('Null: the coach has not said so.'),
    readable: z.boolean().describe('Both have said so.'),
  }),
);
export type ShareAnswer = z.input<typeof share>;

export const shares = answer('ObservationShares', z.object({ items: z.array(share) }));
