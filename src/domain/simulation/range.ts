/** A figure over several runs: its middle, and between what eight of ten runs lie. */
export interface Range {
  low: number;
  middle: number;
  high: number;
}

export const rangeOf = (values: readonly number[]): Range => ({
  low: percentile(values, 0.1),
  middle: percentile(values, 0.5),
  high: percentile(values, 0.9),
});

/** The least value that a share of all do not exceed; 0 where there are none. */
export function percentile(values: readonly number[], part: number): number {
  const sorted = [...values].sort((a, b) => a - b);
  return sorted[Math.max(0, Math.ceil(part * sorted.length) - 1)] ?? 0;
}
