import { useQuery } from '@tanstack/react-query';
import { useFormatter, useTranslations } from 'use-intl';
import { queueVisitsOptions } from '#api/@tanstack/react-query.gen';
import type { VisitsAhead as Ahead } from '#api/types.gen';
import { CardList } from '../../shared/acts/card-list';
import { useCards } from '../../shared/acts/cards';
import type { Card } from '../../shared/acts/draft';
import { Loaded } from '../../shared/states';
import classes from './today.module.css';

/**
 * The visits of the next two weeks, each opening on what was agreed last time; those that wait above are left out.
 * @param isAside coaching is not the first thing that they are here for: it stands here once there is a visit
 */
export function VisitsAhead({ waiting, isAside }: { waiting: readonly Card[]; isAside: boolean }) {
  const t = useTranslations('visits');
  const ahead = useQuery(queueVisitsOptions());
  const above = new Set(
    waiting.flatMap(({ actions }) =>
      actions.flatMap(({ press }) => press?.items.map(({ subject }) => subject) ?? []),
    ),
  );
  if (isAside && !ahead.data?.items.length) return null;
  return (
    <section aria-labelledby="visits" className={classes.section}>
      <h2 id="visits">{t('title')}</h2>
      <Loaded query={ahead} lines={3}>
        {({ items }) => <Visits items={items.filter(({ subject }) => !above.has(subject))} />}
      </Loaded>
    </section>
  );
}

function Visits({ items }: { items: Ahead['items'] }) {
  const t = useTranslations('visits');
  const format = useFormatter();
  const { shown, finish, hold } = useCards(
    items.map(({ at, rep, institution, inCrm, card }) => {
      const when = format.dateTime(new Date(at), {
        weekday: 'short',
        day: 'numeric',
        month: 'short',
        hour: '2-digit',
        minute: '2-digit',
      });
      const headline = institution
        ? t('oneAt', { when, rep: rep.name, place: institution })
        : t('one', { when, rep: rep.name });
      return { ...card, headline, small: inCrm ? [...card.small, t('inCrm')] : card.small };
    }),
  );
  if (shown.length === 0) return <p className="soft">{t('none')}</p>;
  return <CardList shown={shown} finish={finish} hold={hold} full={0} />;
}
