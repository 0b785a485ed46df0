import { NativeSelect, VisuallyHidden } from '@mantine/core';
import { useId, useState } from 'react';
import { useFormatter, useTranslations } from 'use-intl';
import type { Simulation } from '#api/types.gen';
import { arranged, nextOf, ORDERS, shownDays, total, type Order, type Row, type Week } from './weeks-ahead';
import classes from './ahead.module.css';

const FEW = 10;

/** What next week is like for those who coach: in one sentence, and day by day for each. */
export function WeekAhead({ simulation: { from, result } }: { simulation: Simulation }) {
  const t = useTranslations('cadence.ahead');
  const days = useDays();
  const weeks = result?.ahead ?? [];
  const next = nextOf(weeks, from);
  const [chosen, setChosen] = useState<string | null>(null);
  const week = weeks.find((one) => one.week === chosen) ?? next;
  if (!week) return null;
  const said = (one: Week): string =>
    t(one === next ? 'next' : one.week < next!.week ? 'rest' : 'later', { days: days.span(one.week) });
  return (
    <div className={classes.ahead}>
      {weeks.length > 1 && (
        <NativeSelect
          label={t('week')}
          value={week.week}
          data={weeks.map((one) => ({ value: one.week, label: said(one) }))}
          onChange={({ currentTarget }) => setChosen(currentTarget.value)}
        />
      )}
      <Sentence week={week} when={said(week)} />
      <Managers week={week} />
    </div>
  );
}

function Sentence({ week: { before, after, messages }, when }: { week: Week; when: string }) {
  const t = useTranslations('cadence.ahead');
  const was = { messages: before?.messages ?? 0, managers: before?.managers ?? 0, over: before?.over ?? 0 };
  const isSame = was.messages === after.messages && was.managers === after.managers;
  return (
    <div role="status">
      <p className={classes.sentence}>
        {t(before === null ? 'messagesAlone' : isSame ? 'messagesSame' : 'messages', {
          when,
          messages: after.messages,
          managers: after.managers,
          was: was.messages,
          wasManagers: was.managers,
        })}
        {messages.low !== messages.high && ` ${t('range', { low: messages.low, high: messages.high })}`}{' '}
        {t(before === null ? 'overAlone' : was.over === after.over ? 'overSame' : 'over', {
          over: after.over,
          was: was.over,
        })}
      </p>
    </div>
  );
}

function Managers({ week }: { week: Week }) {
  const t = useTranslations('cadence.ahead');
  const days = useDays();
  const [order, setOrder] = useState<Order>('change');
  const [isAll, setIsAll] = useState(false);
  const caption = useId();
  const rows = arranged(week.managers, order);
  const shown = shownDays(week);
  return (
    <>
      <NativeSelect
        label={t('order')}
        value={order}
        data={ORDERS.map((value) => ({ value, label: t(`orders.${value}`) }))}
        onChange={({ currentTarget }) => setOrder(currentTarget.value as Order)}
      />
      <p id={caption} className="soft">
        {t(week.before ? 'caption' : 'captionAlone')}
      </p>
      {/* On a phone its rows are no table to the eye; the roles keep it one. */}
      <table role="table" className={classes.days} aria-describedby={caption}>
        <thead role="rowgroup">
          <tr role="row">
            <th role="columnheader" scope="col">
              {t('manager')}
            </th>
            {shown.map((day) => (
              <th role="columnheader" scope="col" key={day}>
                {days.short(week.week, day)}
              </th>
            ))}
            <th role="columnheader" scope="col">
              {t('visitDays')}
            </th>
          </tr>
        </thead>
        <tbody role="rowgroup">
          {(isAll ? rows : rows.slice(0, FEW)).map((row) => (
            <tr role="row" key={row.manager.id}>
              <th role="rowheader" scope="row" dir="auto">
                {row.manager.name}
              </th>
              {shown.map((day) => (
                <td role="cell" key={day}>
                  <Messages row={row} day={day} />
                </td>
              ))}
              <td role="cell">
                <VisitDays row={row} />
              </td>
            </tr>
          ))}
        </tbody>
      </table>
      {rows.length > FEW && (
        <button type="button" className={classes.more} aria-expanded={isAll} onClick={() => setIsAll(!isAll)}>
          {t(isAll ? 'fewer' : 'all', { count: rows.length })}
        </button>
      )}
      {week.left > 0 && <p className="soft">{t('left', { count: week.left })}</p>}
    </>
  );
}

function Messages({ row: { works, before, after }, day }: { row: Row; day: number }) {
  const t = useTranslations('cadence.ahead');
  const [was, is] = [before?.messages[day] ?? after.messages[day]!, after.messages[day]!];
  if (!works[day] && was + is === 0) return <span className="soft">{t('off')}</span>;
  return <Change was={was} is={is} />;
}

function VisitDays({ row: { have, before, after } }: { row: Row }) {
  const t = useTranslations('cadence.ahead');
  return (
    <span data-over={after.asked > have || undefined}>
      <Change was={before?.asked ?? after.asked} is={after.asked} /> <span>{t('of', { have })}</span>
      {after.asked > have && (
        <VisuallyHidden>{t('tooMany', { over: total([after.asked, -have]) })}</VisuallyHidden>
      )}
    </span>
  );
}

function Change({ was, is }: { was: number; is: number }) {
  const t = useTranslations('cadence.ahead');
  const format = useFormatter();
  if (was === is) return <span data-none={is === 0 || undefined}>{format.number(is)}</span>;
  return (
    <>
      <strong aria-hidden>
        {format.number(was)} → {format.number(is)}
      </strong>
      <VisuallyHidden>{t('change', { was, is })}</VisuallyHidden>
    </>
  );
}

/** Days of a week that is named by its Monday. */
function useDays() {
  const format = useFormatter();
  const dayOf = (week: string, index: number): Date =>
    new Date(Date.parse(`${week}T12:00:00Z`) + index * 86_400_000);
  return {
    short: (week: string, index: number): string =>
      format.dateTime(dayOf(week, index), { weekday: 'short', day: 'numeric', timeZone: 'UTC' }),
    span: (week: string): string =>
      format.dateTimeRange(dayOf(week, 0), dayOf(week, 4), {
        day: 'numeric',
        month: 'short',
        timeZone: 'UTC',
      }),
  };
}
