import type { EntityManager } from 'typeorm';
import { v7 as uuid } from 'uuid';
import { toIso, type Instant } from '../../domain/time.js';

export interface CompletionKey {
  personId: string;
  trainingId: string;
  contentVersion: string;
}

export interface NewCompletion extends CompletionKey {
  completedAt: Instant;
}

/** Names a completion: one for each person, training and version of its content. */
export const completionKey = ({ personId, trainingId, contentVersion }: CompletionKey): string =>
  `${personId} ${trainingId} ${contentVersion}`;

export async function trainingIds(tx: EntityManager): Promise<Map<string, string>> {
  const rows = (await tx.query('SELECT id, code FROM training')) as { id: string; code: string }[];
  return new Map(rows.map(({ id, code }) => [code, id]));
}

/** What is stored of these trainings, by `completionKey`. */
export async function completionsOf(
  tx: EntityManager,
  trainings: readonly string[],
): Promise<Map<string, Instant>> {
  const rows = (await tx.query(
    `SELECT person_id AS "personId", training_id AS "trainingId", content_version AS "contentVersion",
            (extract(epoch FROM completed_at) * 1000)::float8 AS "completedAt" FROM completion WHERE training_id = ANY($1)`,
    [trainings],
  )) as NewCompletion[];
  return new Map(rows.map((row) => [completionKey(row), row.completedAt]));
}

const BATCH = 5_000;

/** Stores completions; of one that is known, the later date stays. */
export async function saveCompletions(
  tx: EntityManager,
  completions: readonly NewCompletion[],
  now: Instant,
): Promise<void> {
  for (let from = 0; from < completions.length; from += BATCH)
    await tx.query(
      `INSERT INTO completion (id, person_id, training_id, content_version, completed_at, imported_at)
       SELECT c.id, c."personId", c."trainingId", c."contentVersion", c.at, $2
         FROM jsonb_to_recordset($1::jsonb) AS c (id uuid, "personId" uuid, "trainingId" uuid, "contentVersion" text, at timestamptz)
       ON CONFLICT (person_id, training_id, content_version)
       DO UPDATE SET completed_at = greatest(completion.completed_at, excluded.completed_at)`,
      [
        JSON.stringify(
          completions
            .slice(from, from + BATCH)
            .map(({ completedAt, ...key }) => ({ ...key, id: uuid(), at: toIso(completedAt) })),
        ),
        toIso(now),
      ],
    );
}

/** Programs with a launch instant whose capabilities these trainings introduce. */
export async function launchedProgramsCovering(
  tx: EntityManager,
  trainings: readonly string[],
): Promise<string[]> {
  const rows = (await tx.query(
    `SELECT DISTINCT p.id FROM program p
       JOIN program_capability pc ON pc.program_id = p.id
       JOIN training_capability tc ON tc.capability_id = pc.capability_id
      WHERE p.launch_at IS NOT NULL AND tc.training_id = ANY($1) ORDER BY p.id`,
    [trainings],
  )) as { id: string }[];
  return rows.map(({ id }) => id);
}
