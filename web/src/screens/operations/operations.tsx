import { useQuery } from '@tanstack/react-query';
import { useTranslations } from 'use-intl';
import { operationsPartsOptions } from '#api/@tanstack/react-query.gen';
import { runsIt } from '../../frame/places';
import { useSession } from '../../frame/session';
import { PageTitle } from '../../frame/title';
import { Moment } from '../../shared/moment';
import { Loaded, NoPermission } from '../../shared/states';
import { MoreWords } from '../../words/more-words';
import { Faults } from './faults';
import { Findings } from './findings';
import { Jobs } from './jobs';
import { Parts } from './parts';
import { useIsOld } from './is-old';
import classes from './operations.module.css';

const EVERY_MS = 10_000;

/** How the parts are, which promises are not kept, and what could not decide. */
export default function Operations() {
  const { places } = useSession();
  if (!runsIt(places)) return <NoPermission isPage />;
  return (
    <MoreWords of="operations">
      <Page />
    </MoreWords>
  );
}

function Page() {
  const t = useTranslations('operations');
  const parts = useQuery({ ...operationsPartsOptions(), refetchInterval: EVERY_MS, staleTime: 0 });
  const isOld = useIsOld(parts.dataUpdatedAt);
  return (
    <>
      <PageTitle>{t('title')}</PageTitle>
      <div className={classes.page}>
        <Loaded query={parts} lines={14}>
          {({ at, items }) => {
            const calling = items.filter(({ state }) => state === 'wrong').length;
            return (
              <section aria-labelledby="parts">
                <h2 id="parts">{t('parts')}</h2>
                {isOld ? (
                  <p role="status">{t('old')}</p>
                ) : (
                  <p role="status">{calling === 0 ? t('allWell') : t('calls', { count: calling })}</p>
                )}
                <p className="soft">
                  {t('at')} <Moment at={at} as="second" />
                </p>
                <Parts items={items} isOld={isOld} />
              </section>
            );
          }}
        </Loaded>
        <Findings />
        <Faults />
        <Jobs />
      </div>
    </>
  );
}
