import { Anchor, VisuallyHidden } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { Link, useLocation } from '@tanstack/react-router';
import { lazy, Suspense } from 'react';
import { useTranslations } from 'use-intl';
import { queueListOptions } from '#api/@tanstack/react-query.gen';
import { Landing } from '../../frame/landing';
import {
  actsOnAlerts,
  beginsWithToday,
  isCoached,
  leadsReps,
  seesEnrolments,
  seesFigures,
  type Place,
} from '../../frame/places';
import { useSession } from '../../frame/session';
import { PageTitle } from '../../frame/title';
import { CardList } from '../../shared/acts/card-list';
import { useCards } from '../../shared/acts/cards';
import type { Card } from '../../shared/acts/draft';
import { Empty, Loaded, Loading } from '../../shared/states';
import { minutesOf } from './minutes';
import { Patterns } from './patterns';
import { VisitsAhead } from './visits-ahead';

const Mine = lazy(() => import('./mine'));

/** What waits for somebody today, each with one tap to do the next thing. */
export default function Today() {
  const { places } = useSession();
  const { pathname } = useLocation();
  const isHere = pathname === '/' ? beginsWithToday(places) : seesEnrolments(places) || actsOnAlerts(places);
  return isHere ? <Queue /> : <Landing />;
}

/** Who stands in for a manager has no place of their own, and coaches. */
const isCoach = (places: readonly Place[]): boolean => places.length === 0 || leadsReps(places);

function Queue() {
  const t = useTranslations('today');
  const { places } = useSession();
  const queue = useQuery(queueListOptions());
  return (
    <>
      <PageTitle>{t('title')}</PageTitle>
      <Loaded query={queue} isLarge>
        {({ items }) => (
          <>
            <Cards items={items} />
            {isCoach(places) && <VisitsAhead waiting={items} isAside={seesFigures(places)} />}
            {isCoach(places) && <Patterns isAside={seesFigures(places)} />}
          </>
        )}
      </Loaded>
      {isCoached(places) && (
        <Suspense fallback={<Loading />}>
          <Mine asked={toAnswer(queue.data?.items ?? [])} />
        </Suspense>
      )}
    </>
  );
}

/** The loops of which a card asks the rep to answer what was seen. */
const toAnswer = (cards: readonly Card[]): ReadonlySet<string> =>
  new Set(
    cards.flatMap(({ kind, audience, enrolments }) =>
      kind === 'acknowledge' && audience === 'rep' ? enrolments : [],
    ),
  );

function Cards({ items }: { items: readonly Card[] }) {
  const t = useTranslations('today');
  const { person, places } = useSession();
  const { shown, open, finish, hold } = useCards(items);
  if (shown.length === 0)
    return (
      <Empty
        title={t('nothing')}
        action={
          seesFigures(places) && (
            <Anchor renderRoot={(props) => <Link {...props} to="/adoption" />}>{t('toFigures')}</Anchor>
          )
        }
      >
        {t('nothingText')}
      </Empty>
    );
  const minutes = minutesOf(open.map(({ card }) => card));
  return (
    <>
      <p>
        {t(`greeting.${partOfDay(new Date(), person.zone)}`, { name: person.name })}{' '}
        {open.length === 0 && shown.every(({ noted }) => noted === null)
          ? t('nothingNow')
          : t('waits', { count: open.length, minutes })}
      </p>
      <VisuallyHidden component="h2">{t('list')}</VisuallyHidden>
      <CardList shown={shown} finish={finish} hold={hold} />
    </>
  );
}

/** Where they are at home, as all other times. */
function partOfDay(now: Date, timeZone: string): 'morning' | 'day' | 'evening' {
  const clock = new Intl.DateTimeFormat('en-GB', { hour: '2-digit', hourCycle: 'h23', timeZone });
  const hour = Number(clock.format(now));
  if (hour < 11) return 'morning';
  return hour < 18 ? 'day' : 'evening';
}
