import { Button, Switch, Text } from '@mantine/core';
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import { useFormatter, useLocale, useTranslations } from 'use-intl';
import {
  calendarsChooseMutation,
  calendarsDropMutation,
  calendarsListOptions,
  calendarsListQueryKey,
} from '#api/@tanstack/react-query.gen';
import type { HolidayCalendar, HolidayCalendars } from '#api/types.gen';
import { messageOf } from '../../api/problem';
import { runsIt } from '../../frame/places';
import { useSession } from '../../frame/session';
import { PageTitle } from '../../frame/title';
import { FormFoot } from '../../shared/form-foot';
import { Loaded, NoPermission } from '../../shared/states';
import { MoreWords } from '../../words/more-words';
import { Upload } from './upload';
import classes from './calendars.module.css';

/** Which holidays count: the library's, and the organisation's own. */
export default function Calendars() {
  const { places } = useSession();
  if (!runsIt(places)) return <NoPermission isPage />;
  return (
    <MoreWords of="keeping">
      <Page />
    </MoreWords>
  );
}

function Page() {
  const t = useTranslations('calendars');
  const calendars = useQuery(calendarsListOptions());
  return (
    <>
      <PageTitle>{t('title')}</PageTitle>
      <p className={`${classes.lead} soft`}>{t('text')}</p>
      <Loaded query={calendars}>
        {({ library, items }) => (
          <div className={classes.page}>
            <section aria-labelledby="library">
              <h2 id="library">{t('library.title')}</h2>
              <Library isUsed={library} />
            </section>
            <section aria-labelledby="own">
              <h2 id="own">{t('own.title')}</h2>
              {items.length === 0 ? (
                <p className="soft">{t('own.none')}</p>
              ) : (
                <ul className={classes.list}>
                  {items.map((calendar) => (
                    <One key={calendar.id} calendar={calendar} />
                  ))}
                </ul>
              )}
              <Upload />
            </section>
          </div>
        )}
      </Loaded>
    </>
  );
}

function Library({ isUsed }: { isUsed: boolean }) {
  const t = useTranslations('calendars.library');
  const client = useQueryClient();
  const choose = useMutation({
    ...calendarsChooseMutation(),
    onSuccess: (saved: HolidayCalendars) => client.setQueryData(calendarsListQueryKey(), saved),
  });
  return (
    <>
      <Switch
        label={t('used')}
        description={t('usedText')}
        checked={isUsed}
        disabled={choose.isPending}
        onChange={({ currentTarget: { checked } }) => choose.mutate({ body: { used: checked } })}
      />
      {choose.isError && (
        <Text role="alert" size="sm" c="var(--warn)">
          {messageOf(choose.error)}
        </Text>
      )}
    </>
  );
}

function One({
  calendar: { id, place, name, mode, days, firstDay, lastDay },
}: {
  calendar: HolidayCalendar;
}) {
  const t = useTranslations('calendars.own');
  const format = useFormatter();
  const locale = useLocale();
  const client = useQueryClient();
  const [isSure, setSure] = useState(false);
  const drop = useMutation({
    ...calendarsDropMutation(),
    onSuccess: () => client.invalidateQueries({ queryKey: calendarsListQueryKey() }),
  });
  const day = (iso: string): string =>
    format.dateTime(new Date(`${iso}T12:00:00Z`), { dateStyle: 'medium', timeZone: 'UTC' });
  const isCountry = place !== '*' && !place.includes('-');
  const where =
    place === '*'
      ? t('everybody')
      : isCountry
        ? (new Intl.DisplayNames([locale], { type: 'region' }).of(place) ?? place)
        : place;
  return (
    <li>
      <h3>
        <span dir="auto">{name}</span> <span className="soft">{where}</span>
      </h3>
      <p>
        {t('days', { count: days.length })}
        {firstDay !== null && lastDay !== null && `, ${day(firstDay)} – ${day(lastDay)}`}.{' '}
        <span className="soft">{t(mode)}</span>
      </p>
      {isSure ? (
        <form
          className={classes.form}
          onSubmit={(event) => {
            event.preventDefault();
            drop.mutate({ path: { id } });
          }}
        >
          <p>{t('sure')}</p>
          <FormFoot
            error={drop.error}
            isSending={drop.isPending}
            send={t('drop')}
            cancel={t('keep')}
            close={() => setSure(false)}
          />
        </form>
      ) : (
        <Button variant="subtle" mih={44} aria-label={t('dropOf', { name })} onClick={() => setSure(true)}>
          {t('drop')}
        </Button>
      )}
    </li>
  );
}
