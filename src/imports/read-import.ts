import type { Instant } from '../domain/time.js';
import { completions, type CompletionRow } from './completions.js';
import { readRecords } from './csv.js';
import { decode } from './decode.js';
import type { CellContext, Fields } from './field.js';
import { byName, readHeader, type Columns, type Mapping } from './header.js';
import { fileProblem, type ImportItem, type ImportNote } from './item.js';
import { holidays } from './holidays.js';
import type { ImportKind } from './kind.js';
import { checkWidth, lineOf, readCells } from './line.js';
import { people, type PersonRow } from './people.js';
import { FileProblem, shown } from './problem.js';
import { zone as knownZone } from './values.js';
import { visits, type VisitRow } from './visits.js';

/** The row that each kind of import gives. */
export interface ImportRows {
  people: PersonRow;
  completions: CompletionRow;
  visits: VisitRow;
}
export type ImportName = keyof ImportRows;

/** Largest file that whoever takes it reads, in bytes. */
export const MOST_BYTES = 64 * 1024 * 1024;
/** Lines of one file, good or bad, that whoever takes it reads: a whole company has fewer people. */
export const MOST_LINES = 250_000;

export const IMPORT_NAMES: readonly ImportName[] = ['people', 'completions', 'visits'];

export interface ImportOptions {
  /** Which column is which field, where the file's own names are not known: `{ "Learner ID": "rep" }`. */
  mapping?: Mapping;
  /** IANA zone of the file's times without an offset. Default: each person's own, for the caller to resolve. */
  zone?: string;
  now: Instant;
}

/**
 * Reads a CSV file from beginning to end: its rows, what is wrong with them, and notes, in the order of the
 * lines; what only the whole file can tell comes last. Store nothing before the end if errors must change nothing.
 * Judges what the file alone can tell; whether people and trainings exist is the caller's to ask.
 *
 * Holds one line at a time, and for people and visits the ids already seen.
 *
 * @throws RangeError where `zone` is no IANA zone. Whatever is wrong with the file is given, not thrown;
 * errors of the stream itself are passed on.
 */
export async function* readImport<K extends ImportName>(
  kind: K,
  stream: AsyncIterable<Uint8Array>,
  options: ImportOptions,
): AsyncGenerator<ImportItem<ImportRows[K]>> {
  yield* readers[kind](stream, options);
}

/** A column of a file, and what it is read as. */
export interface MatchedColumn {
  header: string;
  /** The cell of the first line under it, shortened; empty: there is none. */
  sample: string;
  /** Null: it is not read. */
  field: string | null;
}

/** What an import can read, and what must be there. */
export interface KnownField {
  name: string;
  /** Whether the file must have the column. */
  needed: boolean;
}

/**
 * The columns of a file as an import without a mapping takes them, by its beginning alone.
 * @throws FileProblem where there is no header to be read
 */
export async function matchColumns(
  kind: ImportName,
  stream: AsyncIterable<Uint8Array>,
): Promise<{ columns: MatchedColumn[]; fields: KnownField[] }> {
  const { fields } = kinds[kind];
  const records = readRecords(decode(stream));
  const header = await records.next();
  if (header.done) throw emptyFile();
  const first = await records.next();
  const cells = first.done ? [] : first.value.cells;
  const named = byName(fields);
  const taken = new Set<string>();
  const columns = header.value.cells.flatMap((cell, index): MatchedColumn[] => {
    const name = shown(cell.trim());
    if (name === '') return [];
    const field = named(name);
    const isFree = field !== undefined && !taken.has(field);
    if (isFree) taken.add(field);
    return [{ header: name, sample: shown((cells[index] ?? '').trim()), field: isFree ? field : null }];
  });
  const known = Object.entries(fields).map(([name, { column }]) => ({ name, needed: column === 'required' }));
  return { columns, fields: known };
}

/** A list of the organisation's own holidays, read in the same way. */
export const readHolidayList = (stream: AsyncIterable<Uint8Array>, now: Instant) =>
  readRows(holidays, stream, { now });

type Reader<Row> = (
  stream: AsyncIterable<Uint8Array>,
  options: ImportOptions,
) => AsyncGenerator<ImportItem<Row>>;

const reader =
  <F extends Fields, Row>(kind: ImportKind<F, Row>): Reader<Row> =>
  (stream, options) =>
    readRows(kind, stream, options);

async function* readRows<F extends Fields, Row>(
  kind: ImportKind<F, Row>,
  stream: AsyncIterable<Uint8Array>,
  options: ImportOptions,
): AsyncGenerator<ImportItem<Row>> {
  const context: CellContext = { now: options.now, zone: options.zone && checkedZone(options.zone) };
  try {
    yield* readKind(kind, stream, options.mapping ?? {}, context);
  } catch (error) {
    if (!(error instanceof FileProblem)) throw error;
    yield fileProblem(error.line, error.fault);
  }
}

const emptyFile = (): FileProblem => new FileProblem(1, 'fileEmpty');

const kinds: Readonly<Record<ImportName, { fields: Fields }>> = { people, completions, visits };

const readers: { [K in ImportName]: Reader<ImportRows[K]> } = {
  people: reader(people),
  completions: reader(completions),
  visits: reader(visits),
};

async function* readKind<F extends Fields, Row>(
  kind: ImportKind<F, Row>,
  stream: AsyncIterable<Uint8Array>,
  mapping: Mapping,
  context: CellContext,
): AsyncGenerator<ImportItem<Row>> {
  const records = readRecords(decode(stream));
  const header = await records.next();
  if (header.done) throw emptyFile();
  const columns = readHeader(header.value, kind.fields, mapping);
  if (Array.isArray(columns)) {
    yield* columns;
    return;
  }
  yield* ignoredColumns(columns);

  const reading = kind.begin(context, columns);
  let lines = 0;
  for await (const record of records) {
    // Spreadsheets save lines that were once used as delimiters only.
    if (record.cells.every((cell) => cell.trim() === '')) continue;
    lines++;
    const wrongWidth = checkWidth(record, columns);
    if (wrongWidth) {
      yield wrongWidth;
      continue;
    }
    const line = lineOf(record, columns);
    if (reading.wants && !reading.wants(line)) continue;
    const cells = readCells(line, kind.fields, context);
    const verdict = Array.isArray(cells) ? { problems: cells } : reading.take(line, cells);
    if ('row' in verdict) yield { type: 'row', line: record.line, row: verdict.row };
    else yield* verdict.problems;
  }
  if (lines === 0)
    yield { type: 'note', code: 'headerOnly', text: 'The file has a header line only.', count: 0 };
  if (reading.finish) yield* reading.finish();
}

function* ignoredColumns({ ignored }: Columns): Generator<ImportNote> {
  if (ignored.length === 0) return;
  const text = `Columns that are not read: ${ignored.join(', ')}.`;
  yield { type: 'note', code: 'ignoredColumns', text, count: ignored.length };
}

function checkedZone(zone: string): string {
  try {
    return knownZone(zone);
  } catch (error) {
    throw new RangeError(`"${zone}" is no IANA time zone, e.g. Europe/Berlin.`, { cause: error });
  }
}
