import type { Row } from '../access/suppression.js';
import { grouped } from '../domain/grouped.js';
import { CLEARING, type NextStep } from '../domain/loop/stall.js';
import type { Audience } from '../domain/people.js';
import { STALL_REASONS, type StallReason } from '../domain/words.js';
import { KPIS, type Kpi } from './catalogue.js';
import { answersOf, areComparable, figureOf, fits, valuesOf, type Figure } from './figures.js';
import { differenceOf, type Difference } from './interval.js';

/** The published tables of one capability that speak of where it stands. */
export interface Tables {
  capabilityId: string;
  capability: string;
  stalls: readonly Row[];
  standing: readonly Row[];
  /** Of the stalls, some weeks earlier; null: nothing was published then. */
  stallsBefore: readonly Row[] | null;
}

export interface Reason {
  reason: StallReason;
  count: number;
  clearer: Audience;
  nextStep: NextStep;
}

/** One sentence about a place. */
export interface Said {
  because: 'stalledAboveRest' | 'stalledRose' | 'adoptedAboveRest' | 'stalledFell';
  figure: Figure;
  /** What it is held against: the other regions, or the same one before. */
  against: Figure;
  difference: Difference;
}

/** One region in one capability, and the surest that is said of it. */
export interface Place extends Said {
  capabilityId: string;
  capability: string;
  region: string;
  /** What is said of it besides. */
  also: Said[];
  reasons: Reason[];
}

export interface Places {
  intervene: Place[];
  works: Place[];
}

const MOST = 5;

/**
 * Where to intervene, and what works, each place once: regions that differ from the other regions, or from themselves
 * before, the surest difference first; those that chance alone may have brought about come last, and say so. Observed,
 * not explained: other things changed too.
 */
export function placesOf(all: readonly Tables[]): Places {
  const found = all.flatMap((tables) =>
    valuesOf(tables.stalls, 'region').flatMap((region) => inRegion(tables, region)),
  );
  const reasonsFor = ({ because, capabilityId, region }: Found): Reason[] =>
    because === 'adoptedAboveRest'
      ? []
      : reasonsIn(all.find((tables) => tables.capabilityId === capabilityId)!.stalls, region);
  const pick = (from: readonly Found[], ...because: Said['because'][]): Place[] => {
    const inOrder = from
      .filter((place) => because.includes(place.because))
      .sort((a, b) => leastOf(b.difference) - leastOf(a.difference));
    return [...grouped(inOrder, placeKey).values()].slice(0, MOST).map(([surest, ...others]) => ({
      ...surest!,
      also: others.map(saidOf),
      reasons: reasonsFor(surest!),
    }));
  };
  const intervene = pick(found, 'stalledAboveRest', 'stalledRose');
  const named = new Set(intervene.map(placeKey));
  // Where one is to intervene, nothing is called working: it would be said of the same people.
  const others = found.filter((place) => !named.has(placeKey(place)));
  return { intervene, works: pick(others, 'adoptedAboveRest', 'stalledFell') };
}

type Found = Omit<Place, 'also' | 'reasons'>;

const placeKey = ({ capabilityId, region }: Pick<Found, 'capabilityId' | 'region'>): string =>
  `${capabilityId}/${region}`;

const saidOf = ({ because, figure, against, difference }: Found): Said => ({
  because,
  figure,
  against,
  difference,
});

/** How large a difference is at least; below zero where it may be none. */
const leastOf = ({ difference, low, high }: Difference): number => (difference > 0 ? low : -high);

function inRegion(
  { capabilityId, capability, stalls, standing, stallsBefore }: Tables,
  region: string,
): Found[] {
  const here = { capabilityId, capability, region };
  const place = (
    figure: Figure,
    against: Figure,
    because: (difference: number) => Said['because'] | null,
  ): Found[] => {
    if (!figure.share || !against.share) return [];
    const difference = differenceOf(figure.share, against.share);
    const why = because(difference.difference);
    return why ? [{ ...here, because: why, figure, against, difference }] : [];
  };
  const of = (rows: readonly Row[], kpi: Kpi): Figure => figureOf(rows, kpi, { region });
  const elsewhere = (rows: readonly Row[], kpi: Kpi): Figure =>
    figureOf(
      rows.filter((row) => fits(row, { region }) === 'not'),
      kpi,
    );
  const [now, before] = [of(stalls, KPIS.stalled), of(stallsBefore ?? [], KPIS.stalled)];
  return [
    ...place(now, elsewhere(stalls, KPIS.stalled), (by) => (by > 0 ? 'stalledAboveRest' : null)),
    ...place(of(standing, KPIS.adopted), elsewhere(standing, KPIS.adopted), (by) =>
      by > 0 ? 'adoptedAboveRest' : null,
    ),
    ...place(now, before, (by) =>
      !areComparable(before, now) || by === 0 ? null : by > 0 ? 'stalledRose' : 'stalledFell',
    ),
  ];
}

const reasonsIn = (rows: readonly Row[], region: string): Reason[] =>
  reasonsOf(answersOf(rows, { region })?.answers ?? {});

/** Stall reasons that are told, the most frequent first, with who can clear them and what would help next. */
export const reasonsOf = (answers: Readonly<Record<string, number>>): Reason[] =>
  STALL_REASONS.flatMap((reason) => {
    const count = answers[reason];
    return count === undefined ? [] : [{ reason, count, ...CLEARING[reason] }];
  }).sort((a, b) => b.count - a.count);
