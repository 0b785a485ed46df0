import type { CellContext, CellsOf, Fields } from './field.js';
import type { Columns } from './header.js';
import type { ImportNote, ImportProblem } from './item.js';
import type { Line } from './line.js';

/** What becomes of one line. */
export type Verdict<Row> = { row: Row } | { problems: ImportProblem[] };

/** What one reading of a file remembers from line to line. */
export interface Reading<F extends Fields, Row> {
  /** Whether a line is of interest at all, before its cells are judged; if not, the reading counts it. */
  wants?(line: Line): boolean;
  take(line: Line, cells: CellsOf<F>): Verdict<Row>;
  /** What only the whole file can tell. */
  finish?(): (ImportProblem | ImportNote)[];
}

/** One kind of file. */
export interface ImportKind<F extends Fields, Row> {
  title: string;
  about: string;
  /** Said after the table of columns in the documentation, one paragraph each. */
  rules: readonly string[];
  fields: F;
  begin(context: CellContext, columns: Columns): Reading<F, Row>;
}
