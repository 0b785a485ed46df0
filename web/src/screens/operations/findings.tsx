import { useQuery } from '@tanstack/react-query';
import { useTranslations } from 'use-intl';
import { findingsListOptions } from '#api/@tanstack/react-query.gen';
import { Moment } from '../../shared/moment';
import { Loaded } from '../../shared/states';
import classes from './operations.module.css';

const EVERY_MS = 60_000;

/** Promises that were found broken, each with what mends it where ringing did not. */
export function Findings() {
  const t = useTranslations('operations.findings');
  const query = useQuery({ ...findingsListOptions({ query: { limit: '100' } }), refetchInterval: EVERY_MS });
  return (
    <section aria-labelledby="findings">
      <h2 id="findings">{t('title')}</h2>
      <Loaded query={query} lines={2}>
        {({ items, checkedAt }) => (
          <>
            <p className="soft">
              {checkedAt === null ? (
                t('notYet')
              ) : (
                <>
                  {t('checkedAt')} <Moment at={checkedAt} as="second" />
                </>
              )}
            </p>
            {items.length === 0 && checkedAt !== null && <p>{t('none')}</p>}
            <ul className={classes.list}>
              {items.map(({ code, subject, firstFoundAt, rungAt }) => (
                <li key={`${code} ${subject}`}>
                  <p>
                    <strong>{t(`means.${code}`)}</strong>
                  </p>
                  <p>
                    {t('stays')} {t(`mends.${code}`)}
                  </p>
                  <p className="soft">
                    <code>{code}</code> <code>{subject}</code> · {t('since')}{' '}
                    <Moment at={firstFoundAt} as="minute" /> · {t('rung')} <Moment at={rungAt} as="minute" />
                  </p>
                </li>
              ))}
            </ul>
          </>
        )}
      </Loaded>
    </section>
  );
}
