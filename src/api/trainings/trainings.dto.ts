import { z } from 'zod';
import { pageQuery, pageSchema } from '../common/page.js';
import { answer, request } from '../common/schemas.js';
import { anId, anInstant, code, id, line } from '../common/words.js';

const capabilityIds = z.array(id).max(100, 'at most 100').describe('What the training introduces.');

export const newTraining = request(
  'NewTraining',
  z.strictObject({ code, name: line(200), capabilityIds: capabilityIds.default([]) }),
);
export type NewTrainingBody = z.output<typeof newTraining>;

export const trainingCapabilities = request('TrainingCapabilities', z.strictObject({ capabilityIds }));
export type TrainingCapabilitiesBody = z.output<typeof trainingCapabilities>;

export const trainingsQuery = z.strictObject(pageQuery);
export type TrainingsQuery = z.output<typeof trainingsQuery>;

export const training = answer(
  'Training',
  z.object({
    id: anId,
    code: z.string(),
    name: z.string(),
    capabilityIds: z.array(anId),
    createdAt: anInstant,
  }),
);
export type TrainingAnswer = z.input<typeof training>;

export const trainingPage = answer('TrainingPage', pageSchema(training));
