import { Button, NativeSelect } from '@mantine/core';
import { useInfiniteQuery } from '@tanstack/react-query';
import { getRouteApi } from '@tanstack/react-router';
import { useTranslations } from 'use-intl';
import { operationsDeliveriesInfiniteOptions } from '#api/@tanstack/react-query.gen';
import { runsIt } from '../../frame/places';
import { useSession } from '../../frame/session';
import { PageTitle } from '../../frame/title';
import { Empty, Failed, Loading, NoPermission } from '../../shared/states';
import { MoreWords } from '../../words/more-words';
import { Message } from './message';
import type { MessagesSearch } from './search';
import classes from '../operations/operations.module.css';
import own from './messages.module.css';

const route = getRouteApi('/messages');
const STATES = ['failed', 'retrying', 'sending', 'handedOver', 'withdrawn'] as const;

/** What became of messages, those given up first of all. */
export default function Messages() {
  const { places } = useSession();
  if (!runsIt(places)) return <NoPermission isPage />;
  return (
    <MoreWords of="operations">
      <Page />
    </MoreWords>
  );
}

function Page() {
  const t = useTranslations('sent');
  const search = route.useSearch();
  const { state = 'failed', ...rest } = search;
  const query = { ...rest, ...(state !== 'all' && { state }), limit: '50' };
  // Each look is a read of who got something, which the audit notes: nothing is read anew by itself.
  const { data, error, refetch, isRefetching, fetchNextPage, hasNextPage, isFetchingNextPage } =
    useInfiniteQuery({
      ...operationsDeliveriesInfiniteOptions({ query }),
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
        <Filters search={search} />
        {items === undefined ? (
          error === null ? (
            <Loading lines={8} />
          ) : (
            <Failed error={error} again={() => void refetch()} />
          )
        ) : (
          <section aria-label={t('title')}>
            <Button mih={44} variant="default" loading={isRefetching} onClick={() => void refetch()}>
              {t('refresh')}
            </Button>
            {items.length === 0 ? (
              <Empty title={t('none')}>{t(state === 'failed' ? 'noneFailed' : 'noneText')}</Empty>
            ) : (
              <ul className={classes.list}>
                {items.map((item) => (
                  <Message key={item.id} message={item} />
                ))}
              </ul>
            )}
            {hasNextPage && (
              <Button
                mih={44}
                mt="md"
                variant="default"
                loading={isFetchingNextPage}
                onClick={() => void fetchNextPage()}
              >
                {t('more')}
              </Button>
            )}
          </section>
        )}
      </div>
    </>
  );
}

/** What the list is narrowed to stands in the address. */
function Filters({ search }: { search: MessagesSearch }) {
  const t = useTranslations('sent');
  const navigate = route.useNavigate();
  const narrow = (changes: Record<string, string | undefined>): void =>
    void navigate({ search: (before) => ({ ...before, ...changes }) as MessagesSearch, replace: true });
  return (
    <search className={own.filters}>
      <NativeSelect
        label={t('filters.state')}
        value={search.state ?? 'failed'}
        data={[
          ...STATES.map((value) => ({ value, label: t(`state.${value}`) })),
          { value: 'all', label: t('filters.all') },
        ]}
        onChange={({ currentTarget: { value } }) => narrow({ state: value === 'failed' ? undefined : value })}
      />
      <NativeSelect
        label={t('filters.channel')}
        value={search.channel ?? ''}
        data={[
          { value: '', label: t('filters.all') },
          { value: 'email', label: t('channel.email') },
          { value: 'slack', label: t('channel.slack') },
        ]}
        onChange={({ currentTarget: { value } }) => narrow({ channel: value || undefined })}
      />
      <NativeSelect
        label={t('filters.inDoubt')}
        value={search.inDoubt ?? ''}
        data={[
          { value: '', label: t('filters.all') },
          { value: 'true', label: t('filters.yes') },
          { value: 'false', label: t('filters.no') },
        ]}
        onChange={({ currentTarget: { value } }) => narrow({ inDoubt: value || undefined })}
      />
    </search>
  );
}
