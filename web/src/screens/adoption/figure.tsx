import { createContext, use } from 'react';
import { useFormatter, useTranslations } from 'use-intl';
import type { ShownFigure, Suppressed } from '#api/types.gen';

export type Figure = ShownFigure | Suppressed;

export const isShown = (figure: Figure): figure is ShownFigure => 'share' in figure;

/** What capabilities are called, by their code. */
export const CapabilityNames = createContext<ReadonlyMap<string, string>>(new Map());

/** How places and days are said on this page. */
export function useSaying() {
  const t = useTranslations('adoption');
  const format = useFormatter();
  const names = use(CapabilityNames);
  return {
    region: (region: string): string => (region === '' ? t('noRegion') : region),
    capability: (code: string): string => names.get(code) ?? code,
    percent: (share: number): string => format.number(share, { style: 'percent', maximumFractionDigits: 0 }),
    list: (words: readonly string[]): string => format.list(words),
    // A day has no zone: it is shown as the day that it is.
    day: (iso: string): string =>
      format.dateTime(new Date(`${iso.slice(0, 10)}T12:00:00Z`), { dateStyle: 'medium', timeZone: 'UTC' }),
  };
}
