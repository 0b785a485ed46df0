/**
 * Which figures may be published. docs/privacy.md says what this protects against, and what it does not.
 *
 * Three rules carry it. Reps are counted in **groups** that never change once closed. Every figure **splits** what it
 * counts into parts of which none is small, so that nobody stands in a part almost alone, and none is known to be empty.
 * And of each question one table of **rows** is published for a closed period, in which no two rows overlap: every
 * answer is a sum of rows, so that no answers subtracted from each other say more than the rows do.
 */

export interface Thresholds {
  /** Fewest reps behind a figure. */
  reps: number;
  /** Fewest managers behind a figure about coaching, which is a figure about what managers did. */
  managers: number;
}

/** No country and no organisation goes below. */
export const FLOOR: Thresholds = { reps: 5, managers: 3 };

export const strictest = (all: readonly Thresholds[]): Thresholds => ({
  reps: Math.max(FLOOR.reps, ...all.map(({ reps }) => reps)),
  managers: Math.max(FLOOR.managers, ...all.map(({ managers }) => managers)),
});

/** By what figures can be cut. */
export const DIMENSIONS = [
  'region',
  'market',
  'country',
  'function',
  'role',
  'tenure',
  'cohort',
  'contentVersion',
] as const;
export type Dimension = (typeof DIMENSIONS)[number];

/** What all reps of a group or row have in common; null: they differ in it. Empty: it is not known of them. */
export type Place = Readonly<Record<Dimension, string | null>>;

/** A place of which only the region is told. */
export const inRegion = (region: string): Place => ({
  ...(Object.fromEntries(DIMENSIONS.map((dimension) => [dimension, null])) as Record<Dimension, null>),
  region,
});

/** What several places have in common. */
export const commonPlace = (places: readonly Place[]): Place =>
  Object.fromEntries(
    DIMENSIONS.map((dimension) => {
      const value = places[0]?.[dimension] ?? null;
      return [dimension, places.every((place) => place[dimension] === value) ? value : null];
    }),
  ) as Record<Dimension, string | null>;

/** Reps of one region who were counted for the first time together. Who they are never changes. */
export interface Group {
  id: string;
  place: Place;
  reps: number;
  /** What the countries of its reps ask for. */
  thresholds: Thresholds;
  /** Who led them when they were first counted: this never changes either. */
  managersThen: readonly string[];
  managersNow: readonly string[];
}

/** The answers to a question, in parts that are never taken apart unless each answer is large enough. */
export interface Question {
  parts: Readonly<Record<string, readonly string[]>>;
  aboutCoaching: boolean;
  /** It is asked for its answers more than for its cuts: a row takes groups in until it tells most of them. */
  byAnswer?: true;
  /** By what rows are kept apart where they can be; the region, unless said otherwise. */
  apartBy?: Dimension;
  /**
   * A group is counted once so long has passed for all its reps, and then its answers stay. So does its row: what is
   * left waits, for whoever took the row of last week from one with it would be told of it alone.
   */
  followed?: true;
}

export type Counts = Readonly<Record<string, number>>;

export const WHY_SUPPRESSED = ['tooFewReps', 'tooFewManagers', 'wouldRevealFew', 'tooEarly'] as const;
export type WhySuppressed = (typeof WHY_SUPPRESSED)[number];

export interface Suppressed {
  suppressed: WhySuppressed;
}

export interface Split {
  /** The denominator: the sum of the parts. */
  of: number;
  parts: Record<string, number>;
  /** Those answers that are large enough; what a part holds beside them stands under answers that are not. */
  answers: Record<string, number>;
}

export const isSuppressed = (figure: object): figure is Suppressed => 'suppressed' in figure;

/** A row of a published table: whole groups, and what may be said of them. */
export interface Row {
  place: Place;
  /** Regions that could not stand alone and are answered together; else the one. */
  regions: string[];
  reps: number;
  figure: Split | Suppressed;
}

const sum = (numbers: readonly number[]): number => numbers.reduce((total, number) => total + number, 0);

/** Splits a population so that no part is small, and no answer is known to be nobody's. */
export function split({ parts }: Question, counts: Counts, atLeast: number): Split | Suppressed {
  const of = (answers: readonly string[]): number => sum(answers.map((answer) => counts[answer] ?? 0));
  const sizes = Object.fromEntries(Object.entries(parts).map(([part, answers]) => [part, of(answers)]));
  if (Object.values(sizes).some((size) => size < atLeast)) return { suppressed: 'wouldRevealFew' };
  const shown = Object.values(parts).flatMap((answers) => shownOf(answers, counts, atLeast));
  return { of: sum(Object.values(sizes)), parts: sizes, answers: Object.fromEntries(shown) };
}

/** Small answers stand together; where they are still few, or nobody, the smallest other answer stands with them. */
function shownOf(answers: readonly string[], counts: Counts, atLeast: number): [string, number][] {
  const all = answers.map((answer): [string, number] => [answer, counts[answer] ?? 0]);
  const shown = all.filter(([, count]) => count >= atLeast).sort((a, b) => b[1] - a[1]);
  if (shown.length === all.length) return shown;
  let other = sum(all.map(([, count]) => count)) - sum(shown.map(([, count]) => count));
  while (shown.length > 0 && other < atLeast) other += shown.pop()![1];
  return shown;
}

/** A row tells little of its answers if more than a quarter of a part stands under none. */
const UNTOLD = 1 / 4;

const isTelling = ({ parts, byAnswer }: Question, figure: Split): boolean =>
  !byAnswer ||
  Object.entries(parts).every(([part, answers]) => {
    const told = sum(answers.map((answer) => figure.answers[answer] ?? 0));
    return told >= figure.parts[part]! * (1 - UNTOLD);
  });

export interface Counting {
  group: Group;
  counts: Counts;
}

/**
 * The table of one question: groups of a region (or of what else keeps rows apart), in the order in which they closed,
 * are put together until the row can be shown, and tells enough; what is left joins the row before. Regions that cannot
 * stand alone are answered together, where that can be; what is kept apart otherwise is not, since nothing asks for it.
 * @param all groups in the order of their closing
 */
export const tableOf = (question: Question, all: readonly Counting[]): Row[] =>
  filledTableOf(question, all).map(({ row }) => row);

/** A row with those who are in it. */
export interface Filled {
  row: Row;
  of: readonly Counting[];
}

/** The same, with who is in which row: for whoever may see them. */
export function filledTableOf(question: Question, all: readonly Counting[]): Filled[] {
  const { apartBy = 'region' } = question;
  const values = [...new Set(all.map(({ group }) => group.place[apartBy]))].sort();
  const rows: Filled[] = [];
  const alone: Countable[][] = [];
  for (const value of values) {
    const here = all.filter(({ group }) => group.place[apartBy] === value);
    const { sets, left } = countable(here, question.aboutCoaching);
    rows.push(...left);
    const { closed, open } = joined(question, sets);
    rows.push(...closed.map((set) => rowOf(question, set)));
    if (open.length > 0) alone.push(open);
  }
  const together = alone.length > 1 && !question.apartBy ? rowOf(question, alone.flat()) : null;
  if (together && !isSuppressed(together.row.figure)) return [...rows, together];
  return [...rows, ...alone.map((set) => rowOf(question, set))];
}

/** Groups that are large enough and were led by enough managers, once they are joined so. */
type Countable = readonly Counting[];

/**
 * Groups that may be counted for a question: joined in their order until each set is large enough, and was led by
 * enough managers where it is about them.
 */
export function countable(
  here: readonly Counting[],
  aboutCoaching: boolean,
): { sets: Countable[]; left: Filled[] } {
  const sets: Countable[] = [];
  let open: Counting[] = [];
  for (const one of here) {
    open.push(one);
    if (!isLarge(open) || (aboutCoaching && !isLedByEnough(open, 'managersThen'))) continue;
    sets.push(open);
    open = [];
  }
  const left = open.length > 0 ? [withheld(open, isLarge(open) ? 'tooFewManagers' : 'tooFewReps')] : [];
  return { sets, left };
}

const asks = (set: readonly Counting[]): Thresholds => strictest(set.map(({ group }) => group.thresholds));
const repsOf = (set: readonly Counting[]): number => sum(set.map(({ group }) => group.reps));
const isLarge = (set: readonly Counting[]): boolean => repsOf(set) >= asks(set).reps;
const isLedByEnough = (set: readonly Counting[], of: 'managersThen' | 'managersNow'): boolean =>
  new Set(set.flatMap(({ group }) => group[of])).size >= asks(set).managers;

function joined(
  question: Question,
  sets: readonly Countable[],
): { closed: Countable[][]; open: Countable[] } {
  const closed: Countable[][] = [];
  let open: Countable[] = [];
  for (const set of sets) {
    open.push(set);
    const figure = figureOf(question, open.flat());
    if (isSuppressed(figure) || !isTelling(question, figure)) continue;
    closed.push(open);
    open = [];
  }
  if (open.length === 0) return { closed, open };
  if (!isSuppressed(figureOf(question, open.flat()))) return { closed: [...closed, open], open: [] };
  const last = question.followed ? undefined : closed.pop();
  return last ? { closed: [...closed, [...last, ...open]], open: [] } : { closed, open };
}

function figureOf(question: Question, groups: readonly Counting[]): Split | Suppressed {
  const counts: Record<string, number> = {};
  for (const one of groups)
    for (const [answer, count] of Object.entries(one.counts)) counts[answer] = (counts[answer] ?? 0) + count;
  return split(question, counts, asks(groups).reps);
}

const about = (set: readonly Counting[]): Omit<Row, 'figure'> => ({
  place: commonPlace(set.map(({ group }) => group.place)),
  regions: [...new Set(set.map(({ group }) => group.place.region!))],
  reps: repsOf(set),
});

/** A row of which nothing is told but why. */
export const withheld = (set: readonly Counting[], suppressed: WhySuppressed): Filled => ({
  row: { ...about(set), figure: { suppressed } },
  of: set,
});

/**
 * Where a set has few managers today, its row is left out whole. It is no other row for that: rows of the same week,
 * published before and after a manager left, would be told apart by that set.
 */
function rowOf(question: Question, sets: readonly Countable[]): Filled {
  const isLed = sets.every((set) => !question.aboutCoaching || isLedByEnough(set, 'managersNow'));
  const of = sets.flat();
  return isLed
    ? { row: { ...about(of), figure: figureOf(question, of) }, of }
    : withheld(of, 'tooFewManagers');
}
