import type { CsvRecord } from './csv.js';
import { faultOf, type Said } from './faults.js';
import { plain, type Fields } from './field.js';
import { fileProblem, type ImportProblem } from './item.js';
import { shown } from './problem.js';

/** Where each field stands in a line, and the header it stands under. */
export interface Columns {
  width: number;
  of: ReadonlyMap<string, { index: number; header: string }>;
  /** Headers that are read as nothing. */
  ignored: string[];
}

/** From a header as the file has it to the name of a field; empty: the column is not read. */
export type Mapping = Readonly<Record<string, string>>;

/** The field that a header names by itself. */
export function byName(fields: Fields): (header: string) => string | undefined {
  const known = new Map(
    Object.keys(fields).flatMap((field) => [field, ...fields[field]!.aliases].map((a) => [plain(a), field])),
  );
  return (header) => known.get(plain(header));
}

/** Finds the columns of a file, or everything that is wrong with its header line. */
export function readHeader(record: CsvRecord, fields: Fields, mapping: Mapping): Columns | ImportProblem[] {
  const headers = record.cells.map((cell) => shown(cell.trim()));
  const problems: ImportProblem[] = [];
  const refuse = (column: string, ...said: Said) =>
    problems.push(fileProblem(record.line, faultOf(...said), column));

  const names = Object.keys(fields);
  const mapped = new Map<string, string>();
  for (const [header, target] of Object.entries(mapping)) {
    if (target !== '' && !names.includes(target)) {
      const fields = names.join(', ');
      refuse(shown(header), 'mappedFieldUnknown', { field: shown(target), fields });
    } else if (!headers.some((h) => plain(h) === plain(header))) {
      const columns = headers.join(', ');
      refuse(shown(header), 'mappedColumnUnknown', { column: shown(header), columns });
    } else {
      mapped.set(plain(header), target);
    }
  }

  // A field that the mapping gives to one column is taken from no other.
  const taken = new Set(mapped.values());
  const fieldNamed = byName(fields);
  const fieldOf = (header: string) => {
    const said = mapped.get(plain(header));
    if (said !== undefined) return said || undefined;
    const named = fieldNamed(header);
    return named !== undefined && !taken.has(named) ? named : undefined;
  };

  const of = new Map<string, { index: number; header: string }>();
  const ignored: string[] = [];
  headers.forEach((header, index) => {
    const field = fieldOf(header);
    const other = field === undefined ? undefined : of.get(field);
    if (field === undefined) {
      if (header !== '') ignored.push(header);
    } else if (other) {
      refuse(header, 'columnsAlike', { one: other.header, other: header, field });
    } else {
      of.set(field, { index, header });
    }
  });

  for (const field of names.filter((name) => fields[name]!.column === 'required' && !of.has(name))) {
    const aliases = fields[field]!.aliases.slice(0, 3).map((alias) => `"${alias}"`);
    const also = aliases.join(', ') || 'none';
    refuse(field, 'columnMissing', { field, columns: headers.join(', '), also });
  }
  return problems.length > 0 ? problems : { width: headers.length, of, ignored };
}
