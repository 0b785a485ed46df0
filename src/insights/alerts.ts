import { kpi, type KpiName } from './catalogue.js';

/** When somebody wants to be told about a figure. */
export interface AlertRule {
  kpi: KpiName;
  direction: 'above' | 'below';
  /** A share, from 0 to 1. */
  threshold: number;
  /** By how much a figure must be back on the good side before the alert closes, so that it does not flap. */
  margin: number;
  /** For how many released periods in a row, to open and to close. */
  periods: number;
}

/** A figure of one period; null: there was nothing that could be shown. */
export interface Reading {
  period: string;
  share: number | null;
}

export const ALERT_KINDS = ['crossed', 'noData'] as const;
export type AlertKind = (typeof ALERT_KINDS)[number];

/** The newest alert of a rule about one place. */
export interface Raised {
  kind: AlertKind;
  /** The period with which it closed, whoever closed it; null: it has not. */
  closedIn: string | null;
}

export type Move = { open: AlertKind } | { close: true } | null;

/**
 * What becomes of a rule about one place with the newest of its readings. It opens once; it closes by itself when the
 * figure was back for as long as it was away; and where a person closed it, it opens again only after the figure had
 * been back.
 * @param readings oldest first, the newest being that of the period that has closed
 */
export function moveAt(rule: AlertRule, readings: readonly Reading[], newest: Raised | null): Move {
  const last = readings.slice(-rule.periods);
  const all = (holds: (reading: Reading) => boolean): boolean =>
    last.length === rule.periods && last.every(holds);
  const isBad = ({ share }: Reading): boolean => share !== null && isBeyond(rule, share, 0);
  const isGood = ({ share }: Reading): boolean => share !== null && !isBeyond(rule, share, rule.margin);
  const isMissing = ({ share }: Reading): boolean => share === null;
  if (newest && newest.closedIn === null) {
    const isOver = newest.kind === 'crossed' ? all(isGood) : last.some((reading) => !isMissing(reading));
    return isOver ? { close: true } : null;
  }
  const since = newest ? readings.filter(({ period }) => period >= newest.closedIn!) : readings;
  const wasBack = (kind: AlertKind, isBack: (reading: Reading) => boolean): boolean =>
    newest?.kind !== kind || since.some(isBack);
  if (all(isBad)) return wasBack('crossed', isGood) ? { open: 'crossed' } : null;
  const hadData = readings.some((reading) => !isMissing(reading));
  return all(isMissing) && hadData && wasBack('noData', (reading) => !isMissing(reading))
    ? { open: 'noData' }
    : null;
}

const isBeyond = ({ direction, threshold }: AlertRule, share: number, margin: number): boolean =>
  direction === 'above' ? share > threshold - margin : share < threshold + margin;

/** Why a rule could never open, or never close again; null: it can do both. Figures of nobody or everybody are never shown. */
export function uselessness({ kpi: name, direction, threshold, margin }: AlertRule): string | null {
  const { title } = kpi(name);
  const back = direction === 'above' ? threshold - margin : threshold + margin;
  if (direction === 'above' ? threshold >= 1 : threshold <= 0)
    return `"${title}" is never ${direction} ${threshold}, so this would never open. Choose a share between 0 and 1.`;
  if (back <= 0 || back >= 1)
    return `Once open this would never close: "${title}" would have to be back at ${back}. Choose a smaller margin, or another threshold.`;
  return null;
}
