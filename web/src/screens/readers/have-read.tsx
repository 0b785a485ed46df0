import { Button, Text } from '@mantine/core';
import { useInfiniteQuery } from '@tanstack/react-query';
import { useTranslations } from 'use-intl';
import { auditReadersInfiniteOptions } from '#api/@tanstack/react-query.gen';
import type { ReadersPage } from '#api/types.gen';
import { useSession } from '../../frame/session';
import { Moment } from '../../shared/moment';
import { Failed, Loading } from '../../shared/states';
import classes from './readers.module.css';

type Read = ReadersPage['items'][number];

/** Every read that was noted, the newest first; what somebody read of the same kind on one day is one line. */
export function HaveRead() {
  const t = useTranslations('readers');
  const { person } = useSession();
  const path = { id: person.id };
  const { data, error, refetch, fetchNextPage, hasNextPage, isFetchingNextPage } = useInfiniteQuery({
    ...auditReadersInfiniteOptions({ path, query: { limit: '100' } }),
    initialPageParam: { path },
    getNextPageParam: ({ next }) =>
      next === null ? undefined : { path, query: { limit: '100', cursor: next } },
  });
  if (data === undefined)
    return error === null ? <Loading lines={4} /> : <Failed error={error} again={() => void refetch()} />;
  const lines = byDay(data.pages.flatMap(({ items }) => items));
  if (lines.length === 0) return <p>{t('nobody')}</p>;
  return (
    <>
      <ul className={classes.list}>
        {lines.map(({ read, times }) => (
          <li key={`${read.at} ${read.action}`}>
            <p>
              <Who read={read} /> {whatFor(read, t)}
            </p>
            <p className="soft">
              <Moment at={read.at} as="minute" />
              {times > 1 && ` · ${t('times', { count: times })}`}
            </p>
          </li>
        ))}
      </ul>
      {hasNextPage ? (
        <Button variant="default" mt="md" loading={isFetchingNextPage} onClick={() => void fetchNextPage()}>
          {t('more')}
        </Button>
      ) : (
        <Text size="sm" className="soft" mt="md">
          {t('all')}
        </Text>
      )}
    </>
  );
}

function Who({ read: { by } }: { read: Read }) {
  const t = useTranslations('readers');
  const machine = by.kind === 'key' ? t('machine', { name: by.name ?? '' }) : null;
  const name = by.person === null ? machine : (by.person.name ?? t('gone'));
  return (
    <strong dir="auto">
      {name ?? t('gone')}
      {by.person !== null && machine && ` (${machine})`}
    </strong>
  );
}

/** What for, as far as it has a word. */
function whatFor({ action }: Read, t: ReturnType<typeof useTranslations<'readers'>>): string {
  const key = `for.${action}` as 'for.other';
  return t(t.has(key) ? key : 'for.other');
}

/** The newest of each kind of read by one reader on one day, and how often it was. */
function byDay(reads: readonly Read[]): { read: Read; times: number }[] {
  const lines = new Map<string, { read: Read; times: number }>();
  for (const read of reads) {
    const { at, by, action } = read;
    const key = JSON.stringify([new Date(at).toDateString(), by.person?.id ?? by.id, action]);
    const line = lines.get(key);
    if (line) line.times++;
    else lines.set(key, { read, times: 1 });
  }
  return [...lines.values()];
}
