import type en from './en.json';
import type cadence from './cadence/en.json';
import type operations from './operations/en.json';
import type figures from './figures/en.json';
import type keeping from './keeping/en.json';

export type Messages = typeof en;
type FigureMessages = typeof figures;
type CadenceMessages = typeof cadence;
type KeepingMessages = typeof keeping;
type OperationsMessages = typeof operations;

/** A language is a file beside this one, with the same words as the English one, and a line here. */
export const LANGUAGES = {
  en: () => import('./en.json'),
  de: () => import('./de.json') satisfies Promise<{ default: Messages }>,
} as const;
/** What only some screens say, loaded with them. */
export const MORE = {
  figures: {
    en: () => import('./figures/en.json'),
    de: () => import('./figures/de.json') satisfies Promise<{ default: FigureMessages }>,
  },
  cadence: {
    en: () => import('./cadence/en.json'),
    de: () => import('./cadence/de.json') satisfies Promise<{ default: CadenceMessages }>,
  },
  keeping: {
    en: () => import('./keeping/en.json'),
    de: () => import('./keeping/de.json') satisfies Promise<{ default: KeepingMessages }>,
  },
  operations: {
    en: () => import('./operations/en.json'),
    de: () => import('./operations/de.json') satisfies Promise<{ default: OperationsMessages }>,
  },
} as const satisfies Record<string, Record<keyof typeof LANGUAGES, unknown>>;

export type Language = keyof typeof LANGUAGES;

/** Whose dates and numbers go with the words: `dates` of `src/channels/locales/` says the same to messages. */
export const PLACES = { en: 'en-GB', de: 'de-DE' } as const satisfies Record<Language, string>;

/** For whoever reads none of them. */
export const FALLBACK: Language = 'en';

declare module 'use-intl' {
  interface AppConfig {
    Messages: Messages & FigureMessages & CadenceMessages & KeepingMessages & OperationsMessages;
  }
}
