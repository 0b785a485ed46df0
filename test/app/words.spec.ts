import { IntlMessageFormat } from 'intl-messageformat';
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';

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
  it.each(['.', 'figures'])(
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
});
