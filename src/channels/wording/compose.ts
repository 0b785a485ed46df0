import { SUBSCRIPTIONS, subscriptionOf, type Subscription } from '../../domain/message/subscription.js';
import type { AlertItem, DigestItem, Message, MessageItem, ObligationItem, WaveItem } from '../message.js';
import { OFFERS, WRITING, type Action } from './actions.js';
import { alertCard } from './alert-card.js';
import { digestCard } from './digest-card.js';
import { besideText } from './beside-text.js';
import { distinct, groupBy, isGroupOf, isHeld, isGroupOfOwed, isOwed, type Group } from './groups.js';
import type { Card, Letter, Other } from './letter.js';
import { localeOf, type Words } from './locale.js';
import { countCard, faultCard, faultOf } from './owner-card.js';
import { pulseCard } from './pulse-card.js';
import { appLink, footer, readerOf, SETTINGS, toApp, type Reader } from './reader.js';
import { repCard } from './rep-card.js';
import { toldTo } from './told.js';
import { visitAfterCard, visitMorningCard } from './visit-card.js';
import { waveCard } from './wave-card.js';
import { handoverCard, leaverCard } from './yours-card.js';

/** What is said of a group of items, of an alert, or of a wave. */
interface Told {
  card: Card;
  /** Null: it is about many. */
  group: Group | null;
  /** What it says first, where it leads the message. */
  lead: string;
  /** Of so many that are open. */
  opening: string;
  /** By which subscription it comes; null: somebody counts on it. */
  stops: Subscription | null;
}

/** Told in full; what else there is is told in a line each. */
const IN_FULL = 3;

/**
 * A message in words. Says the same of the same message, however often it is asked. `sideEffectUrl` is where the
 * organisation has side effects reported; null: nowhere that we know of.
 */
export function compose(message: Message, sideEffectUrl: string | null = null): Letter {
  const reader = readerOf(message);
  const { words, say } = reader;
  const alerts = (message.alerts ?? []).map((alert) => alertTold(alert, reader));
  const groups = groupBy(message.items, keyOf).map((group) => groupTold(group, reader));
  const waves = (message.waves ?? []).map((wave) => waveTold(wave, reader));
  const told: Told[] = [...waves, ...alerts, ...groups];
  const open = told.filter(({ card }) => !card.done);
  const digests = (message.digests ?? []).map((digest) => digestTold(digest, reader));
  const lead = open[0] ?? told[0] ?? digests[0];
  const name = reader.name(message.to.name) || message.to.email;
  // Figures take no rep's place.
  const inFull: Told[] = [...waves, ...alerts.slice(0, IN_FULL), ...groups.slice(0, IN_FULL)];
  const openInFull = inFull.filter(({ card }) => !card.done);
  const now = openInFull.length > 0 ? openInFull : open;
  const shared = sharedWhy(open, reader);
  const cards = [
    ...inFull.map(({ card, group }) => (group && shared?.groups.has(group) ? { ...card, small: [] } : card)),
    ...digests.map(({ card }) => card),
  ];
  const writes = cards.some(({ links }) => links.some(({ code }) => WRITING.has(code)));
  const subject = lead ? subjectOf(lead, now.length - 1, reader) : say(words.allDone, { name });
  const opening =
    lead && (open.length > 0 || told.length === 0)
      ? say((open.find(({ group }) => group) ?? lead).opening, {
          n: now.reduce((n, one) => n + repsIn(one), 0),
          name,
        })
      : say(nothingOpen(message, words), { n: told.length, name });
  const wanted = new Set([...told, ...digests].map(({ stops }) => stops));
  return {
    language: words.language,
    direction: words.direction,
    subject: message.test ? say(words.test.subject, { subject }) : subject,
    opening: message.test
      ? say(message.items.length > 0 ? words.test.opening : words.test.ofFigures, { opening })
      : opening,
    cards,
    small: shared?.small ?? [],
    others: told.filter((one) => !inFull.includes(one)).map((one) => otherOf(one.card, reader)),
    othersTitle: words.others,
    rest: message.waiting > 0 ? say(words.canWait, { n: message.waiting }) : null,
    beside: writes ? besideText(localeOf(message.to.language), sideEffectUrl) : null,
    cadence: cadenceOf(message.items, reader),
    ...footer(message, words),
    stops: SUBSCRIPTIONS.filter((kind) => wanted.has(kind)).map((kind) => ({
      kind,
      link: toApp(STOPPED_BY[kind], SETTINGS, message, words),
    })),
    owed: wanted.has(null) ? words.owed : null,
  };
}

function groupTold(group: Group, reader: Reader): Told {
  const card = cardOf(group, reader);
  const { words } = reader;
  return {
    card,
    group,
    lead: leadOf(group, card, reader),
    opening: words.opening[group.first.audience],
    stops: subscriptionIn(group.first),
  };
}

function alertTold(alert: AlertItem, reader: Reader): Told {
  const card = alertCard(alert, reader);
  const stops = subscriptionOf({ kind: 'alert', audience: alert.reader, fault: null });
  return { card, group: null, lead: card.headline, opening: reader.words.alert.opening, stops };
}

function waveTold(wave: WaveItem, reader: Reader): Told {
  const card = waveCard(wave, reader);
  return { card, group: null, lead: card.headline, opening: reader.words.wave.opening, stops: null };
}

function digestTold(digest: DigestItem, reader: Reader): Told {
  const card = digestCard(digest, reader);
  return { card, group: null, lead: card.headline, opening: reader.words.digest.opening, stops: 'digest' };
}

/** How a message opens in which nothing is left to do. */
function nothingOpen({ items, alerts = [] }: Message, words: Words): string {
  if (items.length === 0 && alerts.length > 0)
    return alerts.every(({ state }) => state === 'over') ? words.alert.over : words.alert.closed;
  return items.some(isHeld) ? words.held.opening : words.allDone;
}

/** A card with what it is about: an alert, or items that are told together. */
export type ToldCard = Card & ({ alert: AlertItem } | { alert: null; items: MessageItem[] });

/** Each alert and each group of items as a card in full. Where a message leads here to choose, each rep and what is put off stands alone. */
export function tellCards(message: Message): ToldCard[] {
  const reader = readerOf(message);
  return [
    ...(message.alerts ?? []).map((alert) => ({ ...alertCard(alert, reader), alert })),
    ...groupBy(message.items, (item) => (isHeld(item) ? 'held/' : '') + apartKeyOf(item)).map((group) => ({
      ...cardOf(group, reader),
      alert: null,
      items: group.items,
    })),
  ];
}

/**
 * Why this person, and what happens otherwise, of all cards that answer it alike: said once below them. Null where
 * fewer than two do.
 */
function sharedWhy(open: readonly Told[], reader: Reader): { groups: Set<Group>; small: string[] } | null {
  const groups = open.flatMap(({ group, card }) => (group ? [{ group, card }] : []));
  const { audience } = groups[0]?.group.first ?? {};
  const alike = groups.filter(({ group, card: { small } }) => {
    const [why, otherwise] = small;
    return (
      group.first.audience === audience &&
      why === reader.why(group.open) &&
      otherwise === reader.words.staysHere[group.first.audience]
    );
  });
  const [first, second] = alike;
  if (!first || !second) return null;
  const items = alike.flatMap(({ group }) => group.open);
  return {
    groups: new Set(alike.map(({ group }) => group)),
    small: [reader.why(items), first.card.small[1]!],
  };
}

const STOPPED_BY = {
  pulse: 'stopPulse',
  counts: 'stopCounts',
  alert: 'stopAlert',
  digest: 'stopDigest',
} as const satisfies Record<Subscription, Action>;

const subscriptionIn = (item: MessageItem): Subscription | null =>
  subscriptionOf({ ...item, fault: faultOf(item) });

function keyOf(item: MessageItem): string {
  const { audience, kind, repId, program, manager, enrolmentId, subject } = item;
  if (kind === 'handOver') return 'handOver';
  if (kind === 'pulse') return `pulse/${enrolmentId}`;
  // Nobody answers at once for what they have not read.
  if (audience === 'rep' && (kind === 'acknowledge' || kind === 'action')) return `rep/${subject}`;
  if (isLeavers(item)) return 'leaver';
  if (audience !== 'programOwner' && audience !== 'sponsor') return `${audience}/${kind}/${repId}`;
  const fault = faultOf(item);
  if (!fault) return `${audience}/counts/${program}`;
  return fault === 'overCapacity'
    ? `${audience}/${fault}/${program}/${manager}`
    : `${audience}/${fault}/${program}/${repId}`;
}

const apartKeyOf = (item: MessageItem): string => (isLeavers(item) ? `leaver/${item.repId}` : keyOf(item));

/** The rep of a manager who left, told to whoever leads the line. */
const isLeavers = ({ audience, kind, manager }: MessageItem): boolean =>
  audience === 'secondLine' && kind === 'cover' && manager === null;

/** Each rep of a leaver is a loop of their own, though one card tells of all. */
const repsIn = ({ group }: Told): number =>
  group && isLeavers(group.first) ? distinct(group.open.map(({ repId }) => repId)).length : 1;

function cardOf(group: Group, reader: Reader): Card {
  const told = toldTo(group.first.audience);
  if (told === null) {
    const fault = faultOf(group.first);
    return fault ? faultCard(group, fault, reader) : countCard(group, reader);
  }
  if (isGroupOf(group, 'visitMorning')) return visitMorningCard(group, reader);
  if (isGroupOf(group, 'visitAfterwards')) return visitAfterCard(group, reader);
  if (isGroupOf(group, 'handOver')) return handoverCard(group, reader);
  if (isGroupOf(group, 'pulse')) return pulseCard(group, reader);
  if (isGroupOfOwed(group))
    return isLeavers(group.first) ? leaverCard(group, reader) : repCard(group, told, reader);
  throw new Error(`There is no card for an item of the kind ${group.first.kind}.`);
}

function subjectOf({ card, group, lead }: Told, more: number, { words, say }: Reader): string {
  if (card.done && (group === null || group.items.some(isHeld))) return lead;
  if (card.done) return say(words.subject.done, { headline: lead });
  return more > 0 ? say(words.subject.more, { lead, n: more }) : lead;
}

function leadOf({ first, open }: Group, card: Card, reader: Reader): string {
  const { words, say, dates, names } = reader;
  const visit =
    !card.done &&
    first.audience === 'manager' &&
    open
      .flatMap((item) => (isOwed(item) && isOfVisits(item) && item.visit) || [])
      .find(({ at }) => at >= reader.message.at && dates.weekday(at));
  const day = visit ? dates.weekday(visit.at) : null;
  return day ? say(words.subject.visit, { Day: day, ...names(first) }) : card.headline;
}

/** What a visit is the answer to: a mail on something else that names one would mislead. */
const isOfVisits = ({ kind, wantsTalk }: ObligationItem): boolean =>
  OFFERS[kind].manager.withVisit !== undefined && !wantsTalk;

const otherOf = ({ headline, about, lines, links, done }: Card, reader: Reader): Other => ({
  text: [headline, done ? lines.at(-1) : (about ?? lines[0])].filter(Boolean).join(' · '),
  href: links[0]?.href ?? appLink(reader.message, ''),
  press: links[0]?.press ?? null,
});

function cadenceOf(items: readonly MessageItem[], { words, say, title, list }: Reader): string | null {
  const cadences = distinct(
    items.map(({ why }) =>
      say(words.cadence.one, { cadence: title(why.cadence), version: String(why.version) }),
    ),
  );
  if (cadences.length === 0) return null;
  return say(words.cadence.all, { n: cadences.length, cadences: list(cadences) });
}
