import { useTranslations } from 'use-intl';
import type { AlertRules, NewAlertRule } from '#api/types.gen';
import { useSaying } from '../figure';

export type Rule = AlertRules['rules'][number];

/** What a sentence says of a rule that is there, or is being made. Shares from 0 to 1. */
export type Told = Pick<Rule, 'kpi' | 'direction' | 'threshold' | 'margin' | 'periods' | 'earlier'> & {
  every: 'week' | 'month';
  /** A code; null: each by itself. */
  capability: string | null;
  region: string | null;
  function: Rule['function'];
};

/** What can be changed of a rule, as it is written into fields: in percent, and not yet numbers. */
export interface Limits {
  threshold: string;
  margin: string;
  periods: string;
}

const PERCENT = 100;
const percentOf = (share: number): string => String(Math.round(share * PERCENT * 10) / 10);
const shareOf = (percent: string): number => Math.round(Number(percent) * 10) / 10 / PERCENT;

export const written = ({ threshold, margin, periods }: Pick<Rule, keyof Limits>): Limits => ({
  threshold: percentOf(threshold),
  margin: percentOf(margin),
  periods: String(periods),
});

export const read = ({ threshold, margin, periods }: Limits): Required<Pick<NewAlertRule, keyof Limits>> => ({
  threshold: shareOf(threshold),
  margin: shareOf(margin),
  periods: Number(periods),
});

/** Rules in sentences. */
export function useRuleSaying() {
  const t = useTranslations('adoption.rules');
  const functions = useTranslations('adoption.alerts.function');
  const names = useTranslations('kpi');
  const say = useSaying();
  return {
    tells({ kpi, direction, threshold, periods, earlier, every, ...where }: Told): string {
      const region = where.region === null ? t('anyRegion') : say.region(where.region);
      const told = {
        kpi: names(kpi),
        direction,
        every,
        n: periods,
        region:
          where.function === null ? region : t('region', { region, function: functions(where.function) }),
        capability: where.capability === null ? t('anyCapability') : say.capability(where.capability),
      };
      return earlier === null
        ? t('level', { ...told, share: say.percent(threshold) })
        : t('trend', { ...told, points: say.points(threshold), earlier });
    },
    closes: ({ direction, threshold, margin, earlier }: Told): string =>
      earlier === null
        ? t('closes', {
            direction,
            share: say.percent(direction === 'above' ? threshold - margin : threshold + margin),
          })
        : t('closesTrend', { points: say.points(threshold - margin) }),
    /** Each of what can be changed in a few words. */
    facts: (
      { threshold, margin, periods }: Partial<Pick<Rule, keyof Limits>>,
      { every, earlier }: Pick<Told, 'every' | 'earlier'>,
    ): string[] => [
      ...(threshold === undefined
        ? []
        : [
            earlier === null
              ? t('fact.threshold', { share: say.percent(threshold) })
              : t('fact.by', { points: say.points(threshold) }),
          ]),
      ...(periods === undefined ? [] : [t('fact.periods', { n: periods, every })]),
      ...(margin === undefined ? [] : [t('fact.margin', { points: say.points(margin) })]),
    ],
  };
}
