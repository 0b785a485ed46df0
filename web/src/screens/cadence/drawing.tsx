import {
  IconCheck,
  IconClockExclamation,
  IconFlag,
  IconHourglass,
  IconMail,
  type TablerIcon,
} from '@tabler/icons-react';
import { useMemo, useState, type ReactNode } from 'react';
import { useFormatter, useTranslations } from 'use-intl';
import type { CadencePreview } from '#api/types.gen';
import { weeksOf, type Day, type Entry, type Free } from './weeks';
import classes from './cadence.module.css';

/** By the draft, or by the cadence beside it. */
type Side = 'entries' | 'beside';

const ICONS: Readonly<Record<Entry['type'], TablerIcon>> = {
  deed: IconCheck,
  owed: IconHourglass,
  missed: IconClockExclamation,
  message: IconMail,
  state: IconFlag,
};

/** So many stretches are drawn at first: what comes soon is asked about most, and a whole loop takes half a year. */
const FEW = 8;

/** What would happen, week by week, with the days on which somebody is not there. */
export default function Drawing({ preview }: { preview: CadencePreview }) {
  const t = useTranslations('cadence.tryOut');
  const { beside, isWhole, zone: timeZone, spreadDays, rep, manager } = preview;
  const weeks = useMemo(() => {
    const parts = new Intl.DateTimeFormat('en-CA', {
      timeZone,
      year: 'numeric',
      month: '2-digit',
      day: '2-digit',
    });
    return weeksOf(preview, (at) => parts.format(new Date(at)));
  }, [preview, timeZone]);
  const [isAll, setAll] = useState(false);
  const isLong = weeks.length > FEW;
  return (
    <>
      {beside === null ? (
        <Went {...preview} />
      ) : (
        <>
          <Differences before={beside.entries} after={preview.entries} />
          <Columns before={<Went {...beside} zone={timeZone} />} after={<Went {...preview} />} />
        </>
      )}
      {spreadDays > 0 && <p>{t('spread', { days: spreadDays, manager: manager?.name ?? '' })}</p>}
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
        {(isAll ? weeks : weeks.slice(0, FEW)).map((stretch, index) => (
          <li key={index}>
            {stretch.days ? (
              <Week days={stretch.days} free={stretch.free} preview={preview} />
            ) : (
              <p className="soft">{t('quiet', { count: stretch.quiet })}</p>
            )}
          </li>
        ))}
        {(isAll || !isLong) && !(isWhole && (beside?.isWhole ?? true)) && (
          <li>
            <p className="soft">{t('goesOn')}</p>
          </li>
        )}
      </ol>
      {isLong && (
        <button type="button" className={classes.more} aria-expanded={isAll} onClick={() => setAll(!isAll)}>
          {t(isAll ? 'soonAlone' : 'wholeTime')}
        </button>
      )}
    </>
  );
}

/** What it comes to. */
function Went({
  adoptedAt,
  sustainedAt,
  messages,
  zone: timeZone,
}: Pick<CadencePreview, 'adoptedAt' | 'sustainedAt' | 'messages' | 'zone'>) {
  const t = useTranslations('cadence.tryOut');
  const format = useFormatter();
  const day = (at: string): string =>
    format.dateTime(new Date(at), { day: 'numeric', month: 'long', year: 'numeric', timeZone });
  return (
    <>
      <p>
        {adoptedAt === null ? t('notAdopted') : t('adopted', { day: day(adoptedAt) })}
        {sustainedAt !== null && <> {t('sustained', { day: day(sustainedAt) })}</>}
      </p>
      <Counts messages={messages} />
    </>
  );
}

function Differences({ before, after }: { before: readonly Entry[]; after: readonly Entry[] }) {
  const t = useTranslations('cadence.tryOut.beside');
  const count = (entries: readonly Entry[], mark: Entry['mark']): number =>
    entries.filter((entry) => entry.mark === mark).length;
  const [moved, changed, came] = [count(after, 'moved'), count(after, 'changed'), count(after, 'came')];
  const gone = count(before, 'gone');
  const isSame = moved + changed + came + gone === 0;
  return <p role="status">{isSame ? t('same') : t('differs', { moved, changed, gone, came })}</p>;
}

/** What is in force and the draft, beside each other; one below the other where that does not fit. */
function Columns({ before, after }: { before: ReactNode; after: ReactNode }) {
  const t = useTranslations('cadence.tryOut.beside');
  const columns = [
    { name: t('inForce'), column: before },
    { name: t('draft'), column: after },
  ];
  return (
    <div className={classes.columns}>
      {columns.map(({ name, column }) => (
        <div key={name} role="group" aria-label={name}>
          <p className={classes.owed} aria-hidden>
            {name}
          </p>
          {column}
        </div>
      ))}
    </div>
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
  preview: { rep, manager, zone, beside },
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
        {beside === null && <Strip days={days} of="entries" />}
      </h3>
      {free.map(({ who, because, from, to }) => (
        <p key={`${who} ${because} ${from}`} className="soft">
          {t(`away.${because}`, {
            name: nameOf[who],
            days: from === to ? dated(from) : t('fromTo', { from: dated(from), to: dated(to) }),
          })}
        </p>
      ))}
      {beside === null ? (
        <Lines entries={days.flatMap(({ entries }) => entries)} of="entries" zone={zone} />
      ) : (
        <Columns
          before={<Column days={days} of="beside" zone={zone} />}
          after={<Column days={days} of="entries" zone={zone} />}
        />
      )}
    </>
  );
}

function Column({ days, of, zone }: { days: readonly Day[]; of: Side; zone: string }) {
  const t = useTranslations('cadence.tryOut.beside');
  const entries = days.flatMap((day) => day[of]);
  return (
    <>
      <Strip days={days} of={of} />
      {entries.length === 0 ? (
        <p className="soft">{t('nothing')}</p>
      ) : (
        <Lines entries={entries} of={of} zone={zone} />
      )}
    </>
  );
}

const Lines = ({ entries, of, zone }: { entries: readonly Entry[]; of: Side; zone: string }) => (
  <ul className={classes.entries}>
    {entries.map((entry, index) => (
      <Line key={`${entry.at} ${index}`} entry={entry} of={of} timeZone={zone} />
    ))}
  </ul>
);

/** Monday to Sunday at a glance. The lines below say the same. */
function Strip({ days, of }: { days: readonly Day[]; of: Side }) {
  return (
    <span className={classes.strip} aria-hidden>
      {days.map(({ day, isWeekend, isFree, [of]: entries }) => (
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

/** What differs on the other side is said after the sentence, and stands out by more than its colour. */
function Line({
  entry: { at, type, text, mark, otherwise },
  of,
  timeZone,
}: {
  entry: Entry;
  of: Side;
  timeZone: string;
}) {
  const t = useTranslations('cadence.tryOut');
  const format = useFormatter();
  const day = (instant: string): string =>
    format.dateTime(new Date(instant), { weekday: 'short', day: 'numeric', month: 'short', timeZone });
  const hour = (instant: string): string =>
    format.dateTime(new Date(instant), { hour: '2-digit', minute: '2-digit', timeZone });
  const there = otherwise === null ? '' : day(otherwise) === day(at) ? hour(otherwise) : day(otherwise);
  const Icon = ICONS[type];
  return (
    <li className={classes.line} data-type={type} data-mark={mark ?? undefined}>
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
        <span className={classes.said}>{text}</span>
        {mark !== null && mark !== 'same' && (
          <>
            {' '}
            <strong className={classes.mark}>
              {t(mark === 'moved' ? `beside.moved.${of}` : `beside.mark.${mark}`, { there })}
            </strong>
          </>
        )}
      </p>
    </li>
  );
}
