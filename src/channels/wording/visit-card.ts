import type { VisitAfterItem, VisitMorningItem } from '../message.js';
import { LONGEST_TEXT } from '../plain.js';
import { AFTER_VISIT, BEFORE_VISIT } from './actions.js';
import { capabilities, doneCard, isText, visitLine } from './card-parts.js';
import type { Group } from './groups.js';
import type { Card } from './letter.js';
import type { Reader } from './reader.js';

/** On the morning of a visit: what was agreed last, one thing to watch for, how to open. */
export function visitMorningCard(group: Group<VisitMorningItem>, reader: Reader): Card {
  const { words, say, dates, names, quote } = reader;
  const wording = words.visitMorning;
  const { first } = group;
  const called = names(first);
  const headline = say(dates.isToday(first.visit.at) ? wording.today : wording.headline, called);
  const item = group.open[0];
  if (!item) return doneCard(headline, group, reader);
  const { planned: visit, plannedAt: visitAt } = words.visit.manager;
  const said = (of: (one: VisitMorningItem) => string | null): string | undefined =>
    group.open.map((one) => quote(of(one) ?? '', LONGEST_TEXT)).find(isText);
  const [action, anchor, question] = [
    said((one) => one.action),
    said((one) => one.anchor),
    said((one) => one.question),
  ];
  return {
    headline,
    about: capabilities(group.open, reader),
    lines: [
      visitLine({ visit, visitAt }, item.visit, called, reader),
      action ? say(words.agreed.manager, { action }) : wording.agreedNothing,
      anchor ? say(wording.watch, { anchor }) : say(wording.watchAnything, called),
      question ? say(wording.open, { question }) : wording.openAnyhow,
    ].filter(isText),
    links: BEFORE_VISIT.map((code) => reader.link(code, group.open)),
    small: [reader.why(group.open), wording.otherwise],
    done: false,
  };
}

/** Afterwards: written, moved, or it did not happen. */
export function visitAfterCard(group: Group<VisitAfterItem>, reader: Reader): Card {
  const { words, say, names } = reader;
  const wording = words.visitAfter;
  const called = names(group.first);
  const headline = say(wording.headline, called);
  const item = group.open[0];
  if (!item) return doneCard(headline, group, reader);
  return {
    headline,
    about: capabilities(group.open, reader),
    lines: [visitLine(wording, item.visit, called, reader), wording.help].filter(isText),
    links: AFTER_VISIT.map((code) => reader.link(code, group.open)),
    small: [reader.why(group.open), words.staysHere.manager],
    done: false,
  };
}
