import { wordListOf, wordsIn, type WordList } from './reading.js';
import { QUALITY_WORDS, type QualityLanguage } from './words.js';

export type { QualityLanguage } from './words.js';

/** What a coach wrote of one capability; empty where nothing. */
export interface Written {
  evidence: string;
  suggestion: string;
}

/** What would help the reader most, the first first. */
export const QUALITY_HELPS = ['seen', 'nextStep', 'occasion', 'connection'] as const;
export type QualityHelp = (typeof QUALITY_HELPS)[number];

/**
 * Feedback read in the manner of QuAL (evidence, suggestion, connection), by lists of words alone: the same words always
 * come to the same. It reads what was written and never who is written about.
 */
export interface FeedbackQuality {
  language: QualityLanguage;
  /** 0 nothing is written; 1 words, and none of what was seen; 2 something that was seen; 3 with when, or word for word. */
  evidence: 0 | 1 | 2 | 3;
  /** Whether there is something to try. */
  suggestion: 0 | 1;
  /** Whether what to try comes from what was seen. */
  connection: 0 | 1;
  /** The words that counted, as they were written. */
  because: { seen: string[]; occasion: string[]; nextStep: string[]; connection: string[] };
  /** Null: it has all of it. */
  help: QualityHelp | null;
}

/** From 0 to 5. */
export const totalOf = ({ evidence, suggestion, connection }: FeedbackQuality): number =>
  evidence + suggestion + connection;

/** The language whose lists serve somebody who reads this one. */
export const qualityLanguage = (bcp47: string): QualityLanguage =>
  Object.keys(QUALITY_WORDS).find(
    (language): language is QualityLanguage => language === bcp47.toLowerCase().split('-')[0],
  ) ?? 'en';

/** Reads feedback; `fallback` is the language of texts too short to tell. */
export function feedbackQuality(written: Written, fallback: QualityLanguage): FeedbackQuality {
  const evidence = wordsIn(written.evidence);
  const suggestion = wordsIn(written.suggestion);
  const language = languageOf([...evidence, ...suggestion], fallback);
  const list = wordListOf(language);
  const seen = evidence.filter((word) => list.seen(word));
  const quoted = quotedIn(written.evidence);
  const occasion = evidence.filter((word) => list.occasion(word) || /^\d+$/.test(word));
  const nextStep = nextStepIn(written.suggestion, list);
  const levels = {
    evidence: evidenceLevel(evidence, [...seen, ...quoted], [...occasion, ...quoted], seen),
    suggestion: nextStep.length > 0 ? 1 : 0,
  } as const;
  const links = levels.evidence > 1 && levels.suggestion === 1 ? linksOf(evidence, suggestion, list) : [];
  const connection = links.length > 0 ? 1 : 0;
  return {
    language,
    ...levels,
    connection,
    because: {
      seen: distinct([...seen, ...quoted]),
      occasion: distinct(occasion),
      nextStep: distinct(nextStep),
      connection: distinct(links),
    },
    help: helpOf(levels.evidence, levels.suggestion, connection),
  };
}

/** Whether an agreement says when it is to be done: “If …, then I …”. */
export function saysWhen(text: string, fallback: QualityLanguage): boolean {
  const words = wordsIn(text);
  const list = wordListOf(languageOf(words, fallback));
  return words.length >= 4 && words.some((word) => list.trigger(word));
}

function evidenceLevel(
  words: readonly string[],
  seen: readonly string[],
  details: readonly string[],
  acts: readonly string[],
): FeedbackQuality['evidence'] {
  if (words.length === 0) return 0;
  if (seen.length === 0) return 1;
  return details.length > 0 || new Set(acts).size > 1 ? 3 : 2;
}

function helpOf(
  evidence: FeedbackQuality['evidence'],
  suggestion: 0 | 1,
  connection: 0 | 1,
): QualityHelp | null {
  if (evidence < 2) return 'seen';
  if (suggestion === 0) return 'nextStep';
  if (evidence < 3) return 'occasion';
  return connection === 0 ? 'connection' : null;
}

/** The language of which more small words stand there. */
function languageOf(words: readonly string[], fallback: QualityLanguage): QualityLanguage {
  const languages = Object.keys(QUALITY_WORDS) as QualityLanguage[];
  const count = (language: QualityLanguage): number => {
    const { common } = wordListOf(language);
    return words.filter((word) => common(word)).length;
  };
  return languages.reduce((most, one) => (count(one) > count(most) ? one : most), fallback);
}

/** What stands between quotation marks and is more than a word. */
function quotedIn(text: string): string[] {
  const quotes = text.matchAll(/["“„«»”]([^"“”„«»]+)["“”«»]/gu);
  return [...quotes].flatMap(([, said]) => (wordsIn(said!).length > 1 ? [said!.trim()] : []));
}

/** What is to be tried: a word that says so, or a clause that begins or ends like one who tells somebody what to do. */
function nextStepIn(text: string, list: WordList): string[] {
  const plain = wordsIn(text).join(' ');
  if (list.phrases.some((phrase) => plain === phrase)) return [];
  return text.split(/[.!?;:,\n–—]+|\s(?:and|und)\s/u).flatMap((clause) => {
    const words = wordsIn(clause);
    if (list.phrases.includes(words.join(' '))) return [];
    const first = words.find((word) => !list.before(word));
    const last = words.at(-1);
    return [
      ...words.filter((word) => list.next(word)),
      ...(first !== undefined && list.begins(first) ? [first] : []),
      ...(last !== undefined && list.ends(last) ? [last] : []),
    ];
  });
}

/** Letters that two words share at their beginning to be taken for the same. */
const STEM = 5;
const SHORTEST = 4;

/** Words of the suggestion that take up one of what was seen, or point back to it. */
function linksOf(evidence: readonly string[], suggestion: readonly string[], list: WordList): string[] {
  const stems = new Set(
    evidence
      .filter((word) => word.length >= SHORTEST && !list.common(word))
      .map((word) => word.slice(0, STEM)),
  );
  return suggestion.filter(
    (word) =>
      list.refers(word) || (word.length >= SHORTEST && !list.common(word) && stems.has(word.slice(0, STEM))),
  );
}

const distinct = (words: readonly string[]): string[] => [...new Set(words)];
