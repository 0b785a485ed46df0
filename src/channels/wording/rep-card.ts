import { LONGEST_TEXT, quoted, shownName } from '../plain.js';
import type { MessageItem } from '../message.js';
import type { ItemKind } from '../../domain/message/subject.js';
import { OFFERS } from './actions.js';
import { distinct, type Group } from './groups.js';
import type { Card } from './letter.js';
import { fill } from './locale.js';
import { namesIn, title, type Reader } from './reader.js';
import type { Told } from './told.js';
import type { Locale } from './words.js';

/** Which facts help. A visit is `told` where its absence matters too, and `past` where it should have taken place. */
interface Says {
  due: boolean;
  visit: 'told' | 'ifPlanned' | 'past' | 'never';
  observed: boolean;
  agreed: boolean;
}
const SAYS: Record<ItemKind, Says> = {
  observe: { due: true, visit: 'told', observed: false, agreed: true },
  feedback: { due: true, visit: 'ifPlanned', observed: true, agreed: false },
  action: { due: true, visit: 'ifPlanned', observed: false, agreed: true },
  followUp: { due: true, visit: 'ifPlanned', observed: false, agreed: true },
  acknowledge: { due: true, visit: 'never', observed: true, agreed: false },
  regroup: { due: true, visit: 'ifPlanned', observed: true, agreed: false },
  checkIn: { due: true, visit: 'told', observed: false, agreed: true },
  // Due from the moment it opens, so its date says nothing.
  cover: { due: false, visit: 'ifPlanned', observed: false, agreed: false },
  handOver: { due: false, visit: 'ifPlanned', observed: false, agreed: true },
  pulse: { due: false, visit: 'never', observed: false, agreed: false },
  visitMorning: { due: false, visit: 'told', observed: false, agreed: true },
  visitAfterwards: { due: false, visit: 'past', observed: false, agreed: false },
};

/** One thing about one rep, for the rep, the manager or the second line. */
export function repCard(group: Group, told: Told, reader: Reader): Card {
  const headline = headlineOf(group, told, reader);
  const item = group.open[0];
  if (!item)
    return {
      headline,
      lines: [capabilities(group.items), ...doneLines(group, reader)],
      links: [],
      done: true,
    };

  const { locale } = reader;
  const wording = locale.items[item.kind][told];
  const offer = OFFERS[item.kind][told];
  const actions = (item.goesOn && offer.beforeItGoesOn) || (item.visit && offer.withVisit) || offer.usual;
  const lines = [
    whatAndWhen(group.open, told, reader),
    coverLine(item, told, reader),
    observedLine(item, told, reader),
    visitLine(item, told, reader),
    agreedLine(item, told, reader),
    watchLine(item, told, reader),
    wording.help && fill(wording.help, namesIn(item, locale)),
    goesOnLine(item, reader),
    ...doneLines(group, reader),
  ];
  return {
    headline,
    lines: lines.filter(isText),
    links: actions.map((action) => reader.link(action, item)),
    done: false,
  };
}

const isText = (line: string | null | undefined): line is string => Boolean(line);

export function headlineOf({ first, open }: Group, told: Told, { locale }: Reader): string {
  const wording = locale.items[first.kind][told];
  const ready = open.some((item) => item.ready) && wording.ready;
  const goesOn = open[0]?.goesOn && wording.beforeItGoesOn;
  return fill(ready || goesOn || wording.headline, namesIn(first, locale));
}

const capabilities = (items: readonly MessageItem[]): string =>
  distinct(items.map(({ capability }) => title(capability))).join(', ');

/** A rep with a visit ahead is not told which capability is looked at: the visit may be an unprompted one. */
const keepsQuiet = (item: MessageItem, told: Told): boolean =>
  told === 'rep' && SAYS[item.kind].visit === 'told' && item.visit !== null;

function whatAndWhen(
  open: readonly MessageItem[],
  told: Told,
  { locale, dates, message }: Reader,
): string | null {
  const what = open.some((item) => keepsQuiet(item, told)) ? null : capabilities(open);
  const due = open.flatMap(({ kind, dueAt }) => (SAYS[kind].due && dueAt) || []);
  if (due.length === 0) return what;
  const first = Math.min(...due);
  const when = first < message.at ? 'past' : 'ahead';
  const date = dates.date(first);
  return what ? fill(locale.due[when], { what, date }) : fill(locale.due.alone[when], { date });
}

function visitLine(item: MessageItem, told: Told, { locale, dates }: Reader): string | null {
  const says = SAYS[item.kind].visit;
  const texts = locale.visit[told];
  if (says === 'never') return null;
  if (says === 'past')
    return (
      item.visit && fill(locale.observed[told], { ...namesIn(item, locale), day: dates.day(item.visit.at) })
    );
  if (!item.visit) return says === 'told' ? texts.none : null;
  const { at, institution } = item.visit;
  const values = { ...namesIn(item, locale), day: dates.day(at), time: dates.time(at) };
  const place = institution && title(institution);
  return place ? fill(texts.plannedAt, { ...values, place }) : fill(texts.planned, values);
}

function coverLine(item: MessageItem, told: Told, { locale }: Reader): string | null {
  if (item.kind !== 'cover' || told === 'manager') return null;
  return item.manager === null ? locale.cover.vacant : fill(locale.cover.away, namesIn(item, locale));
}

function observedLine(item: MessageItem, told: Told, { locale, dates }: Reader): string | null {
  if (!SAYS[item.kind].observed || item.observedAt === null) return null;
  return fill(locale.observed[told], { ...namesIn(item, locale), day: dates.day(item.observedAt) });
}

/** What two people agreed is theirs: it never goes above them. */
function agreedLine(item: MessageItem, told: Told, { locale }: Reader): string | null {
  if (!SAYS[item.kind].agreed || !item.action || told === 'secondLine') return null;
  return fill(locale.agreed[told], { action: quoted(item.action, LONGEST_TEXT) });
}

/** Never to the rep, who would know from it what is looked at. */
function watchLine({ anchor }: MessageItem, told: Told, { locale }: Reader): string | null {
  return anchor && told === 'manager'
    ? fill(locale.watchFor, { anchor: quoted(anchor, LONGEST_TEXT) })
    : null;
}

function goesOnLine({ goesOn }: MessageItem, { locale, dates }: Reader): string | null {
  if (!goesOn) return null;
  const { named, unnamed } = locale.goesOn[goesOn.to];
  const day = dates.day(goesOn.at);
  const name = goesOn.name && shownName(goesOn.name);
  return named && name ? fill(named, { name, day }) : fill(unnamed, { day });
}

function passedOnLine({ to }: { to: string | null }, { passedOn }: Locale): string {
  const name = to && shownName(to);
  return name ? fill(passedOn.to, { name }) : passedOn.nobody;
}

function doneLines({ items, open }: Group, { locale, dates }: Reader): string[] {
  const lines = items.flatMap((item) => {
    if (item.passedOn && !item.done) return [passedOnLine(item.passedOn, locale)];
    if (!item.done) return [];
    const { by, at } = item.done;
    const values = { date: dates.date(at), time: dates.time(at) };
    const done = by
      ? fill(locale.done.by, { ...values, by: shownName(by) })
      : fill(locale.done.alone, values);
    return [open.length > 0 ? fill(locale.done.oneOf, { what: title(item.capability), done }) : done];
  });
  return distinct(lines);
}
