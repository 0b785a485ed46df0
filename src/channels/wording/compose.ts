import type { Audience } from '../../domain/people.js';
import type { Message, MessageItem } from '../message.js';
import { shownName } from '../plain.js';
import { distinct, groupBy, type Group } from './groups.js';
import type { Card, Letter, Other } from './letter.js';
import { counted, fill } from './locale.js';
import { countCard, faultCard, faultOf } from './owner-card.js';
import { appLink, namesIn, readerOf, title, type Reader } from './reader.js';
import { repCard } from './rep-card.js';

/** Told in full; what else there is about the same reps is told in a line each. */
const IN_FULL = 3;

/** A message in words. Says the same of the same message, however often it is asked. */
export function compose(message: Message): Letter {
  const reader = readerOf(message);
  const { locale } = reader;
  const told = groupBy(message.items, (item) => keyOf(item)).map((group) => ({
    group,
    card: cardOf(group, reader),
  }));
  const open = told.filter(({ card }) => !card.done);
  const lead = open[0] ?? told[0];
  const name = shownName(message.to.name) || message.to.email;
  const { audience } = lead?.group.first ?? { audience: 'rep' as const };
  return {
    language: locale.language,
    subject: lead
      ? subjectOf(lead.group, lead.card, open.length - 1, reader)
      : fill(locale.allDone, { name }),
    opening:
      open.length > 0
        ? counted(locale, locale.opening[audience], open.length, { name })
        : fill(locale.allDone, { name }),
    cards: told.slice(0, IN_FULL).map(({ card }) => card),
    others: told.slice(IN_FULL).map((one) => otherOf(one.card, reader)),
    othersTitle: locale.others,
    rest: message.waiting > 0 ? counted(locale, locale.canWait, message.waiting) : null,
    queue: { code: 'queue', label: locale.queue, href: appLink(message, '') },
    why: whyOf(message.items, reader),
    settings: { code: 'settings', label: locale.settings, href: settingsUrl(message) },
  };
}

export const settingsUrl = (message: Message): string => appLink(message, 'settings/notifications');

function keyOf(item: MessageItem): string {
  const { audience, kind, repId, program, manager, stall } = item;
  if (audience !== 'programOwner' && audience !== 'sponsor') return `${audience}/${kind}/${repId}`;
  const fault = faultOf(item);
  if (!fault) return `${audience}/counts/${program}`;
  return fault === 'overCapacity'
    ? `${audience}/${stall}/${program}/${manager}`
    : `${audience}/${fault}/${program}/${repId}`;
}

function cardOf(group: Group, reader: Reader): Card {
  const { audience } = group.first;
  if (audience !== 'programOwner' && audience !== 'sponsor') return repCard(group, audience, reader);
  const fault = faultOf(group.first);
  return fault ? faultCard(group, fault, reader) : countCard(group, reader);
}

function subjectOf(
  { first, open }: Group,
  card: Card,
  more: number,
  { locale, dates, message: { at } }: Reader,
): string {
  if (card.done) return fill(locale.subject.done, { headline: card.headline });
  const visit = first.audience === 'manager' && open.find(({ visit }) => visit && visit.at >= at)?.visit;
  const day = visit ? dates.weekday(visit.at) : null;
  const lead = day ? fill(locale.subject.visit, { Day: day, ...namesIn(first, locale) }) : card.headline;
  return more > 0 ? `${lead}, ${counted(locale, locale.andMore, more)}` : lead;
}

const otherOf = (card: Card, reader: Reader): Other => ({
  text: [card.headline, card.done ? card.lines.at(-1) : card.lines[0]].filter(Boolean).join(' · '),
  href: card.links[0]?.href ?? appLink(reader.message, ''),
});

/** One sentence for each part the reader has, and the cadences behind it. */
function whyOf(items: readonly MessageItem[], { locale, list }: Reader): string[] {
  const audiences = distinct(items.map(({ audience }) => audience)) as Audience[];
  const sentences = audiences.map((audience) => {
    const theirs = items.filter((item) => item.audience === audience);
    return fill(locale.why[audience], {
      reps: list(distinct(theirs.map((item) => namesIn(item, locale).rep!))),
      programs: list(distinct(theirs.map(({ program }) => title(program)))),
    });
  });
  const cadences = distinct(
    items.map(({ why }) =>
      fill(locale.why.oneCadence, { cadence: title(why.cadence), version: String(why.version) }),
    ),
  );
  if (cadences.length === 0) return sentences;
  return [...sentences, counted(locale, locale.why.cadence, cadences.length, { cadences: list(cadences) })];
}
