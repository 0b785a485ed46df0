import type { HandoverItem, MessageItem, ObligationItem } from '../message.js';
import { COVERED, TAKEN_OVER, TAKEN_OVER_PLANNED, type Action } from './actions.js';
import { capabilities, doneCard, isText, otherwiseLine, visitLine } from './card-parts.js';
import { distinct, groupBy, type Group } from './groups.js';
import type { Card, Link } from './letter.js';
import { appLink, type Reader } from './reader.js';

/** Reps told in a line each; the rest is a number. */
const REPS_IN_A_LINE = 8;

/** Loops that came to a new manager, said once: "these are yours now". */
export function handoverCard(group: Group<HandoverItem>, reader: Reader): Card {
  const { words, say, name, list } = reader;
  const wording = words.handover;
  const headline = say(wording.headline, repsIn(group.items, reader));
  if (group.open.length === 0) return doneCard(headline, group, reader);
  const meanwhile = group.open.every((item) => item.meanwhile);
  const from = distinct(group.open.map((item) => name(item.from ?? '')).filter(isText));
  return {
    headline,
    about: null,
    lines: [
      ...repLines(group.open, reader),
      ...(from.length > 0 ? [say(wording.from, { from: list(from) })] : []),
      ...plannedLine(group.open, reader),
      meanwhile ? wording.helpMeanwhile : wording.help,
    ],
    links: links(isPlanned(group.open) ? TAKEN_OVER_PLANNED : TAKEN_OVER, group.open, reader),
    small: [
      say(meanwhile ? wording.whyMeanwhile : wording.why, {
        reps: list(repNames(group.open, reader)),
      }),
      words.staysHere.manager,
    ],
    done: false,
  };
}

/** Loops whose manager left: "who takes these?" */
export function leaverCard(group: Group<ObligationItem>, reader: Reader): Card {
  const { words, say } = reader;
  const reps = repsIn(group.open.length > 0 ? group.open : group.items, reader);
  const headline = say(words.leaver.headline, reps);
  const item = group.open[0];
  if (!item) return doneCard(headline, group, reader);
  return {
    headline,
    about: null,
    lines: [...repLines(group.open, reader), words.cover.vacant, say(words.leaver.help, reps)],
    links: links(COVERED, group.open, reader),
    small: [reader.why(group.open), otherwiseLine(item, reader)],
    done: false,
  };
}

/** About one rep, with whom there is a visit ahead. */
const isPlanned = (items: readonly HandoverItem[]): boolean =>
  byRep(items).length === 1 && items.some(({ visit }) => visit !== null);

function plannedLine(items: readonly HandoverItem[], reader: Reader): string[] {
  const visit = isPlanned(items) ? items.find((item) => item.visit)?.visit : null;
  if (!visit) return [];
  const { planned, plannedAt: visitAt } = reader.words.visit.manager;
  return [visitLine({ visit: planned, visitAt }, visit, reader.names(items[0]!), reader)];
}

const repNames = (items: readonly MessageItem[], { names }: Reader): string[] =>
  distinct(items.map((item) => names(item).rep));

const byRep = (items: readonly MessageItem[]) => groupBy(items, ({ repId }) => repId);

const repsIn = (items: readonly MessageItem[], { names }: Reader) => ({
  n: byRep(items).length,
  rep: names(items[0]!).rep,
});

function repLines(items: readonly (HandoverItem | ObligationItem)[], reader: Reader): string[] {
  const { words, say, dates, names } = reader;
  const reps = byRep(items);
  const shown = reps.length > REPS_IN_A_LINE ? reps.slice(0, REPS_IN_A_LINE - 1) : reps;
  const lines = shown.map(({ first, items: theirs }) => {
    const dueAt = theirs.flatMap((item) => (item.kind === 'handOver' && item.dueAt) || []);
    const what = capabilities(theirs, reader);
    const { rep } = names(first);
    return dueAt.length > 0
      ? say(words.about.lineBy, { rep, what, date: dates.date(Math.min(...dueAt)) })
      : say(words.about.line, { rep, what });
  });
  const more = reps.length - shown.length;
  return more > 0 ? [...lines, say(words.andMore, { n: more })] : lines;
}

/** About one rep the actions lead to that loop; about several to the queue, where each is chosen. */
function links(actions: readonly Action[], items: readonly MessageItem[], reader: Reader): Link[] {
  if (byRep(items).length === 1) return actions.map((code) => reader.link(code, items));
  const code = 'seeLoops';
  return [{ code, label: reader.words.actions[code], href: appLink(reader.message, ''), press: null }];
}
