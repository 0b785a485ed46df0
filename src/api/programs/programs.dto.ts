import { z } from 'zod';
import { pageQuery, pageSchema } from '../common/page.js';
import { answer, request } from '../common/schemas.js';
import { newWaves } from '../waves/waves.dto.js';
import { anId, anInstant, code, day, id, instant, line } from '../common/words.js';

const businessFunction = z.enum(['commercial', 'medical']);

const fields = {
  name: line(200),
  ownerId: id.nullable().describe('Hears of what nobody else clears. Needed for the launch.'),
  sponsorId: id.nullable(),
  cadenceVersionId: id.nullable().describe('Pinned by loops that open from now on. Needed for the launch.'),
  blackouts: z
    .array(
      z
        .strictObject({ from: day, to: day })
        .refine(({ from, to }) => from <= to, { path: ['to'], message: 'must not be before from' }),
    )
    .max(100, 'at most 100')
    .describe('Days on which nobody is coached: congresses, launch weeks.'),
};

export const newProgram = request(
  'NewProgram',
  z.strictObject({
    code,
    function: businessFunction.describe('Whose completions open loops: those of this line.'),
    ...z.object(fields).partial().shape,
    name: fields.name,
    backfilled: z
      .boolean()
      .optional()
      .describe('Its past is played in afterwards, for a demo or a migration; shown wherever it is.'),
  }),
);
export type NewProgramBody = z.output<typeof newProgram>;

export const programChanges = request('ProgramChanges', z.strictObject(fields).partial());
export type ProgramChangesBody = z.output<typeof programChanges>;

export const programCapabilities = request(
  'ProgramCapabilities',
  z.strictObject({
    capabilities: z
      .array(
        z.strictObject({
          capabilityId: id,
          rubricVersionId: id.optional().describe('Left out: the newest.'),
        }),
      )
      .max(50, 'at most 50'),
  }),
);
export type ProgramCapabilitiesBody = z.output<typeof programCapabilities>;

export const crossing = request('FunctionCrossing', z.strictObject({ crossesFunctions: z.boolean() }));
export type CrossingBody = z.output<typeof crossing>;

export const launch = request(
  'Launch',
  z.strictObject({
    at: instant.optional().describe('Due dates count from the later of training and launch. Left out: now.'),
    waves: newWaves
      .optional()
      .describe('Region by region, with a hold between. Left out: for everybody at once.'),
  }),
);
export type LaunchBody = z.output<typeof launch>;

export const programsQuery = z.strictObject({
  ...pageQuery,
  figures: z.literal('true').optional().describe('Only those whose figures the caller may see.'),
});
export type ProgramsQuery = z.output<typeof programsQuery>;

const programFields = z.object({
  id: anId,
  code: z.string(),
  name: z.string(),
  function: businessFunction,
  ownerId: anId.nullable(),
  sponsorId: anId.nullable(),
  cadenceVersionId: anId.nullable(),
  capabilities: z.array(z.object({ capabilityId: anId, rubricVersionId: anId })),
  blackouts: z.array(z.object({ from: z.string(), to: z.string() })),
  crossesFunctions: z
    .boolean()
    .describe('Whether commercial and medical people see each other’s loops in it.'),
  backfilled: z.boolean(),
  launchAt: anInstant.nullable().describe('Null: not launched.'),
  createdAt: anInstant,
});

export const program = answer('Program', programFields);
export type ProgramAnswer = z.input<typeof program>;

export const launched = answer(
  'LaunchedProgram',
  programFields.extend({ rolloutId: anId.describe('Under which the progress of the rollout can be asked.') }),
);
export type LaunchedAnswer = z.input<typeof launched>;

export const programPage = answer('ProgramPage', pageSchema(program));
