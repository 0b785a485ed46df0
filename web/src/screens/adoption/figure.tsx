import { Anchor } from '@mantine/core';
import { createContext, use, type ReactNode } from 'react';
import { useFormatter, useTranslations } from 'use-intl';
import type { KpiCatalogue, ShownFigure, Suppressed } from '#api/types.gen';

export type Figure = ShownFigure | Suppressed;
export type KpiName = KpiCatalogue['kpis'][number]['kpi'];
/** Also those by content version, which the training screen shows. */
export type FigureName = KpiName | 'anchorMet' | 'adoptedInTime';

export const isShown = (figure: Figure): figure is ShownFigure => 'share' in figure;

/** What capabilities are called, by their code. */
export const CapabilityNames = createContext<ReadonlyMap<string, string>>(new Map());

/** How places, days and shares are said on this page. */
export function useSaying() {
  const t = useTranslations('adoption');
  const format = useFormatter();
  const names = use(CapabilityNames);
  // A day has no zone: it is shown as the day that it is.
  const date = (iso: string, as: Pick<Intl.DateTimeFormatOptions, 'dateStyle' | 'month' | 'year'>): string =>
    format.dateTime(new Date(`${iso}T12:00:00Z`), { ...as, timeZone: 'UTC' });
  const day = (iso: string): string => date(iso.slice(0, 10), { dateStyle: 'medium' });
  const month = (iso: string): string => date(`${iso}-01`, { month: 'long', year: 'numeric' });
  return {
    region: (region: string): string => (region === '' ? t('noRegion') : region),
    capability: (code: string): string => names.get(code) ?? code,
    percent: (share: number): string => format.number(share, { style: 'percent', maximumFractionDigits: 0 }),
    /** Of percent, as a difference of shares is said. */
    points: (share: number): string => format.number(share * 100, { maximumFractionDigits: 0 }),
    list: (words: readonly string[]): string => format.list(words),
    day,
    month,
    /** A week by its Monday, or a month. */
    period: (period: string): string =>
      period.length === 7 ? month(period) : t('weekOf', { week: day(period) }),
  };
}

/** A figure with its denominator, or why there is none; `rows`: what its numbers lead to. */
export function Told({
  figure,
  counts,
  rows = (numbers) => numbers,
}: {
  figure: Figure;
  counts: 'reps' | 'answers';
  rows?: (numbers: string) => ReactNode;
}) {
  const t = useTranslations('adoption');
  const say = useSaying();
  if (!isShown(figure)) return <span className="soft">{t(`suppressed.${figure.suppressed}`)}</span>;
  const { numerator, of, share } = figure;
  return (
    <>
      <strong>{say.percent(share)}</strong>{' '}
      <span className="soft">{rows(t(counts === 'reps' ? 'of' : 'ofAnswers', { numerator, of }))}</span>
    </>
  );
}

/** Words that lead to how a figure is measured, which stands at the end of the page. */
export function Definition({ kpi, children }: { kpi: FigureName; children: string }) {
  const t = useTranslations('adoption');
  return (
    <Anchor href={`#kpi-${kpi}`} inherit aria-label={t('definition', { kpi: children })}>
      {children}
    </Anchor>
  );
}

/** The same, where a sentence speaks of the figure already. */
export function Measure({ kpi }: { kpi: FigureName }) {
  const t = useTranslations('adoption');
  const names = useTranslations('kpi');
  return (
    <Anchor href={`#kpi-${kpi}`} inherit aria-label={t('definition', { kpi: names(kpi) })}>
      {t('measured.how')}
    </Anchor>
  );
}
