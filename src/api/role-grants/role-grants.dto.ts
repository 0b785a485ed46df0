import { z } from 'zod';
import { GRANTED_ROLES } from '../../access/words.js';
import { pageQuery, pageSchema } from '../common/page.js';
import { answer, request } from '../common/schemas.js';
import { shows } from '../common/shows.js';
import { anId, anInstant, id, instant, line } from '../common/words.js';

const role = z.enum(GRANTED_ROLES);

export const newGrant = request(
  'NewRoleGrant',
  z.strictObject({
    personId: id,
    role,
    subjectId: id.nullable().default(null).describe('Of legal: the one person whose records it opens.'),
    reason: line(500).describe('Why; whoever audits reads it.'),
    until: instant.nullable().default(null).describe('Null: until it is ended. Legal: within 30 days.'),
  }),
);
export type NewGrantBody = z.output<typeof newGrant>;

export const grantsQuery = z.strictObject({ ...pageQuery, personId: id.optional() });
export type GrantsQuery = z.output<typeof grantsQuery>;

export const grant = answer(
  'RoleGrant',
  z.object({
    id: anId,
    personId: anId,
    name: z.string().nullable().describe('Of the person, as it is now; null: erased.'),
    role,
    subjectId: anId.nullable(),
    reason: z.string(),
    grantedBy: z.object({ kind: z.enum(['person', 'key']), id: anId }),
    from: anInstant,
    until: anInstant.nullable(),
  }),
);
export type GrantAnswer = z.input<typeof grant>;

export const grantPage = answer('RoleGrantPage', pageSchema(grant));
shows(grantPage, { record: 'role_grant', people: ({ items }) => items.map(({ personId }) => personId) });
