import { faultOf, faultText, type ImportFault, type Said } from './faults.js';

/** What is wrong with one cell, and what would be right. Thrown by the readers of cells. */
export class CellProblem extends Error {
  readonly fault: ImportFault;

  constructor(...said: Said) {
    const fault = faultOf(...said);
    super(faultText(fault, 'en'));
    this.fault = fault;
  }
}

/** What makes the rest of the file unreadable. `line` is where to look, counted from 1 in the physical file. */
export class FileProblem extends Error {
  readonly fault: ImportFault;

  constructor(
    readonly line: number,
    ...said: Said
  ) {
    const fault = faultOf(...said);
    super(faultText(fault, 'en', line));
    this.fault = fault;
  }
}

const SHOWN = 80;

/** A cell as it may be shown in an answer or a log: short, and without characters that act on a terminal. */
export function shown(value: string): string {
  const start = Array.from(value.slice(0, 2 * SHOWN))
    .slice(0, SHOWN)
    .join('');
  const visible = start.replace(
    UNPRINTABLE_EVERYWHERE,
    (ch) => `\\u${ch.charCodeAt(0).toString(16).padStart(4, '0')}`,
  );
  return start.length < value.length ? `${visible}…` : visible;
}

/** Control characters, line separators and the marks that turn the direction of writing around. */
export const UNPRINTABLE = /[\p{Cc}\u2028\u2029\u202a-\u202e\u2066-\u2069]/u;
const UNPRINTABLE_EVERYWHERE = new RegExp(UNPRINTABLE, 'gu');
