import type { Figures } from './figures.js';
import { compared, summaryOf } from './runs.js';

/** Runs of a cadence that is tried, and under the same seeds of the one in force; none where there is none. */
export interface Runs {
  beside: readonly Figures[];
  tried: readonly Figures[];
}

/** The figures side by side, and of the cadence that is tried who would be asked for most. */
export function resultOf({ beside, tried }: Runs) {
  const { numbers, weekly, mostTold, over, heaviest } = summaryOf(tried);
  return {
    numbers,
    beside: beside.length > 0 ? compared(beside, tried) : null,
    weekly,
    mostTold,
    over,
    heaviest,
  };
}

/** What is kept of a simulation. */
export type SimulationResult = ReturnType<typeof resultOf> & {
  /** Loops that were played, and open ones that were left out since there are too many. */
  loops: number;
  left: number;
};
