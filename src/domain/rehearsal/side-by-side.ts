import type { Instant } from '../time.js';

/** What becomes of something that happens by one cadence, where another takes its place. */
export const MARKS = ['same', 'moved', 'changed', 'gone', 'came'] as const;
export type Mark = (typeof MARKS)[number];

/** Something that happens in a rehearsed loop. */
export interface Happening {
  at: Instant;
  /** What it is, alike in both. Of several alike the first answers the first, and so on. */
  what: string;
  /** Whatever is said of it. */
  text: string;
}

export interface Marked {
  mark: Mark;
  /** When it happens on the other side; null: not there. */
  otherwise: Instant | null;
}

/**
 * Marks what differs between two rehearsals of the same person: what happens at another time, what is said otherwise at the
 * same, what is there no more (`gone`, before alone) and what is new (`came`, after alone).
 */
export function sideBySide(
  before: readonly Happening[],
  after: readonly Happening[],
): { before: Marked[]; after: Marked[] } {
  const [named, others] = [numbered(before), numbered(after)];
  return { before: marks(named, others, 'gone'), after: marks(others, named, 'came') };
}

function numbered(happenings: readonly Happening[]): Map<string, Happening> {
  const counts = new Map<string, number>();
  return new Map(
    happenings.map((one) => {
      const number = (counts.get(one.what) ?? 0) + 1;
      counts.set(one.what, number);
      return [`${one.what} ${number}`, one];
    }),
  );
}

const marks = (
  own: ReadonlyMap<string, Happening>,
  others: ReadonlyMap<string, Happening>,
  alone: 'gone' | 'came',
): Marked[] =>
  [...own].map(([name, one]) => {
    const other = others.get(name);
    if (!other) return { mark: alone, otherwise: null };
    const mark = other.at !== one.at ? 'moved' : other.text !== one.text ? 'changed' : 'same';
    return { mark, otherwise: other.at };
  });
