import { useTranslations } from 'use-intl';
import type { Refinements } from '#api/types.gen';
import { isShown, useSaying } from '../adoption/figure';
import type { Cohort } from './taught';
import classes from './training.module.css';

/** Before and after as a sentence, with what may be chance. */
export function Comparison({
  of: { kpi, anchor, before, after, difference, mixed },
  version,
  weeks,
}: {
  of: Refinements['refinements'][number]['comparisons'][number];
  version: string;
  weeks: number;
}) {
  const t = useTranslations('training.refinements');
  const words = useTranslations('adoption');
  const say = useSaying();
  const told = ({ figure }: Cohort): string =>
    isShown(figure)
      ? t('share', { numerator: figure.numerator, of: figure.of, share: say.percent(figure.share) })
      : words(`suppressed.${figure.suppressed}`);
  const points = (share: number): string => t('points', { points: Math.round(share * 100) });
  return (
    <div className={classes.comparison}>
      <p>
        <span className={classes.what}>
          {kpi === 'anchorMet'
            ? t('anchorMet', { anchor: anchor?.text ?? '' })
            : t('adoptedInTime', { weeks })}
        </span>
        {before.versions.length === 0
          ? t('nobody', { version })
          : t('before', { version, figure: told(before) })}{' '}
        {t('after', { figure: told(after) })}
        {difference !== null && (
          <>
            {' '}
            <strong>
              {t(difference.withinNoise ? 'withinNoise' : 'moreThanNoise', {
                low: points(difference.low),
                high: points(difference.high),
              })}
            </strong>
          </>
        )}
      </p>
      {(before.early > 0 || after.early > 0 || mixed > 0) && (
        <p className={`${classes.small} soft`}>
          {before.early + after.early > 0 && t('early', { before: before.early, after: after.early })}
          {mixed > 0 && <> {t('mixed', { count: mixed })}</>}
        </p>
      )}
    </div>
  );
}
