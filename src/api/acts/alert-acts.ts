import { Inject, Injectable } from '@nestjs/common';
import { DataSource } from 'typeorm';
import { datesFor, type ReaderDates } from '../../channels/dates.js';
import { ALERT_ACTIONS, type AlertAction, type Pressed } from '../../channels/wording/actions.js';
import { stateLine } from '../../channels/wording/alert-card.js';
import type { Field, Filled } from '../../channels/wording/form.js';
import { localeOf, type Locale } from '../../channels/wording/locale.js';
import { alertIn } from '../../domain/message/subject.js';
import { HOUR, toIso, type Instant, type IsoDate } from '../../domain/time.js';
import { localDate } from '../../domain/working-time/index.js';
import { latestRest } from '../../insights/alerts.js';
import { readAlertItem, type AlertItemRow } from '../../store/figures/alert-items.js';
import { readAddressee } from '../../store/messages/message-items.js';
import { unknown } from '../../store/refusal.js';
import { Clock } from '../common/parts.js';
import { id } from '../common/words.js';
import { Problem } from '../common/problem.js';
import { Within } from '../common/within.js';
import type { ItemRef } from './act-card.js';
import type { Acted } from './acts.dto.js';
import { dayField, textField } from './fields.js';
import { onlyAsked, requireFilled } from './filled.js';
import type { AskedForm } from './press-form.js';
import { passedOn, reading, type Presser } from './read-card.js';

const PATHS: Readonly<Record<AlertAction, string>> = {
  takeIt: 'acknowledgement',
  letRest: 'snooze',
  closeIt: 'resolution',
};
const MOST_NOTE = 500;

interface AlertCard {
  alert: AlertItemRow;
  zone: string;
  locale: Locale;
  dates: ReaderDates;
  now: Instant;
}

/** The alert that a button is about; null: it is about loops. */
export function alertOf(items: readonly ItemRef[]): string | null {
  const [item] = items;
  const alert = items.length === 1 && item?.enrolment === null ? alertIn(item.subject) : null;
  return id.safeParse(alert).data ?? null;
}

/** What the buttons of an alert do: each is a request of the API for whoever presses. */
@Injectable()
export class AlertActs {
  constructor(
    private readonly dataSource: DataSource,
    private readonly clock: Clock,
    @Inject(Within) private readonly within: Within,
  ) {}

  async form(action: Pressed, alertId: string, presser: Presser): Promise<AskedForm> {
    const does = alertAction(action);
    const card = await this.read(alertId, presser);
    const { alert, locale, dates } = card;
    const { words, say } = locale;
    const state = stateLine(alert, { words, say, dates, name: (name) => name });
    const over = overText(card);
    return {
      locale,
      rep: null,
      title: words.actions[does],
      about: aboutOf(card),
      help: words.alert.acts[does],
      lines: over === null && state !== null ? [state] : [],
      fields: over === null ? fieldsOf(does, card) : [],
      submit: words.actions[does],
      over: over === null ? null : { text: over, at: toIso(alert.at!) },
    };
  }

  async act(
    action: Pressed,
    alertId: string,
    filled: Filled,
    presser: Presser,
    key: string | null,
  ): Promise<Acted> {
    const does = alertAction(action);
    const card = await this.read(alertId, presser);
    const over = overText(card);
    if (over !== null) throw new Problem(409, over, { members: { over: true } });
    const fields = fieldsOf(does, card);
    requireFilled(fields, filled, card.locale);
    const { actor, address } = reading(presser, card.locale.words.language);
    const { status, body } = await this.within.ask(actor, address, {
      method: 'POST',
      path: `${pathOf(card.alert)}/${PATHS[does]}`,
      body: onlyAsked(fields, filled),
      ...(key !== null && { key }),
    });
    if (status >= 400) throw passedOn(status, body);
    return { done: 1, about: aboutOf(card), text: card.locale.words.acts.taken };
  }

  /** As whoever presses may see it. */
  private async read(alertId: string, presser: Presser): Promise<AlertCard> {
    const tx = this.dataSource.manager;
    const now = this.clock.now();
    const reader = await readAddressee(tx, presser.actor.personId);
    const alert = await readAlertItem(tx, alertId, now);
    if (!alert) throw unknown('alert', alertId);
    const { actor, address } = reading(presser, reader.language);
    const { status, body } = await this.within.ask(actor, address, {
      method: 'GET',
      path: `/programs/${alert.programId}/alerts`,
    });
    if (status !== 200) throw passedOn(status, body);
    const locale = localeOf(reader.language);
    return { alert, zone: reader.zone, locale, dates: datesFor(reader, locale, now), now };
  }
}

const aboutOf = ({ alert, locale: { words, say } }: AlertCard): string =>
  say(words.alert.acts.about, {
    region: alert.region || words.figures.noRegion,
    capability: alert.capability,
  });

const pathOf = ({ programId, alertId }: AlertItemRow): string => `/programs/${programId}/alerts/${alertId}`;

const isAlertAction = (action: Pressed): action is AlertAction =>
  (ALERT_ACTIONS as readonly Pressed[]).includes(action);

function alertAction(action: Pressed): AlertAction {
  if (isAlertAction(action)) return action;
  throw new Problem(422, `Nothing here can be done about an alert by "${action}". Send what the card says.`);
}

function fieldsOf(action: AlertAction, { locale: { words }, zone, now }: AlertCard): Field[] {
  const { until, note } = words.acts.fields;
  return [
    ...(action === 'letRest'
      ? [dayField({ name: 'until', label: until, earliest: tomorrowIn(zone, now), latest: latestRest(now) })]
      : []),
    textField({ name: 'note', label: note, most: MOST_NOTE }),
  ];
}

/** Alerts rest until a day begins in UTC, which may be later than where the reader is. */
function tomorrowIn(zone: string, now: Instant): IsoDate {
  const [there, utc] = [localDate(zone, now + 24 * HOUR), localDate('UTC', now + 24 * HOUR)];
  return there > utc ? there : utc;
}

/** What is said where there is nothing left to do; null: it is open. */
function overText({ alert: { state, by, at }, locale: { words, say }, dates }: AlertCard): string | null {
  if (state === 'open' || state === 'acknowledged' || state === 'snoozed') return null;
  const when = { date: dates.date(at!), time: dates.time(at!) };
  return by === null ? say(words.acts.over.alone, when) : say(words.acts.over.by, { ...when, by });
}
