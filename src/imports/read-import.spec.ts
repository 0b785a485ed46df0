import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';
import { readImport, type ImportName, type ImportOptions } from './read-import.js';
import type { ImportItem } from './item.js';
import type { PersonRow } from './people.js';

const NOW = Date.parse('2026-03-02T18:00:00Z');
const HEADER = 'externalId,name,email,role,function,managerExternalId,country,zone';
const ADA = 'E1,Ada Okafor,ada.okafor@example.com,manager,commercial,,DE,Europe/Berlin';

async function* bytes(content: string | Buffer, size = 1_000) {
  const all = Buffer.from(content);
  for (let at = 0; at < all.length; at += size) yield all.subarray(at, at + size);
}

async function read(content: string | Buffer, options: Partial<ImportOptions> = {}, size?: number) {
  const items: ImportItem<PersonRow>[] = [];
  for await (const item of readImport('people', bytes(content, size), { now: NOW, ...options }))
    items.push(item);
  return items;
}

const ada = { type: 'row', line: 2, row: expect.objectContaining({ externalId: 'E1', name: 'Ada Okafor' }) };

describe('a file', () => {
  it.each([
    ['plain UTF-8', Buffer.from(`${HEADER}\n${ADA}\n`)],
    ['UTF-8 with a byte order mark', Buffer.from(`\ufeff${HEADER}\r\n${ADA}`)],
    ['UTF-16LE with a byte order mark', Buffer.from(`\ufeff${HEADER}\r\n${ADA}\r\n`, 'utf16le')],
    ['semicolons', Buffer.from(`${HEADER}\n${ADA}\n`.replaceAll(',', ';'))],
    ['tabs', Buffer.from(`${HEADER}\n${ADA}\n`.replaceAll(',', '\t'))],
  ])('is read as %s, wherever its bytes are cut', async (_, content) => {
    for (const size of [1, 2, 1_000]) expect(await read(content, {}, size)).toEqual([ada]);
  });

  it('keeps characters whose bytes arrive apart', async () => {
    const content = `${HEADER}\n${ADA.replace('Ada Okafor', 'Żółć 😀 Łęcka')}\n`;
    for (const size of [1, 2, 3]) {
      expect(await read(content, {}, size)).toMatchObject([{ row: { name: 'Żółć 😀 Łęcka' } }]);
    }
  });

  it('that is not UTF-8 is refused with the line, after the rows before it', async () => {
    const latin1 = Buffer.from(`${HEADER}\n${ADA}\nE2,J\xfcrgen`, 'latin1');
    for (const size of [1, 7, 1_000]) {
      const [first, problem] = await read(latin1, {}, size);
      expect(first).toEqual(ada);
      expect(problem).toMatchObject({
        scope: 'file',
        line: 3,
        expected: expect.stringContaining('CSV UTF-8'),
      });
    }
  });

  it.each([
    ['UTF-16 without a mark', Buffer.from(HEADER, 'utf16le'), 'without a byte order mark'],
    ['a workbook', Buffer.from('PK\x03\x04…'), 'not CSV'],
    ['nothing at all', Buffer.alloc(0), 'empty'],
    ['blank lines', Buffer.from('\r\n\n'), 'empty'],
  ])('that is %s is refused as such', async (_, content, problem) => {
    expect(await read(content)).toEqual([
      expect.objectContaining({
        type: 'problem',
        scope: 'file',
        line: 1,
        problem: expect.stringContaining(problem),
      }),
    ]);
  });

  it('with a header only is fine and says so', async () => {
    expect(await read(`${HEADER}\n`)).toEqual([
      expect.objectContaining({ type: 'note', code: 'headerOnly' }),
    ]);
  });

  it('may have blank lines, lines of delimiters only and empty cells beyond its header', async () => {
    const items = await read(`${HEADER}\n${ADA},,\n\n,,,,,,,\n`);
    expect(items).toEqual([ada]);
  });

  it('has as many cells in each line as in its header', async () => {
    const items = await read(`${HEADER}\nE2,only,three\n${ADA},ninth\n`);
    expect(items).toMatchObject([
      {
        type: 'problem',
        scope: 'row',
        line: 2,
        problem: 'The line has 3 cells.',
        expected: expect.stringContaining('8'),
      },
      { type: 'problem', scope: 'row', line: 3, problem: 'The line has 9 cells.' },
    ]);
  });

  it('has its lost quote named by the line where it opened', async () => {
    const items = await read(`${HEADER}\n${ADA}\nE2,"Lost,x\ny\n`);
    expect(items).toMatchObject([
      ada,
      { scope: 'file', line: 3, problem: expect.stringContaining('never closed') },
    ]);
  });

  it('passes errors of its stream on', async () => {
    const broken = async function* () {
      yield Buffer.from(HEADER);
      throw new Error('connection lost');
    };
    const reading = readImport('people', broken(), { now: NOW });
    await expect(reading.next()).rejects.toThrow('connection lost');
  });
});

describe('the header line', () => {
  it('is understood in any case and spelling, in English and German', async () => {
    const header = 'PERSONALNUMMER;Full_Name;E-Mail;Rolle;Bereich;Vorgesetzter;Land;Zeitzone';
    const line = 'E1;Ada Okafor;ada@example.com;Gebietsleiterin;Vertrieb;;de;europe/berlin';
    expect(await read(`${header}\n${line}\n`)).toMatchObject([
      {
        row: {
          externalId: 'E1',
          role: 'manager',
          function: 'commercial',
          country: 'DE',
          zone: 'Europe/Berlin',
        },
      },
    ]);
  });

  it('may name columns that are not read: they are listed once', async () => {
    const items = await read(
      `${HEADER},Shoe size,Badge\n${ADA},40,B\n${ADA.replaceAll(/E1|ada/g, 'x')},41,C\n`,
    );
    expect(items[0]).toMatchObject({ type: 'note', code: 'ignoredColumns', count: 2 });
    expect(items[0]).toHaveProperty('text', expect.stringContaining('Shoe size, Badge'));
    expect(items.filter(({ type }) => type === 'note')).toHaveLength(1);
  });

  it('must have every required column, each named', async () => {
    expect(await read('externalId,name,email,role,function,country\n')).toMatchObject([
      { scope: 'file', line: 1, column: 'managerExternalId', expected: expect.stringContaining('"Manager"') },
      { scope: 'file', line: 1, column: 'zone', expected: expect.stringContaining('mapping') },
    ]);
  });

  it('must not say one thing twice', async () => {
    expect(await read(`${HEADER},E-Mail\n${ADA},x\n`)).toMatchObject([
      {
        scope: 'file',
        column: 'E-Mail',
        problem: 'The columns "email" and "E-Mail" are both read as email.',
      },
    ]);
  });

  it('can be mapped, and the mapping wins over a known name', async () => {
    const header = HEADER.replace('name', 'Whoever').replace('email', 'Private mail') + ',name';
    const items = await read(`${header}\n${ADA},nick\n`, {
      mapping: { whoever: 'name', 'private MAIL': 'email' },
    });
    expect(items).toMatchObject([
      { type: 'note' },
      { row: { name: 'Ada Okafor', email: 'ada.okafor@example.com' } },
    ]);
  });

  it('can be left out by the mapping, also where its name is known', async () => {
    const items = await read(`${HEADER},region\n${ADA},South\n`, { mapping: { Region: '' } });
    expect(items).toMatchObject([{ type: 'note', code: 'ignoredColumns' }, { row: { name: 'Ada Okafor' } }]);
    expect(items[1]).not.toHaveProperty('row.region');
  });

  it('cannot be mapped to what does not exist, from what does not exist, or twice to the same', async () => {
    const file = `${HEADER},Nick\n${ADA},x\n`;
    expect(await read(file, { mapping: { Nick: 'nickname' } })).toMatchObject([
      { scope: 'file', column: 'Nick', expected: expect.stringContaining('externalId, name') },
    ]);
    expect(await read(file, { mapping: { Alias: 'name' } })).toMatchObject([
      { scope: 'file', column: 'Alias', expected: expect.stringContaining('Nick') },
    ]);
    expect(await read(file, { mapping: { Nick: 'name', name: 'name' } })).toMatchObject([
      { scope: 'file', column: 'Nick', problem: expect.stringContaining('both read as name') },
    ]);
  });

  it('is read under a zone that exists', async () => {
    await expect(read(HEADER, { zone: 'CET' })).rejects.toThrow(RangeError);
  });
});

describe('a file of 100,000 lines', () => {
  setFlagsFromString('--expose-gc');
  const collectGarbage = runInNewContext('gc') as () => void;
  const heldMegabytes = () => {
    collectGarbage();
    return process.memoryUsage().heapUsed / 1024 ** 2;
  };

  const LINES = 100_000;
  const filler = 'x'.repeat(150);

  /** Pieces of the size that a file or a socket gives. */
  async function* generated(header: string, line: (i: number) => string) {
    let piece = `${header},Comment\n`;
    for (let i = 0; i < LINES; i++) {
      piece += `${line(i)},"${filler}\n${filler}"\n`;
      if (piece.length < 65_536) continue;
      yield Buffer.from(piece);
      piece = '';
    }
    yield Buffer.from(piece);
  }

  /** Megabytes held when the last row is given, beyond those held at the start. */
  async function heldAtTheEnd(kind: ImportName, file: AsyncIterable<Uint8Array>) {
    const before = heldMegabytes();
    let rows = 0;
    for await (const item of readImport(kind, file, { now: NOW })) {
      if (item.type === 'row' && ++rows === LINES) {
        expect(item.line).toBe(2 * LINES);
        return heldMegabytes() - before;
      }
    }
    throw new Error(`Only ${rows} rows were read.`);
  }

  it('is read in constant memory', async () => {
    const file = generated(
      'rep,training,completedAt',
      (i) => `rep.number.${i}@example.com,OBJ-101,2026-02-27`,
    );
    expect(await heldAtTheEnd('completions', file)).toBeLessThan(5);
  });

  it('holds of people their identities only', async () => {
    const file = generated(`${HEADER},territory`, (i) => {
      const manager = i === 0 ? '' : `employee-number-${Math.floor((i - 1) / 8)}`;
      const start = `employee-number-${i},Person ${i},person.number.${i}@example.com,rep,commercial`;
      return `${start},${manager},DE,Europe/Berlin,${filler}`;
    });
    // The file has 60 MB.
    expect(await heldAtTheEnd('people', file)).toBeLessThan(50);
  });
});
