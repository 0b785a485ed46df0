import type { EntityManager } from 'typeorm';
import { Refusal, unknown } from '../refusal.js';

/** What of a program stands in each of its messages. */
export interface SampleOf {
  program: string;
  capability: string;
  rubricVersionId: string;
  cadenceVersionId: string;
  cadence: string;
  version: number;
}

/**
 * Of a program, with the first of its capabilities.
 * @throws Refusal where there is none, or it is not set up far enough to say anything
 */
export async function readSampleOf(tx: EntityManager, programId: string): Promise<SampleOf> {
  const [row] = (await tx.query(
    `SELECT p.name AS program, c.name AS capability, s.rubric_version_id AS "rubricVersionId", v.id AS "cadenceVersionId", l.name AS cadence, v.version
       FROM program p
       LEFT JOIN cadence_version v ON v.id = p.cadence_version_id
       LEFT JOIN cadence_plan l ON l.id = v.cadence_plan_id
       LEFT JOIN program_capability s ON s.program_id = p.id
       LEFT JOIN capability c ON c.id = s.capability_id
      WHERE p.id = $1 ORDER BY c.name LIMIT 1`,
    [programId],
  )) as (SampleOf | (Record<keyof SampleOf, null> & { program: string }))[];
  if (!row) throw unknown('program', programId);
  if (row.cadence === null || row.capability === null)
    throw new Refusal(
      'conflict',
      'A message speaks of a capability and of the cadence by which it came, and the program has not both yet. Choose them first.',
    );
  return row;
}
