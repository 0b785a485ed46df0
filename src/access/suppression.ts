/**
 * Which figures may be published. docs/privacy.md says what this protects against, and what it does not.
 *
 * Two rules carry it. Reps are counted in **blocks** that never change once closed, so every published population, of
 * whatever cut and moment, is made of whole blocks, and so is the difference of any two. And every answer to one
 * question **splits** its population into parts of which none is small, so that nobody stands in a part almost alone,
 * and none is known to be empty.
 */

export interface Thresholds {
  /** Fewest reps behind a figure. */
  reps: number;
  /** Fewest managers behind a figure about coaching, which is a figure about what managers did. */
  managers: number;
}

/** No country and no organisation goes below. Newcomers form a block as soon as they are so many. */
export const FLOOR: Thresholds = { reps: 5, managers: 3 };

export const strictest = (all: readonly Thresholds[]): Thresholds => ({
  reps: Math.max(FLOOR.reps, ...all.map(({ reps }) => reps)),
  managers: Math.max(FLOOR.managers, ...all.map(({ managers }) => managers)),
});

/** Reps of one cell who were counted for the first time together. Who they are never changes. */
export interface Block {
  /** At least as many as the floor asks. */
  reps: number;
  /** Who led them when they were first counted: this never changes either. */
  managersThen: readonly string[];
  managersNow: readonly string[];
  /** By question and by answer to it: how many reps. Each rep stands under one answer to each question. */
  counts: Readonly<Record<string, Readonly<Record<string, number>>>>;
}

/** Blocks in the order of their closing, and what the countries of their reps ask for. */
export interface Cell {
  region: string | null;
  thresholds: Thresholds;
  blocks: readonly Block[];
}

export interface Question {
  answers: readonly string[];
  aboutCoaching: boolean;
}

export const WHY_SUPPRESSED = ['tooFewReps', 'tooFewManagers', 'wouldRevealFew'] as const;
export type WhySuppressed = (typeof WHY_SUPPRESSED)[number];

export interface Suppressed {
  suppressed: WhySuppressed;
}

/** Every count is of `of`, the denominator. */
export interface Split {
  of: number;
  counts: Record<string, number>;
  /** Those under all answers that are not in `counts`, together; null: nothing was put together. */
  other: number | null;
}

export type Figure = Split | Suppressed;

export const isSuppressed = (figure: object): figure is Suppressed => 'suppressed' in figure;

/**
 * The blocks of a cell that may be counted for a question: joined in their order until each group is large enough,
 * and led by enough managers where it is about them. What comes after the last group waits. Thresholds unchanged, a
 * group stays the same for ever, whatever comes behind it; one that has few managers today is left out whole.
 */
export function countable(cell: Cell, aboutCoaching: boolean): Block[] {
  const { reps, managers } = cell.thresholds;
  const groups: Block[][] = [];
  let open: Block[] = [];
  for (const block of cell.blocks) {
    open.push(block);
    const enough = sizeOf(open) >= reps;
    if (!enough || (aboutCoaching && distinct(open, 'managersThen') < managers)) continue;
    groups.push(open);
    open = [];
  }
  return groups.filter((group) => !aboutCoaching || distinct(group, 'managersNow') >= managers).flat();
}

export const sizeOf = (blocks: readonly Block[]): number => blocks.reduce((sum, { reps }) => sum + reps, 0);

const distinct = (blocks: readonly Block[], of: 'managersThen' | 'managersNow'): number =>
  new Set(blocks.flatMap((block) => block[of])).size;

/** How many reps are counted in a cell. */
export function headcount(cell: Cell): number | Suppressed {
  const reps = sizeOf(countable(cell, false));
  return reps === 0 ? { suppressed: 'tooFewReps' } : reps;
}

/** The cells of one table, one question: an answer for each, and one for those together that cannot stand alone. */
export interface Answers {
  cells: Figure[];
  /** Null: there are not two of them, or together they would reveal few, too. */
  together: { regions: (string | null)[]; figure: Split } | null;
}

export function answer(name: string, question: Question, cells: readonly Cell[]): Answers {
  const figures = cells.map((cell) => figureOf(name, question, cell));
  const small = cells.filter((_, index) => {
    const figure = figures[index]!;
    return isSuppressed(figure) && figure.suppressed === 'wouldRevealFew';
  });
  const figure = small.length < 2 ? null : figureOf(name, question, joined(small, question));
  return {
    cells: figures,
    together:
      figure === null || isSuppressed(figure) ? null : { regions: small.map(({ region }) => region), figure },
  };
}

/** Cells as one: what was countable in each. */
const joined = (cells: readonly Cell[], { aboutCoaching }: Question): Cell => ({
  region: null,
  thresholds: strictest(cells.map(({ thresholds }) => thresholds)),
  blocks: cells.flatMap((cell) => countable(cell, aboutCoaching)),
});

function figureOf(name: string, { answers, aboutCoaching }: Question, cell: Cell): Figure {
  const blocks = countable(cell, aboutCoaching);
  if (blocks.length === 0)
    return { suppressed: countable(cell, false).length === 0 ? 'tooFewReps' : 'tooFewManagers' };
  const counts = answers.map((one): [string, number] => [
    one,
    blocks.reduce((sum, block) => sum + (block.counts[name]?.[one] ?? 0), 0),
  ]);
  return split(counts, cell.thresholds.reps);
}

/**
 * Splits a population so that no part is small: small answers are put together, and where they are still few, or
 * nobody, the smallest other answer is put to them. So no answer is known to be nobody's.
 */
export function split(counts: readonly [string, number][], atLeast: number): Figure {
  const of = counts.reduce((sum, [, count]) => sum + count, 0);
  const shown = counts.filter(([, count]) => count >= atLeast).sort((a, b) => b[1] - a[1]);
  let other = of - shown.reduce((sum, [, count]) => sum + count, 0);
  while (shown.length > 0 && other < atLeast) other += shown.pop()![1];
  if (shown.length === 0) return { suppressed: 'wouldRevealFew' };
  const single = counts.length - shown.length === 1;
  return single
    ? { of, counts: Object.fromEntries(counts), other: null }
    : { of, counts: Object.fromEntries(shown), other };
}
