import type { ImportItem } from './item.js';
import type { PersonRow } from './people.js';
import { readImport } from './read-import.js';

const HEADER = 'externalId;name;email;role;function;managerExternalId;country;zone';

async function* once(text: string) {
  yield Buffer.from(text);
}

async function readLines(header: string, ...lines: string[]) {
  const items: ImportItem<PersonRow>[] = [];
  const file = once([header, ...lines].join('\r\n'));
  for await (const item of readImport('people', file, { now: Date.parse('2026-03-02T18:00:00Z') }))
    items.push(item);
  return items;
}

const person = (id: string, manager = '', rest = '') =>
  `${id};Name of ${id};${id}@example.com;rep;commercial;${manager};DE;Europe/Berlin${rest}`;

/** Reads one person with one more column. */
async function readWith(column: string, cell: string) {
  const [item] = await readLines(`${HEADER};${column}`, person('E1', '', `;${cell}`));
  return item;
}

describe('a person', () => {
  it('is read with all that the file says of them', async () => {
    const [item] = await readLines(
      `${HEADER};territory;region;market;language;working_week;visitDaysPerWeek;slot;quietHours;preferred channel;active from;active until`,
      ' M1 ; Léa Fontaine ;Lea.Fontaine@Example.com;First-Line Manager;Medical;S1;us;America/New_York;NE-3;North East;US;en_us;Mon-Thu;1,5;8:15 am;21:00-06:30;E-Mail;02.03.2026;2026-12-31',
    );
    expect(item).toEqual({
      type: 'row',
      line: 2,
      row: {
        externalId: 'M1',
        name: 'Léa Fontaine',
        email: 'lea.fontaine@example.com',
        role: 'manager',
        function: 'medical',
        managerExternalId: 'S1',
        country: 'US',
        zone: 'America/New_York',
        territory: 'NE-3',
        region: 'North East',
        market: 'US',
        language: 'en-US',
        workingWeek: ['MO', 'TU', 'WE', 'TH'],
        visitDaysPerWeek: 1.5,
        slot: '08:15',
        quietHours: { from: '21:00', to: '06:30' },
        preferredChannel: 'email',
        activeFrom: '2026-03-02',
        activeUntil: '2026-12-31',
      },
    });
  });

  it('keeps what is stored where a cell is empty', async () => {
    const item = await readWith('slot', '');
    expect(item).toMatchObject({ type: 'row' });
    expect(item).not.toHaveProperty('row.slot');
  });

  it.each([
    ['workingWeek', 'SU-TH', ['MO', 'TU', 'WE', 'TH', 'SU']],
    ['workingWeek', 'MO,TU,WE,TH', ['MO', 'TU', 'WE', 'TH']],
    ['workingWeek', 'Montag - Donnerstag', ['MO', 'TU', 'WE', 'TH']],
    ['workingWeek', 'Di, Do', ['TU', 'TH']],
    ['quietHours', 'none', null],
    ['slot', '12:05 am', '00:05'],
    ['language', 'pt-br', 'pt-BR'],
    ['visitDaysPerWeek', '0.5', 0.5],
  ])('may have %s written as %s', async (column, cell, value) => {
    expect(await readWith(column, cell)).toMatchObject({ type: 'row', row: { [column]: value } });
  });

  it.each([
    ['workingWeek', 'Mo-Xy', 'MO-FR'],
    ['workingWeek', 'weekdays', 'MO-FR'],
    ['workingWeek', 'MO-WE-FR', 'MO-FR'],
    ['workingWeek', ',', 'MO-FR'],
    ['quietHours', '20:00', '20:00-07:00'],
    ['slot', '24:00', '08:30'],
    ['language', 'Deutsch', 'BCP 47'],
    ['language', 'x', 'BCP 47'],
    ['visitDaysPerWeek', '0', 'above 0'],
    ['visitDaysPerWeek', '8', 'at most 7'],
    ['visitDaysPerWeek', '1e0', 'above 0'],
    ['preferredChannel', 'fax', 'slack, email'],
    ['activeFrom', '2026-02-30', 'YYYY-MM-DD'],
    ['activeFrom', '2026-02-03 10:00', 'YYYY-MM-DD'],
  ])('is refused with %s written as %s, and told what would be right', async (column, value, expected) => {
    expect(await readWith(column, value)).toMatchObject({
      type: 'problem',
      scope: 'row',
      line: 2,
      column,
      value,
      problem: expect.any(String),
      expected: expect.stringContaining(expected),
    });
  });

  it('hears of everything that is wrong in the line at once', async () => {
    const items = await readLines(HEADER, 'E1;;nobody;chief;both;;UK;CET');
    expect(items).toMatchObject([
      { column: 'name', problem: 'The cell is empty.' },
      { column: 'email', value: 'nobody' },
      { column: 'role', expected: expect.stringContaining('rep, msl, kam, manager, secondLine') },
      { column: 'function', expected: 'one of commercial, medical.' },
      { column: 'country', expected: expect.stringContaining('GB') },
      { column: 'zone', expected: expect.stringContaining('Europe/Berlin') },
    ]);
  });

  it('may have emoji in the name, but no control characters and no 10,000 characters', async () => {
    const named = (name: string) => person('E1').replace('Name of E1', name);
    expect(await readLines(HEADER, named('Zoë 👩‍🔬 Nkemelu'))).toMatchObject([
      { row: { name: 'Zoë 👩‍🔬 Nkemelu' } },
    ]);
    expect(await readLines(HEADER, named('😀'.repeat(200)))).toMatchObject([{ type: 'row' }]);
    for (const name of ['Ada\u0007', '"Ada\nOkafor"', 'Ada\u202egnirts', 'A\u0000da']) {
      expect(await readLines(HEADER, `${person('E0')}`, named(name))).toMatchObject([
        { type: 'row' },
        {
          column: 'name',
          problem: expect.stringContaining('control character'),
          value: expect.stringContaining('\\u'),
        },
      ]);
    }
    expect(await readLines(HEADER, named('n'.repeat(201)))).toMatchObject([
      { problem: 'The text has 201 characters.', expected: 'at most 200 characters.' },
    ]);
    expect(await readLines(HEADER, named('n'.repeat(10_000)))).toMatchObject([
      {
        problem: 'The cell has 10000 characters.',
        expected: expect.stringContaining('at most 200 characters'),
        value: `${'n'.repeat(80)}…`,
      },
    ]);
  });

  it('does not leave before arriving', async () => {
    const items = await readLines(
      `${HEADER};activeFrom;activeUntil`,
      person('E1', '', ';2026-05-01;2026-04-30'),
    );
    expect(items).toMatchObject([{ column: 'activeUntil', problem: expect.stringContaining('2026-05-01') }]);
  });
});

describe('a hostile line', () => {
  // A pattern that tries every way to divide its spaces would outlast the test.
  it('is refused like any other', async () => {
    const columns = 'language;workingWeek;visitDaysPerWeek;slot;quietHours;activeFrom';
    const gap = ' '.repeat(100_000);
    const rest = `;${'de-'.repeat(50_000)};MO${gap}FR;1${gap}1;8:30${gap}z;20:00${gap}7;2026-01-01${gap}1`;
    const items = await readLines(`${HEADER};${columns}`, person('E1', '', rest));
    expect(items.map((item) => 'column' in item && item.column)).toEqual(columns.split(';'));
  });
});

describe('people in one file', () => {
  it('are each there once: the second line names the first', async () => {
    const sameMail = person('E3').replace('E3@', 'e1@');
    const items = await readLines(
      HEADER,
      person('E1'),
      person('E2'),
      person('E1').replace('E1@', 'x@'),
      sameMail,
    );
    expect(items.slice(2)).toMatchObject([
      { line: 4, column: 'externalId', value: 'E1', problem: 'Line 2 has the same externalId.' },
      { line: 5, column: 'email', value: 'e1@example.com', problem: 'Line 2 has the same email.' },
    ]);
  });

  it('may name a manager who stands in a later line, or in none', async () => {
    const items = await readLines(HEADER, person('E1', 'E2'), person('E2', 'elsewhere'));
    expect(items.map(({ type }) => type)).toEqual(['row', 'row']);
  });

  it('are not their own managers', async () => {
    expect(await readLines(HEADER, person('E1', 'E1'))).toMatchObject([
      { line: 2, column: 'managerExternalId', problem: 'The person is their own manager.' },
    ]);
  });

  it('do not report in a circle: each of its lines is named, with the whole chain', async () => {
    const header = HEADER.replace('managerExternalId', 'Vorgesetzter');
    const items = await readLines(
      header,
      person('E1', 'E2'),
      person('E2', 'E3'),
      person('E3', 'E1'),
      person('E4', 'E1'),
    );
    const problem = 'The reporting line is a circle: E1 → E2 → E3 → E1 (lines 2, 3, 4).';
    expect(items.slice(4)).toMatchObject([
      { line: 2, column: 'Vorgesetzter', value: 'E2', problem },
      { line: 3, column: 'Vorgesetzter', value: 'E3', problem },
      { line: 4, column: 'Vorgesetzter', value: 'E1', problem },
    ]);
  });
});
