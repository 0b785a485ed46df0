import { FileProblem } from './problem.js';

/** One record of a file. `line` is the physical line on which it begins, counted from 1. */
export interface CsvRecord {
  line: number;
  cells: string[];
}

export const MAX_COLUMNS = 200;
/** Characters of one record. What is longer has almost always lost a closing quote. */
export const MAX_RECORD = 1_000_000;

/** Characters of a header line that settle the delimiter even if the line goes on. */
const ENOUGH_HEADER = 65_536;
const DELIMITERS = [',', ';', '\t'];

/**
 * The records of a CSV text that arrives in pieces cut anywhere (RFC 4180; line ends LF, CRLF or CR; comma,
 * semicolon or tab, whichever the header line has most of). Empty lines are left out. Holds one record and one
 * piece at a time. Records before a fault are always given before it is thrown, which is one reason why this
 * is not a library's transform stream; the others are the line numbers, which must be those of the physical
 * file whatever the quotes hold, and the line on which a lost quote opened.
 *
 * @throws FileProblem for an unclosed quote, text after a closing quote, too many columns or too long a record.
 */
export async function* readRecords(pieces: AsyncIterable<string>): AsyncGenerator<CsvRecord> {
  let head = '';
  let reader: RecordReader | undefined;
  for await (const piece of pieces) {
    if (reader) {
      yield* reader.write(piece);
      continue;
    }
    head += piece;
    const found = delimiterOf(head);
    if (!found.complete && head.length < ENOUGH_HEADER) continue;
    reader = new RecordReader(found.delimiter);
    yield* reader.write(head);
  }
  if (!reader) {
    reader = new RecordReader(delimiterOf(head).delimiter);
    yield* reader.write(head);
  }
  yield* reader.end();
}

/** The delimiter that the first line with text has most of outside quotes; complete: that line has ended. */
function delimiterOf(head: string): { delimiter: string; complete: boolean } {
  const counts = new Map(DELIMITERS.map((delimiter) => [delimiter, 0]));
  let quoted = false;
  let text = false;
  let complete = false;
  for (const ch of head) {
    if (ch === '"') quoted = !quoted;
    if (quoted) continue;
    const lineEnd = ch === '\n' || ch === '\r';
    if (lineEnd && text) {
      complete = true;
      break;
    }
    text ||= !lineEnd;
    counts.set(ch, (counts.get(ch) ?? 0) + 1);
  }
  const delimiter = DELIMITERS.reduce((best, next) => (counts.get(next)! > counts.get(best)! ? next : best));
  return { delimiter, complete };
}

class RecordReader {
  private readonly special: RegExp;
  private state: 'start' | 'bare' | 'quoted' | 'closed' | 'closedThenSpace' = 'start';
  private cell = '';
  private cells: string[] = [];
  private size = 0;
  private line = 1;
  private firstLine = 1;
  private quoteLine = 1;
  private afterReturn = false;

  constructor(private readonly delimiter: string) {
    this.special = new RegExp(`["\\r\\n${delimiter}]`, 'g');
  }

  *write(piece: string): Generator<CsvRecord> {
    let from = 0;
    for (const { index } of piece.matchAll(this.special)) {
      if (index > from) this.text(piece.slice(from, index));
      from = index + 1;
      const record = this.mark(piece[index]!);
      if (record) yield record;
    }
    if (from < piece.length) this.text(piece.slice(from));
  }

  *end(): Generator<CsvRecord> {
    if (this.state === 'quoted') throw this.unclosedQuote();
    const record = this.endRecord();
    if (record) yield record;
  }

  private text(text: string): void {
    this.afterReturn = false;
    if (this.state === 'closed' || this.state === 'closedThenSpace') {
      if (text.trim() !== '') throw this.textAfterQuote();
      this.state = 'closedThenSpace';
      return;
    }
    if (this.state === 'start') this.state = 'bare';
    this.append(text);
  }

  /** Takes a quote, a delimiter or a line end; gives the record that it ends. */
  private mark(ch: string): CsvRecord | null {
    const restOfCrLf = ch === '\n' && this.afterReturn;
    this.afterReturn = ch === '\r';
    if (this.state === 'quoted') {
      if (ch === '"') {
        this.state = 'closed';
        return null;
      }
      if ((ch === '\n' && !restOfCrLf) || ch === '\r') this.line++;
      this.append(ch);
      return null;
    }
    if (ch === '"') this.quote();
    else if (ch === this.delimiter) this.endCell();
    else if (!restOfCrLf) return this.endLine();
    return null;
  }

  private quote(): void {
    if (this.state === 'closed') {
      this.state = 'quoted';
      this.append('"');
    } else if (this.state === 'closedThenSpace') {
      throw this.textAfterQuote();
    } else if (this.cell.trim() === '') {
      this.state = 'quoted';
      this.cell = '';
      this.quoteLine = this.line;
    } else {
      // A quote in the middle of an unquoted cell (5" tube) can only be meant as itself.
      this.append('"');
    }
  }

  private append(text: string): void {
    this.cell += text;
    this.size += text.length;
    if (this.size <= MAX_RECORD) return;
    if (this.state === 'quoted') throw this.unclosedQuote();
    throw new FileProblem(this.firstLine, 'lineTooLong', { most: MAX_RECORD });
  }

  private endCell(): void {
    this.cells.push(this.cell);
    if (this.cells.length > MAX_COLUMNS) {
      throw new FileProblem(this.firstLine, 'tooManyColumns', { most: MAX_COLUMNS });
    }
    this.cell = '';
    this.state = 'start';
  }

  private endLine(): CsvRecord | null {
    const record = this.endRecord();
    this.line++;
    this.firstLine = this.line;
    return record;
  }

  private endRecord(): CsvRecord | null {
    const empty = this.cells.length === 0 && this.cell === '';
    this.endCell();
    const record = { line: this.firstLine, cells: this.cells };
    this.cells = [];
    this.size = 0;
    return empty ? null : record;
  }

  private unclosedQuote(): FileProblem {
    return new FileProblem(this.quoteLine, 'quoteOpen');
  }

  private textAfterQuote(): FileProblem {
    return new FileProblem(this.line, 'textAfterQuote');
  }
}
