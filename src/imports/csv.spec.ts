import { parse } from 'csv-parse/sync';
import * as fc from '../domain/testing/fast-check.js';
import { MAX_COLUMNS, MAX_RECORD, readRecords, type CsvRecord } from './csv.js';
import { FileProblem } from './problem.js';

async function* pieces(text: string, size = text.length || 1) {
  for (let at = 0; at < text.length; at += size) yield text.slice(at, at + size);
}

async function read(text: string, size?: number): Promise<CsvRecord[]> {
  const records: CsvRecord[] = [];
  for await (const record of readRecords(pieces(text, size))) records.push(record);
  return records;
}

/** The records that came before the fault, and the fault. */
async function readUntilFault(text: string, size?: number) {
  const records: CsvRecord[] = [];
  try {
    for await (const record of readRecords(pieces(text, size))) records.push(record);
  } catch (fault) {
    if (fault instanceof FileProblem) return { records, fault };
    throw fault;
  }
  throw new Error('The text was read without a fault.');
}

const quoted = (cell: string, delimiter: string) =>
  /["\r\n]|^\s|\s$/.test(cell) || cell.includes(delimiter) || cell === ''
    ? `"${cell.replaceAll('"', '""')}"`
    : cell;

describe('the records of a CSV text', () => {
  it.each([',', ';', '\t'])('are separated by what the header line has most of: %j', async (d) => {
    const [header, row] = await read(`id${d}name${d}"a,b;c"\n1${d}Ada${d}x\n`);
    expect(header!.cells).toEqual(['id', 'name', 'a,b;c']);
    expect(row!.cells).toEqual(['1', 'Ada', 'x']);
  });

  it.each(['\n', '\r\n', '\r'])(
    'keep their physical line, whatever the quotes hold and with %j as line end',
    async (end) => {
      const text = ['a,b', `1,"two${end}lines"`, '', '2,"x"', `"3${end}${end}","4${end}"`, '5,6'].join(end);
      for (const size of [1, 2, 3, 1000]) {
        expect((await read(text, size)).map(({ line }) => line)).toEqual([1, 2, 5, 6, 10]);
      }
      expect((await read(text))[1]!.cells).toEqual(['1', `two${end}lines`]);
    },
  );

  it('take a quote in the middle of an unquoted cell as itself, and spaces around quotes as nothing', async () => {
    expect((await read('a,b\n5" tube, "x, y" \n'))[1]!.cells).toEqual(['5" tube', 'x, y']);
  });

  it('are what was written, cut into any pieces', async () => {
    const cell = fc.string({
      unit: fc.constantFrom('a', 'é', '😀', '"', ',', ';', '\t', '\n', '\r', ' ', '1'),
    });
    const table = fc
      .integer({ min: 2, max: 5 })
      .chain((width) => fc.array(fc.array(cell, { minLength: width, maxLength: width }), { maxLength: 8 }));
    await fc.assert(
      fc.asyncProperty(
        table,
        fc.constantFrom(',', ';', '\t'),
        fc.constantFrom('\n', '\r\n'),
        fc.integer({ min: 1, max: 40 }),
        async (rows, delimiter, end, size) => {
          const header = rows[0]?.map((_, i) => `column ${i}`) ?? ['one', 'two'];
          const text = [header, ...rows]
            .map((row) => row.map((c) => quoted(c, delimiter)).join(delimiter) + end)
            .join('');
          const records = (await read(text, size)).map(({ cells }) => cells);
          expect(records).toEqual([header, ...rows]);
          expect(records).toEqual(parse(text, { delimiter, recordDelimiter: end }));
        },
      ),
      { numRuns: 300 },
    );
  });

  it('stop at a quote that is never closed, naming the line where it opened, after the records before it', async () => {
    const { records, fault } = await readUntilFault('a,b\n1,2\n"x\ny","opens\nand\nnever closes\n', 7);
    expect(records.map(({ line }) => line)).toEqual([1, 2]);
    expect(fault).toMatchObject({ line: 4, fault: { problem: expect.stringContaining('never closed') } });
  });

  it('do not swallow the rest of a large file behind a lost quote', async () => {
    const { fault } = await readUntilFault(`a,b\n1,"lost\n${'2,3\n'.repeat(MAX_RECORD / 4)}`, 65_536);
    expect(fault).toMatchObject({ line: 2, fault: { problem: expect.stringContaining('never closed') } });
  });

  it('refuse text behind a closing quote', async () => {
    const { fault } = await readUntilFault('a,b\n"Robert "Bob" Smith",2\n');
    expect(fault).toMatchObject({ line: 2, fault: { expected: expect.stringContaining('written twice') } });
  });

  it(`refuse more than ${MAX_COLUMNS} columns`, async () => {
    const { fault } = await readUntilFault(`${'x,'.repeat(MAX_COLUMNS)}x\n`);
    expect(fault).toMatchObject({
      line: 1,
      fault: { problem: expect.stringContaining(String(MAX_COLUMNS)) },
    });
  });
});
