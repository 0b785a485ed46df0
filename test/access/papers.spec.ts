import { kpiPage } from '../../src/insights/kpi-page.js';
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { CATEGORIES, READERS } from '../../src/access/field-categories.js';
import { holdersOf, viewOf } from '../../src/access/policy.js';
import type { Holder } from '../../src/access/words.js';
import { FIELD_REGISTER, NOT_ABOUT_PEOPLE } from '../../src/access/field-register.js';
import { worksAgreement } from '../../src/access/works-agreement.js';
import { startTestApi } from '../support/api.js';

const WORDS: ReadonlySet<string> = new Set(['texts', 'ratings']);
const ROOT = join(import.meta.dirname, '../..');
const read = (path: string): string => readFileSync(join(ROOT, path), 'utf8');

let stored: Map<string, string[]>;
beforeAll(async () => {
  const api = await startTestApi();
  stored = new Map(
    api.dataSource.entityMetadatas.map(({ tableName, columns }) => [
      tableName,
      columns.map(({ databaseName }) => databaseName).sort(),
    ]),
  );
  await api.close();
});

describe('the register of fields', () => {
  it('names every stored field about a person once, and none that is not stored', () => {
    for (const [table, columns] of stored) {
      const registered = FIELD_REGISTER[table];
      if (!registered) {
        expect({ table, known: table in NOT_ABOUT_PEOPLE }).toEqual({ table, known: true });
        continue;
      }
      const named = registered.flatMap((fields) => fields.columns.split(' ')).sort();
      expect({ table, columns: named }).toEqual({ table, columns });
    }
  });

  it('knows no table that is gone, and none in both lists', () => {
    const registered = [...Object.keys(FIELD_REGISTER), ...Object.keys(NOT_ABOUT_PEOPLE)];
    expect(registered.filter((table) => !stored.has(table))).toEqual([]);
    expect(new Set(registered).size).toBe(registered.length);
  });
});

describe('the papers', () => {
  it('for the works council say what the code does', () => {
    expect(read('docs/works-agreement.md')).toBe(worksAgreement());
  });

  it('define every figure as the code counts it', () => {
    expect(read('docs/kpis.md')).toBe(kpiPage());
  });

  it.each([
    ['person.read', ['identity', 'contact', 'place', 'time']],
    ['absence.read', ['time']],
    ['enrolment.read', ['identity', 'status', 'messages']],
    ['enrolment.log', ['status', 'texts', 'ratings']],
    ['observation.read', ['texts', 'ratings']],
    ['visit.read', ['status', 'texts']],
  ] as const)('leave out nobody who may use %s', (word, categories) => {
    for (const category of categories) {
      const listed = CATEGORIES[category].readers.flatMap(
        (reader): readonly Holder[] => READERS[reader].holders,
      );
      const missing = holdersOf(word).filter((holder) => {
        const view = viewOf(word, holder);
        if (view === 'counts' || (view === 'status' && WORDS.has(category))) return false;
        // Operators keep the master data, too.
        return !listed.includes(holder === 'operator' ? 'people' : holder);
      });
      expect({ category, missing }).toEqual({ category, missing: [] });
    }
  });

  it('name for every threat a test that exists', () => {
    const rows = read('docs/security.md')
      .split('\n')
      .filter((line) => /^\| T\d+/.test(line));
    expect(rows.length).toBeGreaterThan(20);
    for (const row of rows) {
      const tests = [...row.matchAll(/`([^`]+\.spec\.ts)`/g)].map(([, path]) => path!);
      expect({ row, tests: tests.length }).not.toEqual({ row, tests: 0 });
      const missing = tests.filter((path) => !existsSync(join(ROOT, path)));
      expect({ row, missing }).toEqual({ row, missing: [] });
    }
  });
});
