import { Fragment } from 'react';
import { useTranslations } from 'use-intl';
import type { Refinements } from '#api/types.gen';
import { Definition, isShown, useSaying } from '../adoption/figure';
import { Rows, type Behind } from '../adoption/rows';
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
  const behind: Behind = anchor === null ? { figure: kpi } : { figure: kpi, anchor: anchor.code };
  const told = (cohort: Cohort) => () => <Side of={cohort} behind={behind} />;
  const points = (share: number): string => t('points', { points: Math.round(share * 100) });
  return (
    <div className={classes.comparison}>
      <p>
        <span className={classes.what}>
          <Definition kpi={kpi}>
            {kpi === 'anchorMet'
              ? t('anchorMet', { anchor: anchor?.text ?? '' })
              : t('adoptedInTime', { weeks })}
          </Definition>
        </span>
        {before.versions.length === 0
          ? t('nobody', { version })
          : t.rich('before', { version, figure: told(before) })}{' '}
        {t.rich('after', { figure: told(after) })}
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

/** The share of one side; the enrolments behind it are found version by version. */
function Side({ of: { figure, versions }, behind }: { of: Cohort; behind: Behind }) {
  const t = useTranslations('training.refinements');
  const words = useTranslations('adoption');
  const version = useTranslations('training.anchors');
  const say = useSaying();
  if (!isShown(figure)) return words(`suppressed.${figure.suppressed}`);
  const numbers = t('share', {
    numerator: figure.numerator,
    of: figure.of,
    share: say.percent(figure.share),
  });
  const [only, ...others] = versions;
  if (others.length === 0) return <Rows of={{ ...behind, contentVersion: only }}>{numbers}</Rows>;
  return (
    <>
      {numbers} (
      {versions.map((one, index) => (
        <Fragment key={one}>
          {index > 0 && ', '}
          <Rows of={{ ...behind, contentVersion: one }}>{version('version', { version: one })}</Rows>
        </Fragment>
      ))}
      )
    </>
  );
}
