import { Anchor } from '@mantine/core';
import { useFormatter, useLocale, useTranslations } from 'use-intl';
import { Link } from '@tanstack/react-router';
import type { Person } from '#api/types.gen';
import { Absences } from '../../shared/absences';
import { Delegate } from '../../shared/delegate';
import { Moment } from '../../shared/moment';
import { Line } from './line';
import classes from './people.module.css';

/** A Monday, from which the names of weekdays are counted. */
const MONDAY = Date.UTC(2026, 0, 5, 12);
const DAY_MS = 86_400_000;
const WEEK = ['MO', 'TU', 'WE', 'TH', 'FR', 'SA', 'SU'] as const;

export function OnePerson({ person }: { person: Person }) {
  const t = useTranslations('people');
  const format = useFormatter();
  const { id, name, externalId, email, mailBouncedAt, awayUntil } = person;
  const day = (iso: string): string =>
    format.dateTime(new Date(`${iso}T12:00:00Z`), { dateStyle: 'medium', timeZone: 'UTC' });
  return (
    <article className={classes.person} aria-labelledby="person">
      <h2 id="person" dir="auto">
        {name}
      </h2>
      <p className="soft">
        {externalId} · {email}
      </p>
      {mailBouncedAt !== null && (
        <p className={classes.wrong}>
          {t('bounced')} <Moment at={mailBouncedAt} />.
        </p>
      )}
      {awayUntil !== null && <p>{t('awayUntil', { day: day(awayUntil) })}</p>}
      <section aria-labelledby="work">
        <h3 id="work">{t('work')}</h3>
        <Work person={person} />
      </section>
      <section aria-labelledby="line">
        <h3 id="line">{t('line.title')}</h3>
        <Line person={person} />
      </section>
      <section aria-labelledby="away">
        <h3 id="away">{t('away')}</h3>
        <Absences personId={id} />
        <Delegate personId={id} label={t('delegate')} description={t('delegateText')} />
      </section>
    </article>
  );
}

/** When loops run for them, and when they are written to. */
function Work({
  person: {
    workingWeek,
    hours,
    zone,
    country,
    subdivision,
    slot,
    quietHours,
    visitDaysPerWeek,
    activeFrom,
    activeUntil,
  },
}: {
  person: Person;
}) {
  const t = useTranslations('people.facts');
  const format = useFormatter();
  const locale = useLocale();
  const weekday = (of: (typeof WEEK)[number]): string =>
    format.dateTime(MONDAY + WEEK.indexOf(of) * DAY_MS, { weekday: 'short', timeZone: 'UTC' });
  const day = (iso: string): string =>
    format.dateTime(new Date(`${iso}T12:00:00Z`), { dateStyle: 'medium', timeZone: 'UTC' });
  const countryName = new Intl.DisplayNames([locale], { type: 'region' }).of(country) ?? country;
  const facts = [
    [
      t('week'),
      WEEK.filter((one) => workingWeek.includes(one))
        .map(weekday)
        .join(' '),
    ],
    [t('hours'), `${hours.from} – ${hours.to}`],
    [t('zone'), zone],
    [t('place'), subdivision === null ? countryName : `${countryName}, ${subdivision}`],
    [t('slot'), slot],
    [t('quiet'), quietHours === null ? t('none') : `${quietHours.from} – ${quietHours.to}`],
    [t('visitDays'), format.number(visitDaysPerWeek)],
    ...(activeFrom === null ? [] : [[t('from'), day(activeFrom)]]),
    ...(activeUntil === null ? [] : [[t('until'), day(activeUntil)]]),
  ];
  return (
    <>
      <dl className={classes.facts}>
        {facts.map(([what, is]) => (
          <div key={what}>
            <dt>{what}</dt>
            <dd>{is}</dd>
          </div>
        ))}
      </dl>
      <p className="soft">
        {t.rich('keptBy', {
          imports: (chunks) => (
            <Anchor inherit renderRoot={(props) => <Link {...props} to="/imports" />}>
              {chunks}
            </Anchor>
          ),
          calendars: (chunks) => (
            <Anchor inherit renderRoot={(props) => <Link {...props} to="/calendars" />}>
              {chunks}
            </Anchor>
          ),
        })}
      </p>
    </>
  );
}
