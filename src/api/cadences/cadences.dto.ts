import { z } from 'zod';
import { cadenceSchema } from '../../domain/cadence.js';
import { pageQuery, pageSchema } from '../common/page.js';
import { answer, request } from '../common/schemas.js';
import { anId, anInstant, line } from '../common/words.js';

const draft = z
  .record(z.string(), z.unknown())
  .describe(
    'A CadenceDocument, or what is to become one: it is judged when asked, and when it is published.',
  );

export const newCadence = request(
  'NewCadence',
  z.strictObject({ name: line(200), draft: draft.default({}) }),
);
export type NewCadenceBody = z.output<typeof newCadence>;

export const cadenceChanges = request(
  'CadenceChanges',
  z.strictObject({ name: line(200).optional(), draft: draft.optional() }),
);
export type CadenceChangesBody = z.output<typeof cadenceChanges>;

export const cadencesQuery = z.strictObject(pageQuery);
export type CadencesQuery = z.output<typeof cadencesQuery>;

export const cadence = answer(
  'Cadence',
  z.object({
    id: anId,
    name: z.string(),
    draft: z.unknown(),
    revision: z.int().describe('Of name and draft; also the ETag.'),
    updatedAt: anInstant,
  }),
);
export type CadenceAnswer = z.input<typeof cadence>;

export const cadencePage = answer('CadencePage', pageSchema(cadence));

export const verdict = answer(
  'CadenceVerdict',
  z.object({
    revision: z.int(),
    problems: z
      .array(z.object({ path: z.string(), message: z.string() }))
      .describe('Empty: the draft can be published.'),
  }),
);
export type VerdictAnswer = z.input<typeof verdict>;

export const cadenceVersion = answer(
  'CadenceVersion',
  z.object({
    id: anId,
    cadenceId: anId,
    version: z.int(),
    document: answer('CadenceDocument', cadenceSchema),
    publishedAt: anInstant,
  }),
);
export type CadenceVersionAnswer = z.input<typeof cadenceVersion>;

export const cadenceVersions = answer('CadenceVersions', z.object({ items: z.array(cadenceVersion) }));
