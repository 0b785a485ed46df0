import {
  IconCheck,
  IconClockExclamation,
  IconFlag,
  IconHourglass,
  IconMail,
  type TablerIcon,
} from '@tabler/icons-react';
import { useMemo } from 'react';
import { useFormatter, useTranslations } from 'use-intl';
import type { CadencePreview } from '#api/types.gen';
import { weeksOf, type Day, type Entry, type Free } from './weeks';
import classes from './cadence.module.css';

const ICONS: Readonly<Record<Entry['type'], TablerIcon>> = {
  deed: IconCheck,
  owed: IconHourglass,
  missed: IconClockExclamation,
  message: IconMail,
  state: IconFlag,
};

/** What would happen, week by week, with the days on which somebody is not there. */
export default function Drawing({ preview }: { preview: CadencePreview }) {
  const t = useTranslations('cadence.tryOut');
  const format = useFormatter();
  const { adoptedAt, sustainedAt, messages, isWhole, zone: timeZone, spreadDays, rep, manager } = preview;
  const weeks = useMemo(() => {
    const parts = new Intl.DateTimeFormat('en-CA', {
      timeZone,
      year: 'numeric',
      month: '2-digit',
      day: '2-digit',
    });
    return weeksOf(preview, (at) => parts.format(new Date(at)));
  }, [preview, timeZone]);
  const day = (at: string): string =>
    format.dateTime(new Date(at), { day: 'numeric', month: 'long', year: 'numeric', timeZone });
  return (
    <>
      <p>
        {adoptedAt === null ? t('notAdopted') : t('adopted', { day: day(adoptedAt) })}
        {sustainedAt !== null && <> {t('sustained', { day: day(sustainedAt) })}</>}
      </p>
      {spreadDays > 0 && <p>{t('spread', { days: spreadDays, manager: manager?.name ?? '' })}</p>}
      <Counts messages={messages} />
      <p className="soft">{t('zone', { name: rep.name, zone: timeZone })}</p>
      <p className={classes.legend} aria-hidden>
        <span>
          <span className={classes.cell} data-free="weekend" /> {t('legend.weekend')}
        </span>
        <span>
          <span className={classes.cell} data-free="away" /> {t('legend.away')}
        </span>
        <span>
          <span className={classes.cell} data-mark="" /> {t('legend.mark')}
        </span>
      </p>
      <ol className={classes.weeks}>
        {weeks.map((stretch, index) => (
          <li key={index}>
            {stretch.days ? (
              <Week days={stretch.days} free={stretch.free} preview={preview} />
            ) : (
              <p className="soft">{t('quiet', { count: stretch.quiet })}</p>
            )}
          </li>
        ))}
        {!isWhole && (
          <li>
            <p className="soft">{t('goesOn')}</p>
          </li>
        )}
      </ol>
    </>
  );
}

function Counts({ messages }: Pick<CadencePreview, 'messages'>) {
  const t = useTranslations('cadence.tryOut');
  const audience = useTranslations('audience');
  const format = useFormatter();
  if (messages.length === 0) return <p>{t('noMessage')}</p>;
  return (
    <p>
      {t('messages', {
        count: messages.reduce((sum, { count }) => sum + count, 0),
        by: format.list(
          messages.map(({ audience: of, count }) => t('messagesTo', { count, audience: audience(of) })),
        ),
      })}
    </p>
  );
}

function Week({
  days,
  free,
  preview: { rep, manager, zone },
}: {
  days: readonly Day[];
  free: readonly Free[];
  preview: CadencePreview;
}) {
  const t = useTranslations('cadence.tryOut');
  const format = useFormatter();
  const dated = (day: string): string =>
    format.dateTime(new Date(day), { weekday: 'short', day: 'numeric', month: 'short', timeZone: 'UTC' });
  const nameOf = { rep: rep.name, manager: manager?.name ?? '' };
  return (
    <>
      <h3 className={classes.week}>
        {t('week', {
          day: format.dateTime(new Date(days[0]!.day), { day: 'numeric', month: 'long', timeZone: 'UTC' }),
        })}
        <Strip days={days} />
      </h3>
      {free.map(({ who, because, from, to }) => (
        <p key={`${who} ${because} ${from}`} className="soft">
          {t(`away.${because}`, {
            name: nameOf[who],
            days: from === to ? dated(from) : t('fromTo', { from: dated(from), to: dated(to) }),
          })}
        </p>
      ))}
      <ul className={classes.entries}>
        {days
          .flatMap(({ entries }) => entries)
          .map((entry, index) => (
            <Line key={`${entry.at} ${index}`} entry={entry} timeZone={zone} />
          ))}
      </ul>
    </>
  );
}

/** Monday to Sunday at a glance. The lines below say the same. */
function Strip({ days }: { days: readonly Day[] }) {
  return (
    <span className={classes.strip} aria-hidden>
      {days.map(({ day, isWeekend, isFree, entries }) => (
        <span
          key={day}
          className={classes.cell}
          data-free={isWeekend ? 'weekend' : isFree ? 'away' : undefined}
          data-mark={entries.length > 0 ? '' : undefined}
        />
      ))}
    </span>
  );
}

function Line({ entry: { at, type, text }, timeZone }: { entry: Entry; timeZone: string }) {
  const t = useTranslations('cadence.tryOut');
  const format = useFormatter();
  const Icon = ICONS[type];
  return (
    <li className={classes.line} data-type={type}>
      <Icon size={20} stroke={1.5} role="img" aria-label={t(`type.${type}`)} />
      <p>
        <time dateTime={at}>
          {format.dateTime(new Date(at), {
            weekday: 'short',
            day: 'numeric',
            month: 'short',
            hour: '2-digit',
            minute: '2-digit',
            timeZone,
          })}
        </time>{' '}
        {text}
      </p>
    </li>
  );
}
