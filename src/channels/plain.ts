/** What people and files gave us, made fit for one line of a message, a header or a button. */

// Line breaks and controls could forge headers and lines, direction marks could turn the rest of a line round,
// and lone surrogates cannot be written as UTF-8.
const UNFIT = /[\p{Cc}\p{Cs}\p{Zl}\p{Zp}\u061c\u200e\u200f\u202a-\u202e\u2066-\u2069\ufeff\s]+/gu;
const RIGHT_TO_LEFT = /[\p{Script=Hebrew}\p{Script=Arabic}\p{Script=Syriac}\p{Script=Thaana}\p{Script=Nko}]/u;

const FIRST_STRONG_ISOLATE = '\u2068';
const POP_ISOLATE = '\u2069';

const letters = new Intl.Segmenter();

/** At most so many UTF-16 units, an ellipsis included, never cut inside a letter or an emoji. */
export function shortened(text: string, most: number): string {
  if (text.length <= most) return text;
  let kept = '';
  for (const { segment } of letters.segment(text.slice(0, most))) {
    if (kept.length + segment.length >= most) break;
    kept += segment;
  }
  return `${kept.trimEnd()}…`;
}

export const oneLine = (text: string, most: number): string =>
  shortened(
    text
      .slice(0, most * 4)
      .replace(UNFIT, ' ')
      .trim(),
    most,
  );

/**
 * A piece of data inside a sentence: one that runs the other way does not turn the words around it. Among words
 * from right to left every piece may.
 */
export function quoted(text: string, most: number, amongRightToLeft = false): string {
  const plain = oneLine(text, most);
  return plain && (amongRightToLeft || RIGHT_TO_LEFT.test(plain))
    ? `${FIRST_STRONG_ISOLATE}${plain}${POP_ISOLATE}`
    : plain;
}

/** As at the beginning of a sentence. */
export const capital = (text: string): string => text.charAt(0).toUpperCase() + text.slice(1);

export const LONGEST_NAME = 80;
export const LONGEST_TEXT = 300;
