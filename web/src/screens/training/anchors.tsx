import { useTranslations } from 'use-intl';
import { isShown, useSaying } from '../adoption/figure';
import classes from './training.module.css';
import type { Cohort, Taught } from './taught';

/** Anchors by version of the content: counts with their interval, and in words where they are too few. */
export function Anchors({ of, weeks }: { of: Taught; weeks: number }) {
  const t = useTranslations('training.anchors');
  return (
    <section aria-labelledby="anchors">
      <h2 id="anchors">{t('title')}</h2>
      <p className="soft">{t('text')}</p>
      {of.versions.length === 0 ? (
        <p>{t('noVersion')}</p>
      ) : (
        <div className={classes.box} tabIndex={0} role="group" aria-labelledby="anchors">
          <table className={classes.table}>
            <thead>
              <tr>
                <th scope="col">{t('anchor')}</th>
                {of.versions.map((version) => (
                  <th key={version} scope="col">
                    {t('version', { version })}
                  </th>
                ))}
              </tr>
            </thead>
            <tbody>
              {of.anchors.map(({ code, text, cohorts, isSeldom }) => (
                <tr key={code}>
                  <th scope="row">
                    {text}
                    {isSeldom && <span className={classes.seldom}>▼ {t('seldom')}</span>}
                  </th>
                  {cohorts.map((cohort) => (
                    <Cell key={cohort.versions[0]} of={cohort} />
                  ))}
                </tr>
              ))}
            </tbody>
            <tfoot>
              <tr>
                <th scope="row">{t('adopted', { weeks })}</th>
                {of.adopted.map((cohort) => (
                  <Cell key={cohort.versions[0]} of={cohort} />
                ))}
              </tr>
            </tfoot>
          </table>
        </div>
      )}
    </section>
  );
}

function Cell({ of: { figure, early, unseen } }: { of: Cohort }) {
  const t = useTranslations('training.anchors');
  const words = useTranslations('adoption');
  const say = useSaying();
  return (
    <td>
      {isShown(figure) ? (
        <>
          <strong>{say.percent(figure.share)}</strong>{' '}
          <span className={classes.count}>{t('of', { numerator: figure.numerator, of: figure.of })}</span>
          <span className={classes.small}>
            {t('between', { low: say.percent(figure.low), high: say.percent(figure.high) })}
          </span>
          {unseen !== null && <span className={classes.small}>{t('unseen', { count: unseen })}</span>}
          {early > 0 && <span className={classes.small}>{t('early', { count: early })}</span>}
        </>
      ) : (
        <span className="soft">{words(`suppressed.${figure.suppressed}`)}</span>
      )}
    </td>
  );
}
