import type { Cadence, LadderName, Rung } from '../cadence.js';
import { HOUR, type IsoDuration } from '../time.js';
import { parseDuration } from '../working-time/index.js';

/** Days of a working week, by which the weeks of a document are compared with its days. */
const WEEK = 5;
const DAY = 24 * HOUR;

/** Days of a week by the clock of a document. */
export const weekOf = ({ clock }: Cadence): number => (clock === 'working' ? WEEK : 7);

/** Days, and parts of one, of a duration of a document; below zero before the due date. */
export function daysIn(duration: IsoDuration, cadence: Cadence): number {
  const { sign, days, weeks, ms } = parseDuration(duration);
  return sign * (days + weeks * weekOf(cadence) + ms / DAY);
}

/** Whether a document is written in hours or shorter, to be looked at rather than lived by. */
export const isForLooking = ({ firstObservation }: Cadence): boolean =>
  parseDuration(firstObservation.within).exact;

/** The ladders of things that somebody owes and others can help with. */
export const HELPED_LADDERS = [
  'observe',
  'feedback',
  'action',
  'followUp',
  'regroup',
  'checkIn',
  'cover',
] as const satisfies readonly LadderName[];

export const pathOf = (ladder: LadderName, index?: number): string =>
  index === undefined ? `ladders.${ladder}` : `ladders.${ladder}.${index}`;

export const rungsOf = (cadence: Cadence, ladder: LadderName): (Rung & { days: number; index: number })[] =>
  cadence.ladders[ladder].map((rung, index) => ({ ...rung, index, days: daysIn(rung.at, cadence) }));
