import type { ObligationItem } from '../message.js';
import { LONGEST_TEXT } from '../plain.js';
import type { ObligationKind } from '../../domain/words.js';
import { bringsOn, OFFERS, type Action, type Offer } from './actions.js';
import { byLine, capabilities, doneCard, doneLines, isText, otherwiseLine, visitLine } from './card-parts.js';
import { distinct, isHeld, type Group } from './groups.js';
import type { Card } from './letter.js';
import type { Reader } from './reader.js';
import type { Told } from './told.js';
import { wordingOf } from './words.js';

/** Which facts help with what is owed. A visit is `told` where its absence matters too. */
interface Says {
  due: boolean;
  visit: 'told' | 'ifPlanned' | 'never';
  observed: boolean;
  agreed: boolean;
}
const SAYS: Record<ObligationKind, Says> = {
  observe: { due: true, visit: 'told', observed: false, agreed: true },
  feedback: { due: true, visit: 'ifPlanned', observed: true, agreed: false },
  action: { due: true, visit: 'ifPlanned', observed: false, agreed: true },
  followUp: { due: true, visit: 'ifPlanned', observed: false, agreed: true },
  // It closes by itself; a date would press for what nobody has to say.
  acknowledge: { due: false, visit: 'never', observed: true, agreed: true },
  regroup: { due: true, visit: 'ifPlanned', observed: true, agreed: false },
  checkIn: { due: true, visit: 'told', observed: false, agreed: true },
  // Due from the moment it opens, so its date says nothing.
  cover: { due: false, visit: 'ifPlanned', observed: false, agreed: false },
};

/** One thing owed about one rep, for the rep, the manager or the second line. */
export function repCard(group: Group<ObligationItem>, told: Told, reader: Reader): Card {
  const headline = headlineOf(group, told, reader);
  const item = group.open[0];
  if (!item) return restingCard(headline, group, told, reader);

  const { say, words } = reader;
  const wording = wordingOf(words, item.kind, told);
  const asksForHelp = group.open.every((one) => one.asksForHelp);
  const saidReady = told === 'rep' && group.open.some(({ ready }) => ready);
  const actions = offered(item, told, [
    ...(asksForHelp ? (['askForHelp'] as const) : []),
    ...(saidReady ? (['sayReady'] as const) : []),
    ...(item.wantsTalk ? (['talkAbout'] as const) : []),
  ]);
  const lines = [
    coverLine(item, reader),
    ...saidLines(group.open, told, reader),
    ...disputedLines(group.open, told, reader),
    observedLine(item, told, reader),
    ...visitLines(item, told, reader),
    ...seenLines(item, told, reader),
    agreedLine(item, told, reader),
    wording.help && say(wording.help, reader.names(item)),
    dueLine(group.open, reader),
    ...doneLines(group.items, reader, true),
  ];
  return {
    headline,
    about: aboutLine(group.open, told, reader),
    lines: lines.filter(isText),
    links: actions.map((action) => reader.link(action, group.open)),
    small: [reader.why(group.open), otherwiseOf(item, wording.otherwise, reader)].filter(isText),
    done: false,
  };
}

/** Nobody is asked for it now; what was put off says until when, and can be done all the same. */
function restingCard(headline: string, group: Group<ObligationItem>, told: Told, reader: Reader): Card {
  const card = doneCard(headline, group, reader);
  const held = group.items.filter(isHeld);
  const [item] = held;
  const actions = item ? whilePutOff(item, told) : [];
  if (!item || actions.length === 0) return card;
  return {
    ...card,
    lines: [
      ...card.lines,
      ...disputedLines(held, told, reader),
      observedLine(item, told, reader),
      agreedLine(item, told, reader),
    ].filter(isText),
    links: actions.map((action) => reader.link(action, held)),
  };
}

/** What its reader can do about something owed while it is put off. */
export const whilePutOff = (item: ObligationItem, told: Told): Action[] =>
  offered(item, told, []).filter(bringsOn);

/** Who has asked to be seen is not asked whether they are ready, nor who has asked for help or a talk whether they would like it. */
function offered(item: ObligationItem, told: Told, asked: readonly Action[]): Action[] {
  const offer: Offer = OFFERS[item.kind][told];
  const actions = (item.visit && offer.withVisit) || (item.goesOn && offer.beforeItGoesOn) || offer.usual;
  return actions.filter((action) => !asked.includes(action));
}

/** With help asked for it does not stay with whoever asked. */
function otherwiseOf(item: ObligationItem, usual: string | undefined, reader: Reader): string | null {
  if (item.goesOn || item.heardBy) return otherwiseLine(item, reader);
  return item.asksForHelp && item.audience === 'manager' ? null : (usual ?? otherwiseLine(item, reader));
}

/** What others said to it, and what a rep asked for. */
function saidLines(
  open: readonly ObligationItem[],
  told: Told,
  { words, say, name, names }: Reader,
): string[] {
  const [first] = open;
  if (!first) return [];
  if (told === 'rep')
    return open.some(({ wantsTalk }) => wantsTalk) ? [say(words.said.askedToTalk, names(first))] : [];
  const asked = open.some(({ asksForHelp }) => asksForHelp);
  if (told === 'secondLine') return asked ? [say(words.said.asksForHelp, names(first))] : [];
  const freed = open.flatMap(({ hourFreed }) => hourFreed ?? [])[0];
  const by = freed?.by && name(freed.by);
  const tried = distinct(open.flatMap((item) => (item.tried ? [words.said[item.tried]] : [])));
  return [
    ...(asked && !freed ? [words.said.helpIsAsked] : []),
    ...(freed ? [by ? say(words.said.hourFreed, { by }) : words.said.hourFreedBySomebody] : []),
    ...tried.map((text) => say(text, names(first))),
  ];
}

/** Why the rep sees it differently, for who talks it over with them. */
function disputedLines(
  open: readonly ObligationItem[],
  told: Told,
  { words, say, names, quote }: Reader,
): string[] {
  if (told !== 'manager') return [];
  return distinct(
    open.flatMap(({ disputed, ...item }) => {
      if (!disputed) return [];
      const note = disputed.note && quote(disputed.note, LONGEST_TEXT);
      return [
        say(words.disputed[disputed.reason], names(item)),
        ...(note ? [say(words.disputed.note, { note })] : []),
      ];
    }),
  );
}

function headlineOf(
  { first, open }: Group<ObligationItem>,
  told: Told,
  { words, say, names }: Reader,
): string {
  const wording = wordingOf(words, first.kind, told);
  const talk = told === 'manager' && open.some((item) => item.wantsTalk) && words.said.wantsTalk;
  const ready = open.some((item) => item.ready) && wording.ready;
  // Who has a day for it is not asked for one.
  const hasDay = SAYS[first.kind].visit === 'told' && Boolean(open[0]?.visit);
  const goesOn = open[0]?.goesOn && !hasDay && wording.beforeItGoesOn;
  return say(talk || ready || goesOn || wording.headline, names(first));
}

/** A rep with a visit ahead is not told which capability is looked at: the visit may be an unprompted one. */
const keepsQuiet = (item: ObligationItem, told: Told): boolean =>
  told === 'rep' && SAYS[item.kind].visit === 'told' && item.visit !== null;

/** Which capabilities, and where one more observation is all that is missing. */
function aboutLine(open: readonly ObligationItem[], told: Told, reader: Reader): string | null {
  if (open.some((item) => keepsQuiet(item, told))) return null;
  const { words, say } = reader;
  const near = told === 'secondLine' ? [] : open.filter(({ toAdoption }) => toAdoption === 1);
  if (near.length === 0) return capabilities(open, reader);
  if (near.length === open.length) return say(words.about.oneMore, { what: capabilities(open, reader) });
  return say(words.about.oneMoreIn, {
    what: capabilities(
      open.filter((item) => !near.includes(item)),
      reader,
    ),
    near: capabilities(near, reader),
  });
}

function dueLine(open: readonly ObligationItem[], reader: Reader): string | null {
  const due = open.flatMap(({ kind, dueAt }) => (SAYS[kind].due && dueAt) || []);
  return due.length === 0 ? null : byLine(Math.min(...due), reader);
}

function visitLines(item: ObligationItem, told: Told, reader: Reader): string[] {
  const says = SAYS[item.kind].visit;
  const { words, say, dates, names } = reader;
  const { none, planned, plannedAt } = words.visit[told];
  if (says === 'never') return [];
  if (item.visit) return [visitLine({ visit: planned, visitAt: plannedAt }, item.visit, names(item), reader)];
  if (says !== 'told') return [];
  const proposals = told === 'manager' ? (item.proposals ?? []) : [];
  if (proposals.length === 0) return [none];
  return [none, say(words.visit.proposals, { dates: reader.list(proposals.map((at) => dates.date(at))) })];
}

function coverLine({ kind, manager, rep }: ObligationItem, reader: Reader): string | null {
  if (kind !== 'cover') return null;
  const { cover } = reader.words;
  return manager === null ? cover.vacant : reader.say(cover.away, reader.names({ rep, manager }));
}

function observedLine(item: ObligationItem, told: Told, { words, say, dates, names }: Reader): string | null {
  if (!SAYS[item.kind].observed || item.observedAt === null) return null;
  return say(words.observed[told], { ...names(item), day: dates.day(item.observedAt) });
}

/** What was seen, in the coach's words; for the rep alone. */
function seenLines({ seen }: ObligationItem, told: Told, { words, say, quote }: Reader): string[] {
  if (told !== 'rep') return [];
  return (['evidence', 'suggestion'] as const).flatMap((part) => {
    const text = seen[part] && quote(seen[part], LONGEST_TEXT);
    return text ? [say(words.seen[part], { text })] : [];
  });
}

/** What two people agreed is theirs: it never goes above them. */
function agreedLine(item: ObligationItem, told: Told, { words, say, quote }: Reader): string | null {
  const action = item.action && quote(item.action, LONGEST_TEXT);
  if (!SAYS[item.kind].agreed || !action || told === 'secondLine') return null;
  return say(words.agreed[told], { action });
}
