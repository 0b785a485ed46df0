import { Button, Group, Text } from '@mantine/core';
import { useInfiniteQuery } from '@tanstack/react-query';
import { getRouteApi } from '@tanstack/react-router';
import { lazy, Suspense } from 'react';
import { useTranslations } from 'use-intl';
import { enrolmentsListInfiniteOptions } from '#api/@tanstack/react-query.gen';
import { seesWhatWasRaised } from '../../frame/places';
import { useSession } from '../../frame/session';
import { PageTitle } from '../../frame/title';
import { Empty, Failed, Loading } from '../../shared/states';
import { Filters } from './filters';
import { EnrolmentRow } from './row';
import classes from './enrolments.module.css';

const route = getRouteApi('/enrolments');
const BehindFigure = lazy(() => import('./behind-figure'));

/** Enrolments that one may see, what is due first coming first. */
export default function Enrolments() {
  const t = useTranslations('enrolments');
  const { places } = useSession();
  const search = route.useSearch();
  const isNarrowed = Object.keys(search).length > 0;
  const whyNone = seesWhatWasRaised(places)
    ? isNarrowed
      ? 'noneRaised'
      : 'nothingRaised'
    : isNarrowed
      ? 'noneSo'
      : 'noneYet';
  // Those that go on, unless somebody asks for the others; a figure counts both.
  const query = search.figure === undefined ? { ended: 'false' as const, ...search } : search;
  const { data, error, refetch, fetchNextPage, hasNextPage, isFetchingNextPage } = useInfiniteQuery({
    ...enrolmentsListInfiniteOptions({ query }),
    initialPageParam: {},
    getNextPageParam: ({ next }) => (next === null ? undefined : { query: { ...query, cursor: next } }),
  });
  const items = data?.pages.flatMap((page) => page.items);
  return (
    <>
      <PageTitle>{t('title')}</PageTitle>
      {search.figure !== undefined && (
        <Suspense fallback={<Loading />}>
          <BehindFigure figure={search.figure} />
        </Suspense>
      )}
      <Filters />
      {items === undefined ? (
        error === null ? (
          <Loading lines={8} />
        ) : (
          <Failed error={error} again={() => void refetch()} />
        )
      ) : items.length === 0 ? (
        <Empty title={t('none')}>{t(whyNone)}</Empty>
      ) : (
        <>
          <ul className={classes.list}>
            {items.map((item) => (
              <EnrolmentRow key={item.id} enrolment={item} />
            ))}
          </ul>
          <Group justify="center" mt="md">
            {hasNextPage ? (
              <Button variant="default" loading={isFetchingNextPage} onClick={() => void fetchNextPage()}>
                {t('more')}
              </Button>
            ) : (
              <Text size="sm" className="soft">
                {t('all', { count: items.length })}
              </Text>
            )}
          </Group>
        </>
      )}
    </>
  );
}
