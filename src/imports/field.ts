import type { Instant } from '../domain/time.js';

/** What readers of cells may know besides the cell. */
export interface CellContext {
  now: Instant;
  /** IANA zone in which wall-clock times of the file are meant; without it they are the person's own. */
  zone?: string;
}

type Need = 'required' | 'optional';

/** One thing a file can say, under its canonical name. */
export interface Field<T = unknown, N extends Need = Need> {
  /** Whether the file must have the column at all. */
  column: Need;
  /** Whether each line must fill it. */
  cell: N;
  /** Header names read as this field besides its own; case, spaces and punctuation do not matter. */
  aliases: readonly string[];
  /** For the documentation: what it says and how it is written. */
  meaning: string;
  /** Gets the trimmed, non-empty cell. Throws CellProblem. */
  read(text: string, context: CellContext): T;
}

export type Fields = Readonly<Record<string, Field>>;

/** The cells of one line, read. Cells that may be empty are undefined then. */
export type CellsOf<F extends Fields> = {
  [K in keyof F]: F[K] extends Field<infer T, infer N> ? (N extends 'required' ? T : T | undefined) : never;
};

type Said<T> = Pick<Field<T>, 'aliases' | 'meaning' | 'read'>;

/** The column must be there and every line must fill it. */
export const required = <T>(said: Said<T>): Field<T, 'required'> => ({
  column: 'required',
  cell: 'required',
  ...said,
});

/** The column must be there, so that it is not forgotten; its cells may be empty. */
export const mayBeEmpty = <T>(said: Said<T>): Field<T, 'optional'> => ({
  column: 'required',
  cell: 'optional',
  ...said,
});

/** The file need not have the column. */
export const optional = <T>(said: Said<T>): Field<T, 'optional'> => ({
  column: 'optional',
  cell: 'optional',
  ...said,
});

/** How header names and words of a closed list are compared: letters and digits only, in any case. */
export const plain = (name: string): string =>
  name
    .normalize('NFKC')
    .toLowerCase()
    .replace(/[^\p{L}\p{N}]+/gu, '');
