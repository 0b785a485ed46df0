import type { MessageItem, ObligationItem, VisitAt } from '../message.js';
import type { Held } from '../../domain/loop/holds.js';
import { distinct, type Group } from './groups.js';
import type { Card } from './letter.js';
import type { Reader } from './reader.js';

export const isText = (line: string | null | undefined): line is string => Boolean(line);

export const capabilities = (items: readonly MessageItem[], { title }: Reader): string =>
  distinct(items.map(({ capability }) => title(capability))).join(', ');

/** A card on which nothing is left to do. */
export const doneCard = (headline: string, { items }: Group, reader: Reader): Card => ({
  headline,
  about: capabilities(items, reader),
  lines: doneLines(items, reader, false),
  links: [],
  small: [],
  done: true,
});

/** By whom and when, or until when nobody is asked; `oneOf`: what, too, beside what is still open. */
export function doneLines(items: readonly MessageItem[], reader: Reader, oneOf: boolean): string[] {
  const { words, say, dates, name: nameOf, title } = reader;
  const lines = items.flatMap((item) => {
    if (item.passedOn && !item.done) return [passedOnLine(item.passedOn, reader)];
    if (item.held && !item.done) return [heldLine(item.held, item, reader, oneOf)];
    if (!item.done) return [];
    const { by, at, how } = item.done;
    const when = { date: dates.date(at), time: dates.time(at) };
    const name = by && nameOf(by);
    const what = how ? { ...words.actions, ...words.done }[how] : words.done.what;
    const done = name
      ? say(words.done.by, { ...when, what, by: name })
      : say(words.done.alone, { ...when, what });
    return [oneOf ? say(words.done.oneOf, { what: title(item.capability), done }) : done];
  });
  return distinct(lines);
}

function passedOnLine({ to }: { to: string | null }, { words, say, name: nameOf }: Reader): string {
  const name = to && nameOf(to);
  return name ? say(words.passedOn.to, { name }) : words.passedOn.nobody;
}

function heldLine(
  { because, until }: Held,
  { capability }: MessageItem,
  { words, say, dates, title }: Reader,
  oneOf: boolean,
): string {
  const held = say(words.held.until, { date: dates.date(until), what: words.held[because] });
  return oneOf ? say(words.done.oneOf, { what: title(capability), done: held }) : held;
}

export function byLine(dueAt: number, { words, say, dates, message }: Reader): string {
  return say(dueAt < message.at ? words.due.past : words.due.ahead, { date: dates.date(dueAt) });
}

/** A visit with its place where that is known. */
export function visitLine(
  texts: { visit: string; visitAt: string },
  { at, institution }: VisitAt,
  names: Reader['names'] extends (item: never) => infer N ? N : never,
  { say, dates, name }: Reader,
): string {
  const values = { ...names, day: dates.day(at), time: dates.time(at) };
  const place = institution && name(institution);
  return place ? say(texts.visitAt, { ...values, place }) : say(texts.visit, values);
}

/** What happens if nothing does. */
export function otherwiseLine(
  { goesOn, heardBy, audience }: Pick<ObligationItem, 'goesOn' | 'heardBy' | 'audience'>,
  { words, say, dates, name: nameOf }: Reader,
): string {
  if (heardBy) {
    const { named, unnamed } = words.hasGoneOn[heardBy.to];
    return heardBy.name ? say(named, { name: nameOf(heardBy.name) }) : unnamed;
  }
  if (!goesOn) return words.staysHere[audience];
  const { named, unnamed } = words.goesOn[goesOn.to];
  const day = dates.day(goesOn.at);
  const name = goesOn.name && nameOf(goesOn.name);
  return name ? say(named, { name, day }) : say(unnamed, { day });
}
