import { readdirSync, readFileSync } from 'node:fs';
import { IntlMessageFormat } from 'intl-messageformat';
import type en from '../locales/en.json';

/** All words of one language, each an ICU message. English sets what there is; another language is another file. */
export type Words = typeof en;

export type Values = Readonly<Record<string, string | number>>;

export interface Locale {
  words: Words;
  /** A text with its values. A value that is missing or empty is a mistake in the words, not in the data: it throws. */
  say(text: string, values?: Values): string;
}

const FOLDER = new URL('../locales/', import.meta.url);
const ENGLISH = 'en';

const read = (file: string): Words => JSON.parse(readFileSync(new URL(file, FOLDER), 'utf8')) as Words;

/** By language tag. A file that lacks a text, or has one nobody asks for, stops the start. */
const LOCALES: ReadonlyMap<string, Locale> = new Map(
  readdirSync(FOLDER)
    .filter((file) => file.endsWith('.json'))
    .map((file) => {
      const words = read(file);
      const differs = difference(words, read(`${ENGLISH}.json`));
      if (differs.length > 0)
        throw new Error(
          `The words in ${file} and ${ENGLISH}.json differ: ${differs.join(', ')}. Both need the same keys.`,
        );
      return [words.language.toLowerCase(), { words, say: sayer(words) }] as const;
    }),
);

export const languages = (): string[] => [...LOCALES.values()].map(({ words }) => words.language);

/** The words for a reader: `de-AT`, else `de`, else English. */
export function localeOf(language: string): Locale {
  for (let tag = language.toLowerCase(); tag; tag = tag.slice(0, Math.max(0, tag.lastIndexOf('-')))) {
    const locale = LOCALES.get(tag);
    if (locale) return locale;
  }
  return LOCALES.get(ENGLISH)!;
}

function sayer({ dates }: Words): Locale['say'] {
  const parsed = new Map<string, IntlMessageFormat>();
  return (text, values = {}) => {
    let message = parsed.get(text);
    if (!message) {
      message = new IntlMessageFormat(text, dates, undefined, { ignoreTag: true });
      parsed.set(text, message);
    }
    return String(
      message.format(Object.fromEntries(Object.entries(values).filter(([, value]) => value !== ''))),
    );
  };
}

/** The paths of all texts. */
function pathsOf(words: object, path = ''): string[] {
  return Object.entries(words).flatMap(([key, value]: [string, unknown]) =>
    typeof value === 'object' && value !== null ? pathsOf(value, `${path}${key}.`) : `${path}${key}`,
  );
}

function difference(one: object, other: object): string[] {
  const [ours, theirs] = [new Set(pathsOf(one)), new Set(pathsOf(other))];
  return [...ours, ...theirs].filter((path) => !ours.has(path) || !theirs.has(path));
}
