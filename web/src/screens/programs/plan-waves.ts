import type { TrainedRegions, Waves } from '#api/types.gen';

type Regions = TrainedRegions['items'];

/** A launch as its owner thinks of it. */
export interface Plan {
  inWaves: boolean;
  /** By region, from 1, as it was chosen. */
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

/** With which wave a region begins: where nobody has chosen the smallest is the first, and all others come after it. */
export function waveOf({ wave }: Plan, regions: Regions, region: string): number {
  const smallest = regions.findLast((one) => one.region !== null)?.region;
  return wave[region] ?? (region === smallest ? 1 : 2);
}

/** The regions of each wave in their order; a number that nobody chose is no wave. */
export function wavesOf(plan: Plan, regions: Regions): string[][] {
  const named = regions.flatMap(({ region }) => region ?? []);
  const numberOf = (region: string): number => waveOf(plan, regions, region);
  const numbers = [...new Set(named.map(numberOf))].sort((a, b) => a - b);
  return numbers.map((number) => named.filter((region) => numberOf(region) === number));
}

/** The stop rules as shares. */
export const shareOf = ({ percent }: Plan): Partial<Record<keyof Plan['percent'], number>> =>
  Object.fromEntries(
    Object.entries(percent).flatMap(([rule, value]) => (value === null ? [] : [[rule, value / 100]])),
  );

type Standing = NonNullable<Waves['plan']>;

/** The regions that a launched rollout can still order: of the waves to come, and those that no wave names. */
export function regionsAhead({ waves }: Standing, trained: Regions): Regions {
  const begun = waves.filter(({ openedAt }) => openedAt !== null).flatMap(({ regions }) => regions);
  const waiting = trained.filter(({ region }) => region !== null && !begun.includes(region));
  const named = waves.filter(({ openedAt }) => openedAt === null).flatMap(({ regions }) => regions);
  const empty = named.filter((region) => !waiting.some((one) => one.region === region));
  return [...waiting, ...empty.map((region) => ({ region, reps: 0, loops: 0 }))];
}

const hundred = (share: number | undefined): number | null =>
  share === undefined ? null : Math.round(share * 1000) / 10;

/** How a launched rollout goes on, as its owner thinks of it; a region that no wave names comes with the last. */
export function planOf({ waves, holdDays, stopWhen }: Standing, regions: Regions): Plan {
  const numberOf = (region: string): number =>
    waves.find((wave) => wave.regions.includes(region))?.number ?? waves.length;
  return {
    inWaves: true,
    wave: Object.fromEntries(
      regions.flatMap(({ region }) => (region === null ? [] : [[region, numberOf(region)]])),
    ),
    holdDays,
    percent: {
      stalledAbove: hundred(stopWhen.stalledAbove),
      disputedAbove: hundred(stopWhen.disputedAbove),
      seenBelow: hundred(stopWhen.seenBelow),
    },
  };
}

export const reached = (regions: Regions): { reps: number; loops: number } => ({
  reps: regions.reduce((sum, { reps }) => sum + reps, 0),
  loops: regions.reduce((sum, { loops }) => sum + loops, 0),
});
