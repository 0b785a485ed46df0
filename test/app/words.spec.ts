import { IntlMessageFormat } from 'intl-messageformat';
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { KPI_NAMES, KPIS } from '../../src/insights/catalogue.js';

type Words = { [key: string]: string | Words };

const FOLDER = join(import.meta.dirname, '../../web/src/words');
const languagesIn = (folder: string): string[] =>
  readdirSync(join(FOLDER, folder)).filter((file) => file.endsWith('.json'));

/** Each sentence by its key, with the names of what is filled in. */
function shapeOf(words: Words, prefix = ''): Map<string, string[]> {
  return new Map(
    Object.entries(words).flatMap(([key, value]) =>
      typeof value === 'string'
        ? [[prefix + key, namesIn(value)] as const]
        : [...shapeOf(value, `${prefix}${key}.`)],
    ),
  );
}

const namesIn = (sentence: string): string[] => {
  const names = new Set<string>();
  const look = (parts: readonly { type: number; value?: unknown; options?: object }[]): void => {
    for (const { type, value, options } of parts) {
      if (type !== 0 && type !== 7) names.add(String(value));
      for (const option of Object.values(options ?? {})) look((option as { value: typeof parts }).value);
    }
  };
  look(new IntlMessageFormat(sentence, 'en').getAst() as Parameters<typeof look>[0]);
  return [...names].sort();
};

const read = (file: string): Words => JSON.parse(readFileSync(join(FOLDER, file), 'utf8')) as Words;

describe('the words of the app', () => {
  it.each(['.', 'figures', 'cadence', 'keeping', 'operations'])(
    'are the same in every language, with the same things filled in: %s',
    (folder) => {
      const languages = languagesIn(folder);
      const english = shapeOf(read(join(folder, 'en.json')));
      if (folder === '.')
        expect(english.get('team.summary')).toEqual(['adopted', 'capabilities', 'cells', 'reps', 'stalled']);
      expect(languages).toEqual(languagesIn('.'));
      expect(languages.length).toBeGreaterThan(1);
      for (const language of languages) expect(shapeOf(read(join(folder, language)))).toEqual(english);
    },
  );

  it('define every figure as the catalogue does, and in every other language in its own words', () => {
    const definitions = (file: string) =>
      read(join('figures', file)).definition as Record<string, Record<string, string>>;
    const english = definitions('en.json');
    expect(Object.keys(english)).toEqual(KPI_NAMES);
    expect(KPIS).toMatchObject(english);
    for (const file of languagesIn('figures').filter((one) => one !== 'en.json'))
      for (const [kpi, said] of Object.entries(definitions(file)))
        for (const [what, text] of Object.entries(said))
          expect([kpi, what, text]).not.toEqual([kpi, what, english[kpi]![what]]);
  });
});
