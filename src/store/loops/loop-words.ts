import type { EntityManager } from 'typeorm';
import type { Rubric } from '../../domain/rubric.js';

/** What a loop is about, as people call it, and what is looked at in it. */
export interface LoopWords {
  capability: string;
  rubric: Rubric;
}

/** By the ids of enrolments. */
export async function readLoopWords(
  tx: EntityManager,
  enrolments: readonly string[],
): Promise<Map<string, LoopWords>> {
  const rows = (await tx.query(
    `SELECT e.id, c.name AS capability, r.document AS rubric
       FROM enrolment e JOIN capability c ON c.id = e.capability_id JOIN rubric_version r ON r.id = e.rubric_version_id
      WHERE e.id = ANY($1)`,
    [enrolments],
  )) as ({ id: string } & LoopWords)[];
  return new Map(rows.map(({ id, ...words }) => [id, words]));
}
