import { en } from './en.js';
import type { Counted, Locale } from './words.js';

const LOCALES: readonly Locale[] = [en];

/** The words for a reader: their language where we have it, else the first we have. */
export function localeOf(language: string): Locale {
  const base = language.toLowerCase().split('-')[0];
  return LOCALES.find((locale) => locale.language === base) ?? LOCALES[0]!;
}

/** Puts values into a text. A text that names a value nobody gave is a mistake in the words, not in the data. */
export function fill(text: string, values: Readonly<Record<string, string>>): string {
  return text.replace(/\{(\w+)\}/g, (_, name: string) => {
    const value = values[name];
    if (!value)
      throw new Error(
        `The text "${text}" needs {${name}}, which has no value here. Give it a wording without {${name}}.`,
      );
    return value;
  });
}

export const counted = (
  locale: Locale,
  texts: Counted,
  n: number,
  values: Record<string, string> = {},
): string =>
  fill(texts[new Intl.PluralRules(locale.language).select(n)] ?? texts.other, { ...values, n: String(n) });
