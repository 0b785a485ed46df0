import type { EntityManager } from 'typeorm';
import type { Instant } from '../../domain/time.js';

export interface RolloutRow {
  id: string;
  programId: string;
  state: 'queued' | 'running' | 'done';
  /** Loops to open; null until counted. */
  total: number | null;
  opened: number;
  createdAt: Instant;
  finishedAt: Instant | null;
}

/** The latest launches of a program, newest first. */
export const listRollouts = (tx: EntityManager, programId: string, limit: number): Promise<RolloutRow[]> =>
  tx.query(`${ROLLOUTS} AND program_id = $1 ORDER BY created_at DESC, id DESC LIMIT $2`, [programId, limit]);

export async function readRollout(tx: EntityManager, id: string): Promise<RolloutRow | null> {
  const [row] = (await tx.query(`${ROLLOUTS} AND id = $1`, [id])) as RolloutRow[];
  return row ?? null;
}

const ROLLOUTS = `SELECT id, program_id AS "programId", state, total, done AS opened,
    (extract(epoch FROM created_at) * 1000)::float8 AS "createdAt", (extract(epoch FROM finished_at) * 1000)::float8 AS "finishedAt"
  FROM job WHERE kind = 'rolloutLaunch'`;
