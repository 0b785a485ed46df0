import type { TrainedRegions } from '#api/types.gen';

type Regions = TrainedRegions['items'];

/** A launch as its owner thinks of it. */
export interface Plan {
  inWaves: boolean;
  /** By region, from 1; who is not named comes second. */
  wave: Readonly<Record<string, number>>;
  holdDays: number;
  /** From 0 to 100; null: never. */
  percent: { stalledAbove: number | null; disputedAbove: number | null; seenBelow: number | null };
}

export const WITHOUT_WAVES: Plan = {
  inWaves: false,
  wave: {},
  holdDays: 14,
  percent: { stalledAbove: 30, disputedAbove: null, seenBelow: null },
};

/** The regions of each wave in their order; a number that nobody chose is no wave. The smallest begins where nobody chose any. */
export function wavesOf({ wave }: Plan, regions: Regions): string[][] {
  const named = regions.flatMap(({ region }) => region ?? []);
  const numbers = [...new Set(named.map((region) => wave[region] ?? 2))].sort((a, b) => a - b);
  return numbers.map((number) => named.filter((region) => (wave[region] ?? 2) === number));
}

/** The stop rules as shares. */
export const shareOf = ({ percent }: Plan): Partial<Record<keyof Plan['percent'], number>> =>
  Object.fromEntries(
    Object.entries(percent).flatMap(([rule, value]) => (value === null ? [] : [[rule, value / 100]])),
  );

export const reached = (regions: Regions): { reps: number; loops: number } => ({
  reps: regions.reduce((sum, { reps }) => sum + reps, 0),
  loops: regions.reduce((sum, { loops }) => sum + loops, 0),
});
