import type { ImportItem } from './item.js';
import { readImport, type ImportOptions } from './read-import.js';
import type { VisitRow } from './visits.js';

const HEADER = 'externalId;rep;observers;date;time;institution;channel;status';

async function* once(text: string) {
  yield Buffer.from(text);
}

async function readLines(lines: string[], options: Partial<ImportOptions> = {}) {
  const items: ImportItem<VisitRow>[] = [];
  const now = Date.parse('2026-03-24T10:00:00Z');
  for await (const item of readImport('visits', once(lines.join('\n')), { now, ...options }))
    items.push(item);
  return items;
}

describe('a joint visit', () => {
  it('is read as a CRM exports it', async () => {
    const items = await readLines([
      'Call ID\tOwner\tAccompanied by\tCall date\tAccount\tVisit type\tStatus',
      'V-1\tR1\tm1@example.com | T7 | M1@example.com\t2026-03-24T14:10+01:00\tKlinikum Süd\tIn person\tScheduled',
    ]);
    expect(items).toEqual([
      {
        type: 'row',
        line: 2,
        row: {
          externalId: 'V-1',
          rep: { externalId: 'R1' },
          observers: [{ email: 'm1@example.com' }, { externalId: 'T7' }],
          when: { instant: Date.parse('2026-03-24T13:10Z') },
          institution: 'Klinikum Süd',
          channel: 'faceToFace',
          status: 'planned',
        },
      },
    ]);
  });

  it('may have its time in a column of its own, in the rep’s zone or in that of the file', async () => {
    const lines = [HEADER, 'V-1;R1;M1;24.03.2026;14:10;;remote;planned'];
    expect(await readLines(lines)).toMatchObject([{ row: { when: { date: '2026-03-24', time: '14:10' } } }]);
    expect(await readLines(lines, { zone: 'Europe/Berlin' })).toMatchObject([
      { row: { when: { instant: Date.parse('2026-03-24T13:10Z') } } },
    ]);
  });

  it('may have no time and no institution', async () => {
    const items = await readLines([HEADER, 'V-1;R1;M1;2026-03-24;;;Telefon;Verschoben']);
    expect(items).toMatchObject([
      { row: { when: { date: '2026-03-24' }, channel: 'phone', status: 'moved' } },
    ]);
  });

  it.each([
    ['two times', 'V-1;R1;M1;2026-03-24T14:10;14:10;;remote;planned', 'time'],
    ['nobody coming along', 'V-1;R1; | ;2026-03-24;;;remote;planned', 'observers'],
    ['the rep as observer', 'V-1;r1@example.com;M1|R1@example.com;2026-03-24;;;remote;planned', 'observers'],
    ['an unknown channel', 'V-1;R1;M1;2026-03-24;;;pigeon;planned', 'channel'],
    ['an unknown status', 'V-1;R1;M1;2026-03-24;;;remote;maybe', 'status'],
    ['a future that was held', 'V-1;R1;M1;2026-03-26;;;remote;held', 'status'],
    ['an endless institution', `V-1;R1;M1;2026-03-24;;${'K'.repeat(201)};remote;planned`, 'institution'],
  ])('is refused with %s', async (_, line, column) => {
    expect(await readLines([HEADER, line])).toMatchObject([
      { type: 'problem', scope: 'row', line: 2, column },
    ]);
  });

  it('is there once: the second line names the first', async () => {
    const line = 'V-1;R1;M1;2026-03-24;;;remote;planned';
    expect(await readLines([HEADER, line, line])).toMatchObject([
      { type: 'row' },
      { line: 3, column: 'externalId', problem: 'Line 2 has the same visit.' },
    ]);
  });
});
