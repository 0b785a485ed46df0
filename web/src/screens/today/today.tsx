import { VisuallyHidden } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { useTranslations } from 'use-intl';
import { queueListOptions } from '#api/@tanstack/react-query.gen';
import { Landing } from '../../frame/landing';
import { seesEnrolments } from '../../frame/places';
import { useSession } from '../../frame/session';
import { PageTitle } from '../../frame/title';
import { CardList } from '../../shared/acts/card-list';
import { useCards } from '../../shared/acts/cards';
import type { Card } from '../../shared/acts/draft';
import { Empty, Loaded } from '../../shared/states';
import { minutesOf } from './minutes';

/** What waits for somebody today, each with one tap to do the next thing. */
export default function Today() {
  const { places } = useSession();
  return seesEnrolments(places) ? <Queue /> : <Landing />;
}

function Queue() {
  const t = useTranslations('today');
  const queue = useQuery(queueListOptions());
  return (
    <>
      <PageTitle>{t('title')}</PageTitle>
      <Loaded query={queue}>{({ items }) => <Cards items={items} />}</Loaded>
    </>
  );
}

function Cards({ items }: { items: readonly Card[] }) {
  const t = useTranslations('today');
  const { person } = useSession();
  const { shown, open, finish, hold } = useCards(items);
  if (shown.length === 0) return <Empty title={t('nothing')}>{t('nothingText')}</Empty>;
  const minutes = minutesOf(open.map(({ card }) => card));
  return (
    <>
      <p>
        {t(`greeting.${partOfDay(new Date())}`, { name: person.name })}{' '}
        {t('waits', { count: open.length, minutes })}
      </p>
      <VisuallyHidden component="h2">{t('list')}</VisuallyHidden>
      <CardList shown={shown} finish={finish} hold={hold} />
    </>
  );
}

function partOfDay(now: Date): 'morning' | 'day' | 'evening' {
  const hour = now.getHours();
  if (hour < 11) return 'morning';
  return hour < 18 ? 'day' : 'evening';
}
