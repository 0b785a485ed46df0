import { inRegion, isSuppressed, type Dimension, type Row, type Split } from '../access/suppression.js';

/** By these nearly everything is cut; by the others where somebody looks closer. */
const KEPT: readonly Dimension[] = ['region', 'function'];

/** Whether a summary answers what is cut by these. */
export const isInSummary = (cuts: readonly Dimension[]): boolean => cuts.every((cut) => KEPT.includes(cut));

/**
 * A published table in few rows: those that differ neither in region nor in function, and tell the same answers, are
 * added up. Whatever is cut by region and function has the same answer as from the table itself, since every answer is
 * a sum of rows; and a sum says no more than its rows.
 */
export function summaryOf(rows: readonly Row[]): Row[] {
  const summary = new Map<string, Row>();
  for (const row of rows) {
    const place = { ...inRegion(''), region: row.place.region, function: row.place.function };
    const told = isSuppressed(row.figure) ? row.figure.suppressed : Object.keys(row.figure.answers).sort();
    const key = JSON.stringify([place.region, place.function, row.regions, told]);
    const before = summary.get(key);
    summary.set(key, before ? together(before, row) : { ...row, place });
  }
  return [...summary.values()];
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
