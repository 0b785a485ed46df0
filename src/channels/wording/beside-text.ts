import type { BesideText } from './letter.js';
import type { Locale } from './locale.js';

/** What stands beside a text field. `sideEffectUrl` is the organisation's own; null where it has none. */
export function besideText({ words }: Locale, sideEffectUrl: string | null): BesideText {
  const { noNames, sideEffect } = words.besideText;
  const code = 'reportSideEffect';
  return {
    noNames,
    sideEffect: sideEffectUrl
      ? { text: sideEffect, link: { code, label: words.actions[code], href: sideEffectUrl, press: null } }
      : null,
  };
}
