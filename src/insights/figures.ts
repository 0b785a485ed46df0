import {
  isSuppressed,
  type Dimension,
  type Row,
  type Split,
  type WhySuppressed,
} from '../access/suppression.js';
import type { Kpi } from './catalogue.js';
import { wilson, type Share } from './interval.js';
import { asked } from './questions.js';

/** By what figures are cut: one value of a dimension each. */
export type Filter = Readonly<Partial<Record<Dimension, string>>>;

/** Reps of rows that could not be counted in, by why. */
export interface LeftOut {
  /** They are in a row with others of which the filter does not hold. */
  mixed: number;
  /** Too few to show. */
  suppressed: number;
  /** The row can be shown, but not how many of it are in the numerator. */
  untold: number;
}

export interface Figure {
  /** Null: there is nothing that could be shown. */
  share: Share | null;
  /** Why there is not; null: nothing is counted there at all. */
  suppressed: WhySuppressed | null;
  /** Of the rows that are counted in. */
  reps: number;
  leftOut: LeftOut;
}

/** A figure over the rows of published tables: nothing else is known here, so nothing else can be said. */
export function figureOf(rows: readonly Row[], kpi: Kpi, filter: Filter = {}): Figure {
  const leftOut: LeftOut = { mixed: 0, suppressed: 0, untold: 0 };
  let [numerator, denominator, reps] = [0, 0, 0];
  const why = new Set<WhySuppressed>();
  for (const row of rows) {
    const fit = fits(row, filter);
    if (fit === 'not') continue;
    if (fit === 'mixed') leftOut.mixed += row.reps;
    else if (isSuppressed(row.figure)) {
      leftOut.suppressed += row.reps;
      why.add(row.figure.suppressed);
    } else {
      const counted = numeratorOf(row.figure, kpi);
      if (counted === null) leftOut.untold += row.reps;
      else
        [numerator, denominator, reps] = [numerator + counted, denominator + row.figure.of, reps + row.reps];
    }
  }
  const share = denominator === 0 ? null : wilson(numerator, denominator);
  return { share, suppressed: share ? null : reasonFor(leftOut, why), reps, leftOut };
}

function reasonFor({ mixed, untold }: LeftOut, why: ReadonlySet<WhySuppressed>): WhySuppressed | null {
  if (mixed > 0 || untold > 0 || why.has('wouldRevealFew')) return 'wouldRevealFew';
  return (['tooEarly', 'tooFewManagers', 'tooFewReps'] as const).find((one) => why.has(one)) ?? null;
}

/** Of those who are counted, as a share: when more than so many came or went with what can be shown, others are counted. */
const MOST_MOVED = 0.1;

/** How many are left out, for whatever reason. */
export const allLeftOut = ({ mixed, suppressed, untold }: LeftOut): number => mixed + suppressed + untold;

/**
 * Whether a figure may be held against the same of another period: not where many who were counted then are too few to
 * show now, or the other way round. Whoever is new, or has ended, makes no difference.
 */
export function areComparable(one: Figure, other: Figure): boolean {
  const counted = other.reps - one.reps;
  const leftOut = allLeftOut(other.leftOut) - allLeftOut(one.leftOut);
  const moved =
    Math.sign(counted) === Math.sign(leftOut) ? 0 : Math.min(Math.abs(counted), Math.abs(leftOut));
  return moved <= MOST_MOVED * Math.max(one.reps, other.reps);
}

/** Whether a filter holds for all of a row, for none of it, or for nobody knows how many. */
export function fits({ place, regions }: Row, filter: Filter): 'all' | 'mixed' | 'not' {
  let fit: 'all' | 'mixed' = 'all';
  for (const [dimension, wanted] of Object.entries(filter) as [Dimension, string][]) {
    const value = place[dimension];
    if (value === wanted) continue;
    if (value !== null || (dimension === 'region' && !regions.includes(wanted))) return 'not';
    fit = 'mixed';
  }
  return fit;
}

/** How many of a row are in a KPI's numerator; null: that was not published. */
export function numeratorOf(
  figure: Split,
  { question, share }: Pick<Kpi, 'question' | 'share'>,
): number | null {
  let count = 0;
  let left = new Set<string>(share);
  for (const [part, answers] of Object.entries(asked(question).parts)) {
    if (!answers.every((answer) => left.has(answer))) continue;
    count += figure.parts[part]!;
    left = new Set([...left].filter((answer) => !answers.includes(answer)));
  }
  for (const answer of left) {
    const shown = figure.answers[answer];
    if (shown === undefined) return null;
    count += shown;
  }
  return count;
}

/** What rows say of each answer: those that tell it, added up; the rest of a part stands under answers unsaid. */
export function answersOf(rows: readonly Row[], filter: Filter = {}): Split | null {
  const sums: Split = { of: 0, parts: {}, answers: {} };
  for (const row of rows) {
    if (isSuppressed(row.figure) || fits(row, filter) !== 'all') continue;
    sums.of += row.figure.of;
    for (const level of ['parts', 'answers'] as const)
      for (const [name, count] of Object.entries(row.figure[level]))
        sums[level][name] = (sums[level][name] ?? 0) + count;
  }
  return sums.of === 0 ? null : sums;
}

/** Values of a dimension that rows have throughout, in order. */
export const valuesOf = (rows: readonly Row[], dimension: Dimension): string[] =>
  [...new Set(rows.flatMap(({ place }) => place[dimension] ?? []))].sort();
