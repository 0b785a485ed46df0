import { parse } from 'csv-parse/sync';
import { csvAnswer, csvCell, type Cell } from './csv-answer.js';

const FORMULAS = ['=1+1', '+1', '-1', '@SUM(A1)', '\t=1', '\r=1', '\n=1', '＝1', '＋1', '－1', '＠a'];

describe('a cell of a CSV answer', () => {
  it.each(FORMULAS)('is text where a spreadsheet would calculate: %j', (text) => {
    expect(parse(`${csvCell(text)}\n`)).toEqual([[`'${text}`]]);
  });

  it.each(['Ana', 'a=1', 'he said "no", twice', 'two\nlines', ' =1', 'Zoë 🌻', '{"a":"=1"}', ''])(
    'comes back as it was: %j',
    (text) => {
      expect(parse(`${csvCell(text)},x\n`)).toEqual([[text, 'x']]);
    },
  );

  it.each([
    ['a;=1+1', "a;'=1+1"],
    ['{"note":"x;  @SUM(A1)"}', '{"note":"x;\'  @SUM(A1)"}'],
    [';-1', ";'-1"],
    ['a;"=1', 'a;\'"=1'],
  ])('is text, too, where the spreadsheet separates its cells otherwise: %j', (text, safe) => {
    expect(parse(`${csvCell(text)},x\n`)).toEqual([[safe, 'x']]);
  });

  it('is empty for what there is not, and safe for a number below zero', () => {
    expect([null, true, 7, -7].map(csvCell)).toEqual(['', 'true', '7', "'-7"]);
  });
});

describe('a CSV answer', () => {
  async function* rows(): AsyncGenerator<Cell[]> {
    yield ['Ana', 1];
    yield ['=Bo', null];
  }

  it('begins with the names of its columns and has a line a row', async () => {
    const chunks: Buffer[] = [];
    for await (const chunk of csvAnswer('people.csv', ['name', 'visits'], rows()).getStream())
      chunks.push(Buffer.from(chunk as Uint8Array));
    expect(Buffer.concat(chunks).toString()).toBe("name,visits\r\nAna,1\r\n'=Bo,\r\n");
  });

  it('that cannot be read to its end fails instead of ending', async () => {
    async function* torn(): AsyncGenerator<Cell[]> {
      yield ['Ana'];
      throw new Error('the database went away');
    }
    const stream = csvAnswer('people.csv', ['name'], torn()).getStream();
    await expect(stream.toArray()).rejects.toThrow('went away');
  });
});
