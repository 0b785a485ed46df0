import { z } from 'zod';
import { VISIT_CHANNELS } from '../../domain/facts.js';
import { answer, request } from '../common/schemas.js';
import { shows } from '../common/shows.js';
import { anId, id, instant, line, prose } from '../common/words.js';
import { visit } from '../visits/visits.dto.js';
import { MOST_WRITTEN, writtenFields } from './written.js';

const seenFields = {
  observer: id.optional().describe('Who saw it. Default: who sends this.'),
  happenedAt: instant.optional(),
  givenAt: instant.optional().describe('When the feedback was given. Default: now.'),
  prompted: z.boolean().default(true).describe('Whether the rep was told what would be looked at.'),
  customer: line(200)
    .optional()
    .describe('Name or CRM id of the institution. Never the name of a person. The log holds only its hash.'),
  note: prose(MOST_WRITTEN).optional(),
};

export const report = request(
  'VisitReport',
  z.strictObject({
    ...seenFields,
    happenedAt: seenFields.happenedAt.describe('When it was seen. Default: the time of the visit.'),
    channel: z.enum(VISIT_CHANNELS).optional().describe('Default: that of the visit.'),
    customer: seenFields.customer.describe(
      'Name or CRM id of the institution, never the name of a person. Default: that of the visit. The log holds only its hash.',
    ),
    capabilities: z
      .array(
        z.strictObject({
          capability: line(100).describe('Code or id.'),
          program: line(100)
            .optional()
            .describe('Code or id. Default: every open program of the rep that holds it.'),
          ...writtenFields,
        }),
      )
      .min(1, 'name at least one capability that was seen')
      .max(20),
  }),
);
export type Report = z.output<typeof report>;

export const observation = request(
  'NewObservation',
  z.strictObject({
    ...seenFields,
    happenedAt: seenFields.happenedAt.describe('When it was seen. Default: now.'),
    channel: z.enum(VISIT_CHANNELS).default('faceToFace'),
    ...writtenFields,
  }),
);
export type Observation = z.output<typeof observation>;

export const observed = answer(
  'Observed',
  z.object({
    enrolment: anId,
    observation: anId,
    action: anId.nullable().describe('The action agreed in the same report.'),
    fact: anId,
    seq: z.int(),
  }),
);
export type ObservedAnswer = z.input<typeof observed>;

export const observedWherever = answer(
  'ObservedWherever',
  observed.extend({
    elsewhere: z
      .array(observed)
      .describe('The rep’s other programs that hold the capability: it counts there too.'),
  }),
);
export type ObservationAnswer = z.input<typeof observedWherever>;

export const reported = answer('Reported', z.object({ visit, observations: z.array(observed) }));
export type Reported = z.input<typeof reported>;
shows(reported, { record: 'joint_visit', people: ({ visit: { rep } }) => [rep] });
