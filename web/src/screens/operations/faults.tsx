import { useQuery } from '@tanstack/react-query';
import { useTranslations } from 'use-intl';
import { faultsListOptions } from '#api/@tanstack/react-query.gen';
import { Moment } from '../../shared/moment';
import { Loaded } from '../../shared/states';
import classes from './operations.module.css';

/** Loops that could not decide, by ids and codes: whose they are is not for whoever runs the product. */
export function Faults() {
  const t = useTranslations('operations.faults');
  const query = useQuery(faultsListOptions({ query: { limit: '100' } }));
  return (
    <section aria-labelledby="faults">
      <h2 id="faults">{t('title')}</h2>
      <Loaded query={query} lines={2}>
        {({ items }) =>
          items.length === 0 ? (
            <p>{t('none')}</p>
          ) : (
            <ul className={classes.list}>
              {items.map(({ enrolment, program, capability, fault, since, build }) => (
                <li key={enrolment}>
                  <p>
                    <strong>{fault}</strong>
                  </p>
                  <p className="soft">
                    {program} · {capability} · <code>{enrolment}</code>
                  </p>
                  <p className="soft">
                    {t('since')} <Moment at={since} as="minute" />
                    {build !== null && ` · ${t('build', { build })}`}
                  </p>
                </li>
              ))}
            </ul>
          )
        }
      </Loaded>
    </section>
  );
}
