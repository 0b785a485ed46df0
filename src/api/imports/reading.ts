import type { Readable } from 'node:stream';
import { faultText } from '../../imports/faults.js';
import type { AcceptedRow, ImportNote, ImportProblem } from '../../imports/item.js';
import {
  matchColumns,
  readImport,
  type ImportName,
  type ImportOptions,
  type ImportRows,
  MOST_BYTES,
  MOST_LINES,
} from '../../imports/read-import.js';
import { FileProblem } from '../../imports/problem.js';
import { Problem } from '../common/problem.js';
import { MOST_PROBLEMS } from './imports.dto.js';

export interface ReadFile<Row> {
  /** Lines without a fault of their own. */
  rows: AcceptedRow<Row>[];
  /** The first of them; `total` counts all. */
  problems: ImportProblem[];
  total: number;
  notes: ImportNote[];
}

/** Reads a file to its end. Throws a Problem where it is too large, or the parameters of the import are wrong. */
export async function readFile<K extends ImportName>(
  kind: K,
  stream: Readable,
  options: ImportOptions,
): Promise<ReadFile<ImportRows[K]>> {
  const read: ReadFile<ImportRows[K]> = { rows: [], problems: [], total: 0, notes: [] };
  const refused = new Set<number>();
  try {
    for await (const item of readImport(kind, limited(stream), options)) {
      if (read.rows.length + read.total >= MOST_LINES) throw tooLong();
      if (item.type === 'row') read.rows.push(item);
      else if (item.type === 'note') read.notes.push(item);
      else {
        read.total += 1;
        refused.add(item.line);
        if (read.problems.length < MOST_PROBLEMS) read.problems.push(item);
      }
    }
  } catch (error) {
    if (error instanceof RangeError) throw new Problem(400, error.message);
    throw error;
  }
  // What only the end of the file could tell is told of lines that were given as rows first.
  return { ...read, rows: read.rows.filter(({ line }) => !refused.has(line)) };
}

/** The columns of a file as they would be read. Throws a Problem where it has none that can be read. */
export async function readColumns(
  kind: ImportName,
  stream: Readable,
  language: string,
): ReturnType<typeof matchColumns> {
  try {
    return await matchColumns(kind, limited(stream));
  } catch (error) {
    if (error instanceof FileProblem) throw new Problem(422, faultText(error.fault, language, error.line));
    throw error;
  }
}

/**
 * The pieces of a file up to the limit. What is left unread is let go instead of cutting the connection, so that the
 * answer still reaches whoever is sending.
 */
async function* limited(stream: Readable): AsyncGenerator<Uint8Array> {
  let bytes = 0;
  try {
    for await (const piece of stream.iterator({ destroyOnReturn: false }) as AsyncIterable<Uint8Array>) {
      bytes += piece.byteLength;
      if (bytes > MOST_BYTES) throw tooLarge();
      yield piece;
    }
  } finally {
    stream.resume();
  }
}

export const tooLarge = (): Problem =>
  new Problem(413, `The file is larger than ${MOST_BYTES / 1024 / 1024} MB. Send it in parts.`, {
    refused: { code: 'fileTooLarge', params: { mb: MOST_BYTES / 1024 / 1024 } },
  });

const tooLong = (): Problem =>
  new Problem(413, `The file has more than ${MOST_LINES} lines. Send it in parts.`, {
    refused: { code: 'fileTooLong', params: { lines: MOST_LINES } },
  });
