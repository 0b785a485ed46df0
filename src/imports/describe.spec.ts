import { createReadStream } from 'node:fs';
import { readFile } from 'node:fs/promises';
import { describeImports } from './describe.js';
import { plain, type Fields } from './field.js';
import { completions } from './completions.js';
import { people } from './people.js';
import { IMPORT_NAMES, readImport } from './read-import.js';
import { visits } from './visits.js';

describe('what is said of imports', () => {
  it('is what docs/imports.md says', async () => {
    const page = await readFile('docs/imports.md', 'utf8');
    if (page !== describeImports()) {
      throw new Error(
        'docs/imports.md is out of date: write what describeImports() of src/imports/describe.ts returns.',
      );
    }
  });

  it.each([
    ['people', people.fields],
    ['completions', completions.fields],
    ['visits', visits.fields],
  ] as [string, Fields][])(
    'is never ambiguous: no name of a column stands for two fields of %s',
    (_, fields) => {
      const names = Object.entries(fields).flatMap(([field, { aliases }]) =>
        [...new Set([field, ...aliases].map(plain))].map((name) => name),
      );
      expect(names.filter((name, i) => names.indexOf(name) !== i)).toEqual([]);
    },
  );

  it.each(IMPORT_NAMES)('holds for the sample of %s, which is read without a problem', async (kind) => {
    const now = Date.parse('2026-03-02T18:00:00Z');
    let rows = 0;
    for await (const item of readImport(kind, createReadStream(`demo/sample/${kind}.csv`), { now })) {
      expect(item).not.toHaveProperty('problem');
      if (item.type === 'row') rows++;
    }
    expect(rows).toBeGreaterThan(10);
  });
});
