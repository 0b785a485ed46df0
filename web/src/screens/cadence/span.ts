/** A length of time as it stands in a form: a number, its unit, and on which side of a due date. */
export interface Span {
  count: number;
  unit: Unit;
  isBefore: boolean;
}

/** Minutes and seconds are for trials: offered only where they stand already. */
export const UNITS = ['days', 'weeks', 'hours', 'minutes', 'seconds'] as const;
export type Unit = (typeof UNITS)[number];

/** Of a length of time in one unit. */
export const MOST = 999;

const SHAPE = /^([+-]?)P(?:(\d{1,9})([DW])|T(\d{1,9})([HMS]))$/;
const OF_LETTER: Readonly<Record<string, Unit>> = {
  D: 'days',
  W: 'weeks',
  H: 'hours',
  M: 'minutes',
  S: 'seconds',
};

/** What a document says in one unit (`P10D`, `-PT4H`); null: it says it in another way, or not at all. */
export function readSpan(text: unknown): Span | null {
  const [, sign, long, longUnit, short, shortUnit] = (typeof text === 'string' && SHAPE.exec(text)) || [];
  const count = long ?? short;
  if (count === undefined) return null;
  return { count: Number(count), unit: OF_LETTER[(longUnit ?? shortUnit)!]!, isBefore: sign === '-' };
}

export function writeSpan({ count, unit, isBefore }: Span): string {
  const letter = unit[0]!.toUpperCase();
  const isLong = unit === 'days' || unit === 'weeks';
  return `${isBefore && count > 0 ? '-' : ''}P${isLong ? '' : 'T'}${count}${letter}`;
}

/** The same some days, weeks … later. */
export function laterBy({ count, unit, isBefore }: Span, by: number): Span {
  const moved = (isBefore ? -count : count) + by;
  return { count: Math.abs(moved), unit, isBefore: moved < 0 };
}
