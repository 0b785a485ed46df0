import type { EntityManager } from 'typeorm';
import { v7 as uuid } from 'uuid';
import { toIso, type Instant } from '../../domain/time.js';

export type ImportKind = 'people' | 'completions' | 'visits';

/** Remembers what became of a file, as it was answered. */
export async function saveImportRun(
  tx: EntityManager,
  run: { kind: ImportKind; dryRun: boolean; applied: boolean; report: object },
  now: Instant,
): Promise<string> {
  const id = uuid();
  await tx.query(
    'INSERT INTO import_run (id, kind, dry_run, applied, report, created_at) VALUES ($1, $2, $3, $4, $5, $6)',
    [id, run.kind, run.dryRun, run.applied, JSON.stringify(run.report), toIso(now)],
  );
  return id;
}

export async function readImportRun(tx: EntityManager, id: string): Promise<object | null> {
  const [row] = (await tx.query('SELECT report FROM import_run WHERE id = $1', [id])) as { report: object }[];
  return row?.report ?? null;
}
