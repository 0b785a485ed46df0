import { QUALITY_WORDS, type QualityLanguage, type QualityWords } from './words.js';

type Lists = Exclude<keyof QualityWords, 'phrases'>;

/** The lists of a language, each as a question. */
export type WordList = Record<Lists, (word: string) => boolean> & { phrases: readonly string[] };

/** Nobody writes more in one field. */
const MOST = 10_000;

/** The words of a text in small letters; marks and signs are left out. */
export const wordsIn = (text: string): string[] =>
  text
    .slice(0, MOST)
    .normalize('NFC')
    .toLowerCase()
    .match(/[\p{L}\p{N}]+(?:['’][\p{L}]+)*/gu) ?? [];

function asksFor(entries: string): (word: string) => boolean {
  const all = entries.split(' ').filter((entry) => entry !== '');
  const words = new Set(all.filter((entry) => !entry.endsWith('*')));
  const beginnings = all.filter((entry) => entry.endsWith('*')).map((entry) => entry.slice(0, -1));
  return (word) => words.has(word) || beginnings.some((beginning) => word.startsWith(beginning));
}

function read({ phrases, ...lists }: QualityWords): WordList {
  const asked = Object.entries(lists).map(([name, entries]) => [name, asksFor(entries)] as const);
  return { ...(Object.fromEntries(asked) as Record<Lists, (word: string) => boolean>), phrases };
}

const READ: Readonly<Record<QualityLanguage, WordList>> = {
  en: read(QUALITY_WORDS.en),
  de: read(QUALITY_WORDS.de),
};

export const wordListOf = (language: QualityLanguage): WordList => READ[language];
