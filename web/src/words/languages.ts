import type en from './en.json';

export type Messages = typeof en;

/** A language is a file beside this one, with the same words as the English one, and a line here. */
export const LANGUAGES = {
  en: () => import('./en.json'),
  de: () => import('./de.json') satisfies Promise<{ default: Messages }>,
} as const;
export type Language = keyof typeof LANGUAGES;

/** For whoever reads none of them. */
export const FALLBACK: Language = 'en';

declare module 'use-intl' {
  interface AppConfig {
    Messages: Messages;
  }
}
