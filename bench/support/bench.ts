import type { RunningPostgres } from '../../demo/parts/postgres.js';
import type { Row } from './contest.js';

export interface BenchOptions {
  /** Loops in one run. */
  loops: number;
  rounds: number;
  cachedLoops: number;
}

export type Bench = (
  postgres: RunningPostgres,
  options: BenchOptions,
) => Promise<{ rows: Row[]; figures: Record<string, number>; limit: string }>;
