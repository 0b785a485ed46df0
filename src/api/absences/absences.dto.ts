import { z } from 'zod';
import { answer, request } from '../common/schemas.js';
import { shows } from '../common/shows.js';
import { anId, anInstant, day } from '../common/words.js';

export const newAbsence = request(
  'NewAbsence',
  z.strictObject({
    from: day.describe('First day.'),
    to: day.describe('Last day.'),
    partDay: z.boolean().default(false).describe('Stops hours, not days: the days stay working days.'),
  }),
);
export type NewAbsenceBody = z.output<typeof newAbsence>;

export const absence = answer(
  'Absence',
  z.object({ id: anId, from: z.string(), to: z.string(), partDay: z.boolean(), recordedAt: anInstant }),
);
export type AbsenceAnswer = z.input<typeof absence>;

export const absences = answer('Absences', z.object({ items: z.array(absence) }));
for (const schema of [absence, absences])
  shows(schema, { record: 'absence', people: (_, { params }) => [params.id!] });
