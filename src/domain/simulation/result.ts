import type { Figures } from './figures.js';
import { compared, summaryOf } from './runs.js';
import { aheadOf, type WeekAhead } from './weeks-ahead.js';

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
    ahead: aheadOf({ beside, tried }),
  };
}

/** What is kept of a simulation. */
export type SimulationResult = Omit<ReturnType<typeof resultOf>, 'ahead'> & {
  /** Not in what was kept before weeks were told day by day. */
  ahead?: WeekAhead[];
  /** Loops that were played, and open ones that were left out since there are too many. */
  loops: number;
  left: number;
};
