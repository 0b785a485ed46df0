import type { ImportFault } from './faults.js';

/** A line that was read and can be used as far as the file alone can tell. */
export interface AcceptedRow<Row> {
  type: 'row';
  line: number;
  row: Row;
}

/**
 * Something is wrong. `line` is that of the physical file, counted from 1; `column` the header as the file has
 * it, null where no single column is at fault; `value` the cell, shortened and safe to show.
 */
export interface ImportProblem extends ImportFault {
  type: 'problem';
  /** file: nothing of the file, or nothing behind this line, could be read. row: this line only. */
  scope: 'file' | 'row';
  line: number;
  column: string | null;
  value: string | null;
}

/** Nothing is wrong, but whoever sent the file should know. */
export interface ImportNote {
  type: 'note';
  code: 'ignoredColumns' | 'headerOnly' | 'noStatusColumn' | 'notCompleted';
  text: string;
  /** How many columns or lines the note speaks of. */
  count: number;
}

export type ImportItem<Row> = AcceptedRow<Row> | ImportProblem | ImportNote;

export const rowProblem = (
  line: number,
  at: { column: string | null; value: string | null },
  fault: ImportFault,
): ImportProblem => ({ type: 'problem', scope: 'row', line, ...at, ...fault });

export const fileProblem = (
  line: number,
  fault: ImportFault,
  column: string | null = null,
): ImportProblem => ({ type: 'problem', scope: 'file', line, column, value: null, ...fault });
