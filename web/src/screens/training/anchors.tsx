import { useTranslations } from 'use-intl';
import type { ShownFigure } from '#api/types.gen';
import { Definition, isShown, Measure, useSaying } from '../adoption/figure';
import { Rows, type Behind } from '../adoption/rows';
import classes from './training.module.css';
import type { Cohort, Taught } from './taught';

/** Anchors by version of the content: counts with their interval, and in words where they are too few. */
export function Anchors({ of, weeks }: { of: Taught; weeks: number }) {
  const t = useTranslations('training.anchors');
  return (
    <section aria-labelledby="anchors">
      <h2 id="anchors">{t('title')}</h2>
      <p className="soft">{t('text')}</p>
      <p>
        <Measure kpi="anchorMet" />
      </p>
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
                    <Cell
                      key={cohort.versions[0]}
                      of={cohort}
                      behind={{ figure: 'anchorMet', anchor: code }}
                      what={text}
                    />
                  ))}
                </tr>
              ))}
            </tbody>
            <tfoot>
              <tr>
                <th scope="row">
                  <Definition kpi="adoptedInTime">{t('adopted', { weeks })}</Definition>
                </th>
                {of.adopted.map((cohort) => (
                  <Cell
                    key={cohort.versions[0]}
                    of={cohort}
                    behind={{ figure: 'adoptedInTime' }}
                    what={t('adopted', { weeks })}
                  />
                ))}
              </tr>
            </tfoot>
          </table>
        </div>
      )}
    </section>
  );
}

/** `behind`: which enrolments its numbers lead to; `what`: the row in which it stands. */
function Cell({
  of: {
    figure,
    early,
    unseen,
    versions: [version = ''],
  },
  behind,
  what,
}: {
  of: Cohort;
  behind: Behind;
  what: string;
}) {
  const t = useTranslations('training.anchors');
  const numbers = ({ numerator, of }: ShownFigure): string => t('of', { numerator, of });
  const words = useTranslations('adoption');
  const say = useSaying();
  return (
    <td>
      {isShown(figure) ? (
        <>
          <strong>{say.percent(figure.share)}</strong>{' '}
          <span className={classes.count}>
            <Rows
              of={{ ...behind, contentVersion: version }}
              says={`${what}, ${t('version', { version })}: ${numbers(figure)}`}
            >
              {numbers(figure)}
            </Rows>
          </span>
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
