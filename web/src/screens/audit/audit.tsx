import { Anchor, Button, Text } from '@mantine/core';
import { useInfiniteQuery } from '@tanstack/react-query';
import { getRouteApi } from '@tanstack/react-router';
import { useTranslations } from 'use-intl';
import { auditListInfiniteOptions } from '#api/@tanstack/react-query.gen';
import type { AuditListData } from '#api/types.gen';
import { audits } from '../../frame/places';
import { useSession } from '../../frame/session';
import { stringifySearch } from '../../frame/plain-search';
import { PageTitle } from '../../frame/title';
import { Empty, Failed, Loading, NoPermission } from '../../shared/states';
import { MoreWords } from '../../words/more-words';
import { Entry } from './entry';
import { Filters } from './filters';
import { queryOf } from './search';
import classes from './audit.module.css';

const route = getRouteApi('/audit');

/** Who did what to whose records, to look through. */
export default function Audit() {
  const { places } = useSession();
  if (!audits(places)) return <NoPermission isPage />;
  return (
    <MoreWords of="operations">
      <Page />
    </MoreWords>
  );
}

function Page() {
  const t = useTranslations('audit');
  const { person } = useSession();
  const search = route.useSearch();
  const asked = queryOf(search, person.zone) as NonNullable<AuditListData['query']>;
  const query = { ...asked, limit: '50' };
  // Each look is an entry of its own: nothing is read anew by itself.
  const { data, error, refetch, fetchNextPage, hasNextPage, isFetchingNextPage } = useInfiniteQuery({
    ...auditListInfiniteOptions({ query }),
    initialPageParam: {},
    getNextPageParam: ({ next }) => (next === null ? undefined : { query: { ...query, cursor: next } }),
    refetchOnWindowFocus: false,
  });
  const items = data?.pages.flatMap((page) => page.items);
  return (
    <>
      <PageTitle>{t('title')}</PageTitle>
      <div className={classes.page}>
        <p>{t('intro')}</p>
        <Filters />
        <p>
          <Anchor href={`/api/v1/audit/export${stringifySearch(asked)}`} className={classes.csv}>
            {t('csv')}
          </Anchor>
        </p>
        {items === undefined ? (
          error === null ? (
            <Loading lines={8} />
          ) : (
            <Failed error={error} again={() => void refetch()} />
          )
        ) : items.length === 0 ? (
          <Empty title={t('none')}>{t('noneText')}</Empty>
        ) : (
          <div>
            <ul className={classes.list}>
              {items.map((item) => (
                <Entry key={item.id} entry={item} />
              ))}
            </ul>
            {hasNextPage ? (
              <Button
                mih={44}
                mt="md"
                variant="default"
                loading={isFetchingNextPage}
                onClick={() => void fetchNextPage()}
              >
                {t('next')}
              </Button>
            ) : (
              <Text size="sm" className="soft" mt="md">
                {t('all')}
              </Text>
            )}
          </div>
        )}
      </div>
    </>
  );
}
