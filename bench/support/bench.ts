import type { RunningPostgres } from '../../demo/parts/postgres.js';
import type { Row } from './contest.js';

export interface BenchOptions {
  /** Loops in one run. */
  loops: number;
  rounds: number;
  cachedLoops: number;
}

export interface Measured {
  rows: Row[];
  figures: Record<string, number>;
  /** What limits it, in a sentence. */
  limit: string;
}

export type Bench = (postgres: RunningPostgres, options: BenchOptions) => Promise<Measured>;
