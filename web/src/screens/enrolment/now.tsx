import { Text } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { getRouteApi } from '@tanstack/react-router';
import { useTranslations } from 'use-intl';
import { queueListOptions } from '#api/@tanstack/react-query.gen';
import { CardList } from '../../shared/acts/card-list';
import { useCards } from '../../shared/acts/cards';
import type { Card } from '../../shared/acts/draft';
import classes from './enrolment.module.css';

const route = getRouteApi('/enrolments/$id');

/** What waits for whoever looks, of this enrolment. A link of a message names what it led to. */
export function Now({ id }: { id: string }) {
  const { data } = useQuery(queueListOptions());
  if (!data) return null;
  return <Waiting items={data.items.filter(({ enrolments }) => enrolments.includes(id))} />;
}

function Waiting({ items }: { items: readonly Card[] }) {
  const t = useTranslations('acts');
  const { do: act } = route.useSearch();
  const navigate = route.useNavigate();
  const { shown, finish, hold } = useCards(items);
  // Whoever comes back to this address later is not offered the same once more.
  const leave = (): void =>
    void navigate({ search: ({ do: _, ...rest }) => rest, replace: true, resetScroll: false });
  if (shown.length === 0 && act === undefined) return null;
  const isThere = shown.some(({ card }) => card.actions.some(({ code }) => code === act));
  return (
    <section aria-labelledby="now" className={classes.section}>
      <h2 id="now">{t('now')}</h2>
      {act !== undefined && !isThere && <Text mt="sm">{t('nothingLeft')}</Text>}
      {shown.length > 0 && (
        <CardList
          shown={shown}
          finish={(id, text) => {
            finish(id, text);
            leave();
          }}
          hold={hold}
          opens={act}
          onClosed={leave}
        />
      )}
    </section>
  );
}
