import {
  inRegion,
  isSuppressed,
  type Dimension,
  type Place,
  type Row,
  type Split,
} from '../access/suppression.js';
import type { Kpi } from './catalogue.js';
import { asked } from './questions.js';

/**
 * A published table in fewer rows, beside its own: what those who ask do not look at is added up. Whatever they do look
 * at has the same answer, since every answer is a sum of rows; and a sum says no more than its rows.
 */
export interface Sums {
  /** By region and function: nearly everything is cut by these, by the others where somebody looks closer. */
  summary: Row[];
  /** The same of parts alone. */
  parts: Row[];
  /** Of parts alone, cut by nothing. */
  whole: Row[];
}

const KEPT: readonly Dimension[] = ['region', 'function'];

export const sumsOf = (rows: readonly Row[]): Sums => {
  const summary = addedUp(rows, KEPT);
  const parts = addedUp(summary.map(partsOf), KEPT);
  return { summary, parts, whole: addedUp(parts, []) };
};

/** What is looked at in a table. */
export interface Look {
  /** By what it is cut; left out: by nothing. */
  by?: readonly Dimension[] | undefined;
  /** The one figure that is asked for; left out: answers are, too. */
  of?: Kpi | undefined;
}

/** Which sums answer a look; null: none does, but the rows. */
export function sumsFor({ by = [], of }: Look): keyof Sums | null {
  if (!by.every((cut) => KEPT.includes(cut))) return null;
  if (!of || !isOfParts(of)) return 'summary';
  return by.length === 0 ? 'whole' : 'parts';
}

/** Whether a figure is a sum of parts. */
const isOfParts = ({ question, share }: Kpi): boolean =>
  Object.values<readonly string[]>(asked(question).parts).every(
    (answers) =>
      answers.every((answer) => share.includes(answer)) || !answers.some((answer) => share.includes(answer)),
  );

const NOWHERE: Place = { ...inRegion(''), region: null };

const partsOf = (row: Row): Row =>
  isSuppressed(row.figure) ? row : { ...row, figure: { ...row.figure, answers: {} } };

/** Rows that differ in none of these dimensions, and tell the same, as one. */
function addedUp(rows: readonly Row[], by: readonly Dimension[]): Row[] {
  const sums = new Map<string, Row>();
  for (const row of rows) {
    const kept = Object.fromEntries(by.map((dimension) => [dimension, row.place[dimension]]));
    const place = { ...NOWHERE, ...kept };
    const regions = by.includes('region') ? row.regions : [];
    const told = isSuppressed(row.figure) ? row.figure.suppressed : Object.keys(row.figure.answers).sort();
    const key = JSON.stringify([place.region, place.function, regions, told]);
    const before = sums.get(key);
    sums.set(key, before ? together(before, row) : { ...row, place, regions });
  }
  return [...sums.values()];
}

const together = (one: Row, other: Row): Row => ({
  ...one,
  reps: one.reps + other.reps,
  figure: isSuppressed(one.figure) || isSuppressed(other.figure) ? one.figure : sum(one.figure, other.figure),
});

const sum = (one: Split, other: Split): Split => ({
  of: one.of + other.of,
  parts: added(one.parts, other.parts),
  answers: added(one.answers, other.answers),
});

const added = (one: Record<string, number>, other: Record<string, number>): Record<string, number> =>
  Object.fromEntries(Object.entries(one).map(([name, count]) => [name, count + other[name]!]));
