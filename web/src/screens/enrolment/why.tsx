import type { ReactNode } from 'react';
import { useFormatter, useTranslations } from 'use-intl';
import type { Timeline } from '#api/types.gen';
import { durationIn } from '../../shared/duration';
import { Moment } from '../../shared/moment';
import classes from './enrolment.module.css';

type WhyOfNudge = NonNullable<Timeline['past'][number]['why']>;

/** Why a message was sent, when and to whom; or why it was not. Unfolds. */
export function Why({ why, zone }: { why: WhyOfNudge; zone: string }) {
  const t = useTranslations('why');
  const words = useTranslations();
  const { recipient, goesOn } = why;
  const lines: (readonly [label: string, value: ReactNode])[] = [
    [t('rung'), t('rungOf', { rung: why.rung, who: words(`audience.${why.audience}`) })],
    ...(why.offset === null ? [] : [[t('offset'), durationIn(why.offset, t)] as const]),
    [t('cadence'), words('enrolment.cadenceVersion', { name: why.cadence, version: why.version })],
    ...(why.dueAt === null
      ? []
      : [[t('due'), <Moment key="due" at={why.dueAt} zone={recipient.zone ?? zone} as="minute" />] as const]),
    [t('slot'), <Moment key="slot" at={why.slotAt} zone={recipient.zone ?? zone} as="minute" />],
    [
      t('recipient'),
      <>
        {recipient.name}
        {recipient.part && <span className="soft">, {t(`part.${recipient.part}`)}</span>}
        {recipient.zone && (
          <span className="soft">
            {' '}
            · {t('calendarOf', { version: recipient.calendar ?? 0, zone: recipient.zone })}
          </span>
        )}
        {recipient.away && <span className="soft"> · {t('away')}</span>}
      </>,
    ],
    ...(why.moved.length === 0
      ? []
      : [[t('moved'), why.moved.map((moved, at) => <Moved key={at} moved={moved} />)] as const]),
    [t('via'), why.via.map((channel) => words(`channel.${channel}`)).join(', ')],
    ...(why.handedOverAt === null
      ? []
      : [[t('handedOver'), <Moment key="at" at={why.handedOverAt} zone={zone} as="minute" />] as const]),
    ...(goesOn === null
      ? []
      : [
          [
            t('goesOn'),
            <>
              {words(`audience.${goesOn.to}`)}, <Moment at={goesOn.at} zone={zone} as="minute" />
            </>,
          ] as const,
        ]),
    ...(why.because === null ? [] : [[t('because'), words(`because.${why.because}`)] as const]),
    ...(why.inDoubt ? [[t('inDoubt'), t('inDoubtText')] as const] : []),
  ];
  return (
    <details className={classes.why}>
      <summary>{t('title')}</summary>
      <dl>
        {lines.map(([label, value]) => (
          <div key={label}>
            <dt>{label}</dt>
            <dd>{value}</dd>
          </div>
        ))}
      </dl>
    </details>
  );
}

/** One thing of somebody's calendar that stands between the due date and the message. */
function Moved({ moved: { who, because, from, to } }: { moved: WhyOfNudge['moved'][number] }) {
  const t = useTranslations('why');
  const format = useFormatter();
  const day = (date: string): string =>
    format.dateTime(new Date(date), { weekday: 'short', day: 'numeric', month: 'short', timeZone: 'UTC' });
  const values =
    from === null || to === null
      ? { name: who.name, when: 'hidden', from: '', to: '' }
      : because === 'quietHours'
        ? { name: who.name, when: 'span', from, to }
        : { name: who.name, when: from === to ? 'day' : 'span', from: day(from), to: day(to) };
  return <span className={classes.moved}>{t(`movedBy.${because}`, values)}</span>;
}
