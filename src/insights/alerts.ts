import type { Refused } from '../domain/refusals.js';
import { HOUR, toIso, type Instant, type IsoDate } from '../domain/time.js';
import type { KpiName } from './catalogue.js';
import { differenceOf, wilson, type Share } from './interval.js';

/** When somebody wants to be told about a figure. */
export interface AlertRule {
  kpi: KpiName;
  direction: 'above' | 'below';
  /** A share, from 0 to 1; of a trend, by how much the figure must have risen, or fallen. */
  threshold: number;
  /** By how much a figure must be back on the good side before the alert closes, so that it does not flap. */
  margin: number;
  /** For how many released periods in a row, to open and to close. */
  periods: number;
  /** A trend: each period is held against so many before it, taken together. Null: against the threshold alone. */
  earlier: number | null;
}

/** A figure of one period; null: there was nothing that could be shown. */
export interface Reading {
  period: string;
  share: Share | null;
}

export const ALERT_KINDS = ['crossed', 'noData'] as const;
export type AlertKind = (typeof ALERT_KINDS)[number];

/** Whoever lets an alert rest is asked again: what nobody looks at for longer is not at rest, but forgotten. */
const MOST_DAYS_OF_REST = 90;

/** The last day (UTC) until which an alert can rest. */
export const latestRest = (now: Instant): IsoDate => toIso(now + MOST_DAYS_OF_REST * 24 * HOUR).slice(0, 10);

/** The newest alert of a rule about one place. */
export interface Raised {
  kind: AlertKind;
  /** The period with which it closed, whoever closed it; null: it has not. */
  closedIn: string | null;
}

export type Move = { open: AlertKind } | { close: true };

/**
 * What becomes of a rule about one place with the newest of its readings. It opens once; it closes by itself when the
 * figure was back for as long as it was away; and where a person closed it, it opens again only after the figure had
 * been back. A figure that was missing and is bad now does both in one period.
 * @param readings oldest first, the newest being that of the period that has closed
 */
export function movesAt(rule: AlertRule, readings: readonly Reading[], newest: Raised | null): Move[] {
  const move = moveAt(rule, readings, newest);
  if (!move || 'open' in move) return move ? [move] : [];
  const after = moveAt(rule, readings, { kind: newest!.kind, closedIn: readings.at(-1)!.period });
  return after ? [move, after] : [move];
}

function moveAt(rule: AlertRule, readings: readonly Reading[], newest: Raised | null): Move | null {
  const course = readings.map((_, index) => measured(rule, readings, index));
  const last = course.slice(-rule.periods);
  const all = (holds: (one: Measured) => boolean): boolean =>
    last.length === rule.periods && last.every(holds);
  if (newest && newest.closedIn === null) {
    const isOver = newest.kind === 'crossed' ? all(({ is }) => is === 'good') : last.some(isTold);
    return isOver ? { close: true } : null;
  }
  const since = newest ? course.filter(({ period }) => period >= newest.closedIn!) : course;
  const wasBack = (kind: AlertKind, isBack: (one: Measured) => boolean): boolean =>
    newest?.kind !== kind || since.some(isBack);
  if (all(({ is }) => is === 'bad'))
    return wasBack('crossed', ({ is }) => is === 'good') ? { open: 'crossed' } : null;
  return all((one) => !isTold(one)) && course.some(isTold) && wasBack('noData', isTold)
    ? { open: 'noData' }
    : null;
}

/** What a period says to a rule; between good and bad it is neither. */
interface Measured {
  period: string;
  is: 'bad' | 'good' | 'between' | 'missing';
}

const isTold = ({ is }: Measured): boolean => is !== 'missing';

function measured(rule: AlertRule, readings: readonly Reading[], index: number): Measured {
  const { period, share } = readings[index]!;
  const { direction, threshold, margin, earlier } = rule;
  const against =
    earlier === null ? null : together(readings.slice(Math.max(0, index - earlier), index), earlier);
  if (!share || (earlier !== null && !against)) return { period, is: 'missing' };
  const gap = against ? differenceOf(share, against) : { difference: share.share, withinNoise: false };
  const worse = direction === 'above' ? gap.difference : -gap.difference;
  const limit = direction === 'above' || against ? threshold : -threshold;
  if (worse > limit) return { period, is: gap.withinNoise ? 'between' : 'bad' };
  return { period, is: worse <= limit - margin ? 'good' : 'between' };
}

/** The last `count` periods as one figure; null where there are fewer, or most of them are missing. */
export function together(readings: readonly Reading[], count: number): Share | null {
  const last = readings.slice(-count);
  const shares = last.flatMap(({ share }) => share ?? []);
  if (last.length < count || shares.length * 2 < count) return null;
  const sum = (of: (share: Share) => number): number => shares.reduce((total, one) => total + of(one), 0);
  return wilson(
    sum(({ numerator }) => numerator),
    sum(({ denominator }) => denominator),
  );
}

/** Why a rule could never open, or never close again; null: it can do both. Figures of nobody or everybody are never shown. */
export function uselessness({
  direction,
  threshold,
  margin,
  earlier,
}: Omit<AlertRule, 'kpi' | 'periods'>): Refused | null {
  if (earlier !== null) {
    if (threshold >= 1)
      return { code: 'ruleNeverMoves', at: 'threshold', params: { direction, share: threshold } };
    if (margin > threshold) return { code: 'ruleOtherWay', at: 'margin', params: { share: threshold } };
    return null;
  }
  if (direction === 'above' ? threshold >= 1 : threshold <= 0)
    return { code: 'ruleNeverOpens', at: 'threshold', params: { direction, share: threshold } };
  const back = direction === 'above' ? threshold - margin : threshold + margin;
  if (back <= 0 || back >= 1) return { code: 'ruleNeverCloses', at: 'margin', params: { share: back } };
  return null;
}
