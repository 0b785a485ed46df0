import { z } from 'zod';
import { VISIT_CHANNELS } from '../../domain/facts.js';
import { pageQuery, pageSchema } from '../common/page.js';
import { answer, request } from '../common/schemas.js';
import { shows } from '../common/shows.js';
import { anId, anInstant, id, instant, line } from '../common/words.js';

const states = z.enum(['planned', 'held', 'cancelled']);
const channel = z.enum(VISIT_CHANNELS);

export const visit = answer(
  'JointVisit',
  z.object({
    id: anId,
    externalId: z.string().nullable(),
    rep: anId,
    at: anInstant,
    observers: z.array(anId),
    institution: z.string().nullable(),
    channel,
    state: states,
    moves: z.int().describe('How often it was moved.'),
  }),
);
export type Visit = z.input<typeof visit>;
shows(visit, { record: 'joint_visit', people: ({ rep }) => [rep] });

export const visitPage = answer('JointVisitPage', pageSchema(visit));
shows(visitPage, { record: 'joint_visit', people: ({ items }) => items.map(({ rep }) => rep) });

export const visitQuery = z.strictObject({
  ...pageQuery,
  rep: id.optional(),
  manager: id.optional().describe('Visits of the reps who report to this person.'),
  observer: id.optional(),
  state: states.optional(),
  from: instant.optional(),
  to: instant.optional().describe('Exclusive.'),
});
export type VisitQuery = z.output<typeof visitQuery>;

export const newVisit = request(
  'NewJointVisit',
  z.strictObject({
    rep: id,
    at: instant,
    observers: z.array(id).min(1).max(10).optional().describe('Default: who sends this.'),
    institution: line(200)
      .optional()
      .describe('Name or CRM id of the institution. Never the name of a person.'),
    channel: channel.default('faceToFace'),
    externalId: line(100).optional().describe('The id of the visit in the CRM.'),
  }),
);
export type NewVisit = z.output<typeof newVisit>;

export const visitMove = request(
  'JointVisitMove',
  z.strictObject({ at: instant, happenedAt: instant.optional() }),
);
export type VisitMove = z.output<typeof visitMove>;

export const visitChange = request('JointVisitChange', z.strictObject({ happenedAt: instant.optional() }));
export type VisitChange = z.output<typeof visitChange>;
