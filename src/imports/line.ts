import type { CsvRecord } from './csv.js';
import { faultOf, type ImportFault } from './faults.js';
import type { CellContext, CellsOf, Fields } from './field.js';
import type { Columns } from './header.js';
import { rowProblem, type ImportProblem } from './item.js';
import { CellProblem, shown } from './problem.js';

/** One line under its header, with a way to say what is wrong with it. */
export interface Line {
  number: number;
  /** The text of a field, trimmed; empty where the file has no such column. */
  text(field: string): string;
  problem(field: string, fault: ImportFault): ImportProblem;
}

export function lineOf(record: CsvRecord, columns: Columns): Line {
  const text = (field: string) => record.cells[columns.of.get(field)?.index ?? -1]?.trim() ?? '';
  return {
    number: record.line,
    text,
    problem: (field, fault) => {
      const column = columns.of.get(field)?.header ?? null;
      return rowProblem(record.line, { column, value: shown(text(field)) }, fault);
    },
  };
}

/** A line that is longer or shorter than its header has lost its order; cells beyond it may be empty. */
export function checkWidth(record: CsvRecord, columns: Columns): ImportProblem | null {
  let width = record.cells.length;
  while (width > columns.width && record.cells[width - 1]!.trim() === '') width--;
  if (width === columns.width) return null;
  const fault = faultOf('width', { cells: width, columns: columns.width });
  return rowProblem(record.line, { column: null, value: null }, fault);
}

/** No field needs more, and no reader has to be quick with more. */
const MAX_CELL = 2_000;

/** Reads every cell of a line, or says everything that is wrong with them. */
export function readCells<F extends Fields>(
  line: Line,
  fields: F,
  context: CellContext,
): CellsOf<F> | ImportProblem[] {
  const problems: ImportProblem[] = [];
  const cells: Record<string, unknown> = {};
  for (const [name, field] of Object.entries(fields)) {
    const text = line.text(name);
    const { meaning } = field;
    if (text === '') {
      if (field.cell === 'required') problems.push(line.problem(name, faultOf('cellEmpty', { meaning })));
      continue;
    }
    if (text.length > MAX_CELL) {
      const fault = faultOf('cellTooLong', { length: text.length, meaning });
      problems.push(line.problem(name, fault));
      continue;
    }
    try {
      cells[name] = field.read(text, context);
    } catch (error) {
      if (!(error instanceof CellProblem)) throw error;
      problems.push(line.problem(name, error.fault));
    }
  }
  return problems.length > 0 ? problems : (cells as CellsOf<F>);
}
