import { useQuery } from '@tanstack/react-query';
import { useTranslations } from 'use-intl';
import { insightsBeyondSelfReportOptions } from '#api/@tanstack/react-query.gen';
import type { InsightTruth } from '#api/types.gen';
import { Loaded } from '../../shared/states';
import classes from './adoption.module.css';
import { Definition, Told, useSaying } from './figure';
import type { Period, Scope } from './headline';
import { dayOf, Rows } from './rows';

type Month = InsightTruth['monthly'][number];

/** What reps answer each month beside what is logged of them: two sources, and the gap between them. */
export function Said({ scope }: { scope: Scope & Period }) {
  const t = useTranslations('adoption.said');
  const say = useSaying();
  const query = useQuery(insightsBeyondSelfReportOptions({ query: { ...scope } }));
  return (
    <section aria-labelledby="said">
      <h2 id="said">{t('title')}</h2>
      <p className="soft">{t('text')}</p>
      <Loaded query={query} lines={4}>
        {({ monthly }) => {
          const [newest, ...earlier] = [...monthly].reverse();
          if (newest === undefined) return <p className="soft">{t('none')}</p>;
          return (
            <>
              <h3>{say.month(newest.month)}</h3>
              <dl className={classes.counts}>
                <div>
                  <dt>
                    <Definition kpi="seenByReps">{t('byReps')}</Definition>
                  </dt>
                  <dd>
                    <Told figure={newest.seenByReps} counts="answers" />
                  </dd>
                </div>
                <div>
                  <dt>
                    <Definition kpi="reinforcement">{t('logged')}</Definition>
                  </dt>
                  <dd>
                    <Logged of={newest} />
                  </dd>
                </div>
              </dl>
              <Gap of={newest.gap} />
              {earlier.length > 0 && (
                <details>
                  <summary>{t('earlier', { count: earlier.length })}</summary>
                  <Earlier months={earlier} />
                </details>
              )}
            </>
          );
        }}
      </Loaded>
    </section>
  );
}

function Logged({ of: { month, logged } }: { of: Month }) {
  return (
    <Told
      figure={logged}
      counts="reps"
      rows={(numbers) => <Rows of={{ figure: 'reinforcement', asOf: dayOf(month) }}>{numbers}</Rows>}
    />
  );
}

function Gap({ of: gap }: { of: Month['gap'] }) {
  const t = useTranslations('adoption.said');
  const say = useSaying();
  if (gap === null) return <p className="soft">{t('noGap')}</p>;
  if (gap.withinNoise) return <p>{t('alike')}</p>;
  const [low, high] = [gap.low, gap.high].map(Math.abs).sort((a, b) => a - b) as [number, number];
  return (
    <p>
      {t(gap.difference > 0 ? 'moreLogged' : 'lessLogged', {
        points: say.points(Math.abs(gap.difference)),
        low: say.points(low),
        high: say.points(high),
      })}
    </p>
  );
}

function Earlier({ months }: { months: readonly Month[] }) {
  const t = useTranslations('adoption.said');
  const say = useSaying();
  return (
    <div className={classes.box} tabIndex={0} role="region" aria-label={t('title')}>
      <table className={classes.table}>
        <thead>
          <tr>
            <th scope="col">{t('month')}</th>
            <th scope="col">{t('byReps')}</th>
            <th scope="col">{t('logged')}</th>
            <th scope="col">{t('gap')}</th>
          </tr>
        </thead>
        <tbody>
          {months.map((one) => (
            <tr key={one.month}>
              <th scope="row">{say.month(one.month)}</th>
              <td>
                <Told figure={one.seenByReps} counts="answers" />
              </td>
              <td>
                <Logged of={one} />
              </td>
              <td>
                <Gap of={one.gap} />
              </td>
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  );
}
