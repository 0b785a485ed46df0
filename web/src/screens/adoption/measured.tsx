import { useQuery } from '@tanstack/react-query';
import { useTranslations } from 'use-intl';
import { insightsKpisOptions } from '#api/@tanstack/react-query.gen';
import type { KpiCatalogue } from '#api/types.gen';
import { Loaded } from '../../shared/states';
import { useUnfolded } from '../../shared/unfolded';
import classes from './adoption.module.css';

type Kpi = KpiCatalogue['kpis'][number];

/** What stands on this page itself. */
const HERE: ReadonlySet<Kpi['kpi']> = new Set([
  'adopted',
  'stalled',
  'firstSeen',
  'confirmed',
  'seenByReps',
  'reinforcement',
  'highWhenPrompted',
  'oneDayOneCustomer',
  'alwaysAlike',
  'enteredTogether',
]);

/** How every figure of the catalogue is defined. */
export function Measured() {
  const t = useTranslations();
  const query = useQuery({ ...insightsKpisOptions(), staleTime: Infinity });
  return (
    <section aria-labelledby="measured">
      <h2 id="measured">{t('adoption.measured.title')}</h2>
      <p className="soft">{t('adoption.measured.text')}</p>
      <Loaded query={query} lines={4}>
        {({ kpis }) => (
          <>
            {kpis
              .filter(({ kpi }) => HERE.has(kpi))
              .map((one) => (
                <Defined key={one.kpi} kpi={one.kpi} />
              ))}
            <details>
              <summary>{t('adoption.measured.others')}</summary>
              <div className={classes.others}>
                {kpis
                  .filter(({ kpi }) => !HERE.has(kpi))
                  .map((one) => (
                    <Defined key={one.kpi} kpi={one.kpi} />
                  ))}
              </div>
            </details>
          </>
        )}
      </Loaded>
    </section>
  );
}

function Defined({ kpi }: Pick<Kpi, 'kpi'>) {
  const t = useTranslations();
  const id = `kpi-${kpi}`;
  const ref = useUnfolded<HTMLDListElement>(id);
  return (
    <details className={classes.kpi}>
      <summary>{t(`kpi.${kpi}`)}</summary>
      <dl id={id} ref={ref} tabIndex={-1}>
        {(['asks', 'formula', 'denominator', 'leftOut', 'source'] as const).map((what) => (
          <div key={what}>
            <dt>{t(`adoption.measured.${what}`)}</dt>
            <dd>{t(`definition.${kpi}.${what}`)}</dd>
          </div>
        ))}
      </dl>
    </details>
  );
}
