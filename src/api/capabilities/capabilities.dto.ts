import { z } from 'zod';
import { rubricSchema } from '../../domain/rubric.js';
import { pageQuery, pageSchema } from '../common/page.js';
import { answer, request } from '../common/schemas.js';
import { anId, anInstant, code, line } from '../common/words.js';

export const newCapability = request('NewCapability', z.strictObject({ code, name: line(200) }));
export type NewCapabilityBody = z.output<typeof newCapability>;

export const capabilityChanges = request('CapabilityChanges', z.strictObject({ name: line(200) }));
export type CapabilityChangesBody = z.output<typeof capabilityChanges>;

export const newRubric = request('NewRubric', rubricSchema);
export type NewRubricBody = z.output<typeof newRubric>;

export const capabilitiesQuery = z.strictObject(pageQuery);
export type CapabilitiesQuery = z.output<typeof capabilitiesQuery>;

export const rubricVersion = answer(
  'RubricVersion',
  z.object({
    id: anId,
    capabilityId: anId,
    version: z.int(),
    rubric: rubricSchema,
    publishedAt: anInstant,
  }),
);
export type RubricVersionAnswer = z.input<typeof rubricVersion>;

export const rubricVersions = answer('RubricVersions', z.object({ items: z.array(rubricVersion) }));

export const capability = answer(
  'Capability',
  z.object({
    id: anId,
    code: z.string(),
    name: z.string(),
    rubric: rubricVersion.nullable().describe('The newest version; null: none is published.'),
    createdAt: anInstant,
  }),
);
export type CapabilityAnswer = z.input<typeof capability>;

export const capabilityPage = answer('CapabilityPage', pageSchema(capability));
