import { z } from 'zod';
import { cadenceSchema } from '../../domain/cadence.js';
import { CONCERNS } from '../../domain/cadence-review/concerns.js';
import { TEMPLATES } from '../../domain/cadence-templates.js';
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

const problem = z.object({
  path: z.string().describe('Where in the document, e.g. `ladders.observe.2.at`.'),
  message: z.string(),
});

/** Any document, whether or not it can be published. */
export const aDocument = request('CadenceToReview', z.strictObject({ document: draft }));
export type DocumentBody = z.output<typeof aDocument>;

const concern = z.object({ code: z.enum(CONCERNS), path: z.string(), text: z.string() });

export const review = answer(
  'CadenceReview',
  z.object({
    problems: z
      .array(problem)
      .describe('What keeps it from being published; nothing else is looked at then.'),
    concerns: z.array(concern).describe('What is legal and probably not meant.'),
    pace: z
      .object({ days: z.int().describe('By the clock of the document.'), text: z.string() })
      .nullable()
      .describe('How long it takes to adoption where everything is done on its last day.'),
  }),
);
export type ReviewAnswer = z.input<typeof review>;

export const twoDocuments = request(
  'CadencesToCompare',
  z.strictObject({ before: cadenceSchema, after: cadenceSchema }),
);
export type TwoDocumentsBody = z.output<typeof twoDocuments>;

const differences = z.array(z.object({ path: z.string(), text: z.string() }));

export const difference = answer('CadenceDifference', z.object({ items: differences }));
export type DifferenceAnswer = z.input<typeof difference>;

export const verdict = answer(
  'CadenceVerdict',
  z.object({
    revision: z.int().describe('Of the draft that was looked at: publish it with this one in If-Match.'),
    version: z.int().describe('Which it would become.'),
    problems: z.array(problem).describe('Empty: the draft can be published.'),
    concerns: z.array(concern).describe('What is legal and probably not meant.'),
    difference: differences
      .nullable()
      .describe('From the newest version, in words; null: there is none, or the draft is no cadence yet.'),
  }),
);
export type VerdictAnswer = z.input<typeof verdict>;

const cadenceDocument = answer('CadenceDocument', cadenceSchema);

export const cadenceVersion = answer(
  'CadenceVersion',
  z.object({
    id: anId,
    cadenceId: anId,
    version: z.int(),
    document: cadenceDocument,
    publishedAt: anInstant,
  }),
);
export type CadenceVersionAnswer = z.input<typeof cadenceVersion>;

export const cadenceVersions = answer('CadenceVersions', z.object({ items: z.array(cadenceVersion) }));

export const templates = answer(
  'CadenceTemplates',
  z.object({
    items: z.array(
      z.object({
        name: z.enum(Object.keys(TEMPLATES) as [keyof typeof TEMPLATES]),
        title: z.string(),
        reason: z.string().describe('What it is for.'),
        document: cadenceDocument,
      }),
    ),
  }),
);
export type TemplatesAnswer = z.input<typeof templates>;
