import type { CompletionRow } from './completions.js';
import type { ImportItem } from './item.js';
import { readImport, type ImportOptions } from './read-import.js';

const NOW = Date.parse('2026-03-02T18:00:00Z');

async function* once(text: string) {
  yield Buffer.from(text);
}

async function readText(text: string, options: Partial<ImportOptions> = {}) {
  const items: ImportItem<CompletionRow>[] = [];
  for await (const item of readImport('completions', once(text), { now: NOW, ...options })) items.push(item);
  return items;
}

/** One completion of that moment. */
async function completedAt(moment: string, options: Partial<ImportOptions> = {}) {
  const [item] = await readText(`rep;training;completedAt;status\nE1;OBJ-101;${moment};completed\n`, options);
  return item?.type === 'row' ? item.row.completedAt : item;
}

describe('a completion list', () => {
  it('is read as an LMS exports it', async () => {
    const items = await readText(
      'Learner ID,E-Mail,Course Code,Course Version,Completion Date,Completion Status,Score\n' +
        'R1,r1@example.com,OBJ-101,2.1,2026-02-27,Passed,93\n',
      { mapping: { 'E-Mail': 'rep' } },
    );
    expect(items).toEqual([
      expect.objectContaining({ type: 'note', text: expect.stringContaining('Learner ID, Score') }),
      {
        type: 'row',
        line: 2,
        row: {
          rep: { email: 'r1@example.com' },
          training: 'OBJ-101',
          contentVersion: '2.1',
          completedAt: { date: '2026-02-27' },
        },
      },
    ]);
  });

  it('asks which is meant where two columns could name the learner', async () => {
    expect(await readText('Learner ID,E-Mail,training,completedAt\n')).toMatchObject([
      { scope: 'file', problem: 'The columns "Learner ID" and "E-Mail" are both read as rep.' },
    ]);
  });

  it('opens a loop only for what was completed; the rest is counted, and not judged', async () => {
    const items = await readText(
      [
        'rep;training;completedAt;status',
        'E1;OBJ-101;2026-02-27;Bestanden',
        'E2;OBJ-101;;In Progress',
        'E3;OBJ-101;no date;in progress',
        'E4;OBJ-101;2027-01-01;Enrolled',
        'E5;OBJ-101;2026-02-27;',
        'E6;OBJ-101;2026-02-27;COMPLETED',
      ].join('\n'),
    );
    expect(items).toMatchObject([
      { type: 'row', line: 2 },
      { type: 'row', line: 7 },
      {
        type: 'note',
        code: 'notCompleted',
        count: 4,
        text: '4 lines were not completed and left out: 2 × in progress, 1 × enrolled, 1 × empty.',
      },
    ]);
  });

  it('counts no more words than can be shown', async () => {
    const lines = Array.from({ length: 500 }, (_, i) => `E1;OBJ-101;2026-02-27;word ${i}`);
    const items = await readText(['rep;training;completedAt;status', ...lines].join('\n'));
    expect(items).toMatchObject([{ count: 500, text: expect.stringContaining('480 × other words') }]);
  });

  it('without a status column is all completions, and says so', async () => {
    expect(await readText('rep;training;completedAt\nE1;OBJ-101;2026-02-27\n')).toMatchObject([
      { type: 'row' },
      { type: 'note', code: 'noStatusColumn' },
    ]);
  });
});

describe('the moment of a completion', () => {
  it.each(['2026-02-27', '27.02.2026', '27.2.2026', '2026/02/27', '02/27/2026', '27/02/2026', '2/27/2026'])(
    'may be the day %s',
    async (day) => expect(await completedAt(day)).toEqual({ date: '2026-02-27' }),
  );

  it.each([
    ['2026-02-27T16:30:15Z', '2026-02-27T16:30:15Z'],
    ['2026-02-27T16:30:15.250+01:00', '2026-02-27T15:30:15.250Z'],
    ['2026-02-27 16:30 -0500', '2026-02-27T21:30:00Z'],
    ['2026-02-27 16:30:00 UTC', '2026-02-27T16:30:00Z'],
  ])('may be the instant %s', async (written, instant) => {
    expect(await completedAt(written)).toEqual({ instant: Date.parse(instant) });
  });

  it('keeps a wall-clock time for the zone of the person, unless the file has a zone', async () => {
    expect(await completedAt('2/27/2026 4:30:15 PM')).toEqual({ date: '2026-02-27', time: '16:30' });
    expect(await completedAt('2/27/2026 4:30:15 PM', { zone: 'America/New_York' })).toEqual({
      instant: Date.parse('2026-02-27T21:30:15Z'),
    });
    expect(await completedAt('27.02.2026, 16:30', { zone: 'Europe/Berlin' })).toEqual({
      instant: Date.parse('2026-02-27T15:30:00Z'),
    });
  });

  it('is refused where it can be read in two ways, with both', async () => {
    expect(await completedAt('03/02/2026')).toMatchObject({
      type: 'problem',
      line: 2,
      column: 'completedAt',
      value: '03/02/2026',
      expected: '2026-02-03 or 2026-03-02, whichever is meant.',
    });
    expect(await completedAt('02/02/2026')).toEqual({ date: '2026-02-02' });
  });

  it.each([
    '2026-02-29',
    '31.04.2025',
    '2026-13-01',
    '13/13/2025',
    '0226-02-27',
    '27.02.26',
    '46080',
    'last Friday',
    '2026-02-27T25:00',
    '2026-02-27T10:00+15:00',
    '00/00/2026',
    '2026-02-27T10:00:60Z',
  ])('is refused as %s', async (written) =>
    expect(await completedAt(written)).toMatchObject({ type: 'problem', value: written }),
  );

  it('is not in the future, in any zone that it could be meant in', async () => {
    // It is 18:00 on 2 March in Greenwich, and already 3 March in Auckland.
    expect(await completedAt('2026-03-03')).toEqual({ date: '2026-03-03' });
    expect(await completedAt('2026-03-04')).toMatchObject({ problem: 'The completion is in the future.' });
    expect(await completedAt('2026-03-03', { zone: 'Europe/Berlin' })).toMatchObject({ type: 'problem' });
    expect(await completedAt('2026-03-02T18:05:00Z')).toHaveProperty('instant');
    expect(await completedAt('2026-03-02T18:05:01Z')).toMatchObject({ type: 'problem' });
  });
});
