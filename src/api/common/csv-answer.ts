import { applyDecorators, HttpCode, StreamableFile } from '@nestjs/common';
import { ApiOperation, ApiProduces, ApiResponse } from '@nestjs/swagger';
import { Readable } from 'node:stream';
import type { z } from 'zod';
import { answeringWith, OrProblem } from './operation.js';

export type Cell = string | number | boolean | null;

/** What a spreadsheet may take for a formula when it opens the file, also in the wide letters of East Asia. */
const FORMULA = /^[=+\-@\t\r\n＝＋－＠]/;

/** The same behind what separates cells for a spreadsheet that was told otherwise, as every German one is. */
const FORMULA_INSIDE = /;(?=["'\s]*[=+\-@＝＋－＠])/g;

/** A cell as RFC 4180 writes it. What a spreadsheet would calculate gets an apostrophe in front: then it is text. */
export function csvCell(value: Cell): string {
  const text = value === null ? '' : String(value);
  const safe = `${FORMULA.test(text) ? "'" : ''}${text.replace(FORMULA_INSIDE, ";'")}`;
  return /[",\r\n]/.test(safe) ? `"${safe.replaceAll('"', '""')}"` : safe;
}

const csvLine = (cells: readonly Cell[]): string => `${cells.map(csvCell).join(',')}\r\n`;

/** What a route of a CSV file does. The schema is that of the file as a whole, `z.custom<StreamableFile>()`. */
export const CsvOperation = (summary: string, file: z.ZodType<StreamableFile>): MethodDecorator =>
  applyDecorators(
    HttpCode(200),
    answeringWith(file, 200),
    ApiOperation({ summary }),
    ApiProduces('text/csv'),
    ApiResponse({
      status: 200,
      description: 'Done.',
      content: { 'text/csv': { schema: { type: 'string' } } },
    }),
    OrProblem(),
  );

/**
 * A CSV file that is sent while it is read, however long it is. If reading fails halfway the connection is cut, so that
 * nobody takes the part for the whole.
 */
export function csvAnswer(
  fileName: string,
  header: readonly string[],
  rows: AsyncIterable<readonly Cell[]> | Iterable<readonly Cell[]>,
): StreamableFile {
  async function* lines(): AsyncGenerator<string> {
    yield csvLine(header);
    for await (const row of rows) yield csvLine(row);
  }
  return new StreamableFile(Readable.from(lines(), { objectMode: false }), {
    type: 'text/csv; charset=utf-8; header=present',
    disposition: `attachment; filename="${fileName}"`,
  });
}
