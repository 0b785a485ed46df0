import { z } from 'zod';
import { answer, request } from '../common/schemas.js';
import { shows } from '../common/shows.js';
import { anId, anInstant, id, instant } from '../common/words.js';

export const newLine = request(
  'NewReportingLine',
  z.strictObject({
    managerId: id.nullable().describe('Null: the top of a line, or a vacant one.'),
    from: instant.optional().describe('From when on; not in the future. Left out: now.'),
  }),
);
export type NewLineBody = z.output<typeof newLine>;

export const reportingLines = answer(
  'ReportingLines',
  z.object({
    items: z.array(
      z.object({
        managerId: anId,
        validFrom: anInstant,
        validTo: anInstant.nullable().describe('Null: until today.'),
      }),
    ),
  }),
);
export type LinesAnswer = z.input<typeof reportingLines>;
shows(reportingLines, { record: 'reporting_line', people: (_, { params }) => [params.id!] });

export const standIns = answer(
  'StandIns',
  z.object({
    items: z
      .array(z.object({ id: anId, name: z.string() }))
      .describe(
        'Whoever leads them, and peers of their function: those of their own team first, then by name.',
      ),
  }),
);
export type StandInsAnswer = z.input<typeof standIns>;

export const delegation = request(
  'Delegation',
  z.strictObject({ delegateId: id.nullable().describe('Who stands in while they are away; null: nobody.') }),
);
export type DelegationBody = z.output<typeof delegation>;

export const newCoCoach = request('NewCoCoach', z.strictObject({ coachId: id }));
export type NewCoCoachBody = z.output<typeof newCoCoach>;

export const coCoach = answer('CoCoach', z.object({ coachId: anId, since: anInstant }));
export type CoCoachAnswer = z.input<typeof coCoach>;

export const coCoaches = answer('CoCoaches', z.object({ items: z.array(coCoach) }));
for (const schema of [coCoach, coCoaches])
  shows(schema, { record: 'co_coach_share', people: (_, { params }) => [params.id!] });
