import { datesFor, type ReaderDates } from '../dates.js';
import type { Message, MessageItem } from '../message.js';
import { LONGEST_NAME, quoted } from '../plain.js';
import { isPressed, type Action } from './actions.js';
import { distinct } from './groups.js';
import type { Letter, Link } from './letter.js';
import { localeOf, type Locale, type Values, type Words } from './locale.js';

const LONGEST_LIST = 3;
const lists = new Map<string, Intl.ListFormat>();

/** Everything that turns facts into words for one reader. */
export interface Reader {
  words: Words;
  say: Locale['say'];
  dates: ReaderDates;
  message: Message;
  /** The name of a person or place; empty where it holds nothing readable. */
  name(text: string): string;
  /** What a program, capability or cadence is called; always with a value. */
  title(text: string): string;
  /** A piece of text somebody wrote, in full as far as it fits. */
  quote(text: string, most: number): string;
  /** `A, B and C`; a long list ends in a number. */
  list(texts: readonly string[]): string;
  /** `{rep}`, `{manager}` and `{Manager}` of an item, always with a value. */
  names(item: Pick<MessageItem, 'rep' | 'manager'>): Values & { rep: string };
  /** A button about items of one rep, of which there is at least one. */
  link(action: Action, items: readonly MessageItem[]): Link;
  /** One sentence for the part the reader has in these items, which share an audience. */
  why(items: readonly MessageItem[]): string;
}

export function readerOf(message: Message): Reader {
  const { words, say } = localeOf(message.to.language);
  const rightToLeft = words.direction === 'rtl';
  const quote = (text: string, most: number): string => quoted(text, most, rightToLeft);
  const name = (text: string): string => quote(text, LONGEST_NAME);
  const title = (text: string): string => name(text) || words.untitled;
  const list = (texts: readonly string[]): string => listOf(texts, { words, say });
  const names = ({ rep, manager }: Pick<MessageItem, 'rep' | 'manager'>) => {
    const named = manager === null ? null : name(manager);
    return {
      rep: name(rep) || words.unnamedRep,
      manager: named || words.somebody.inside,
      Manager: named || words.somebody.start,
    };
  };
  return {
    words,
    say,
    dates: datesFor(message.to, { words, say }, message.at),
    message,
    name,
    title,
    quote,
    list,
    names,
    link: (code, items) => ({
      code,
      label: words.actions[code],
      href: `${appLink(message, `enrolments/${encodeURIComponent(items[0]!.enrolmentId)}`)}?do=${code}`,
      press: isPressed(code)
        ? {
            action: code,
            items: items.map(({ enrolmentId: enrolment, subject }) => ({ enrolment, subject })),
          }
        : null,
    }),
    why: (items) => {
      const { audience, manager } = items[0]!;
      // Who reads as manager and is not the one on record stands in for them.
      const standsIn = audience === 'manager' && manager !== null && manager !== message.to.name;
      // A line without a manager has whoever was there, and whoever took it.
      const coaches = audience === 'manager' && manager === null;
      const reps = distinct(items.map((item) => names(item).rep));
      return say(coaches ? words.why.coach : standsIn ? words.why.standIn : words.why[audience], {
        manager: (manager && name(manager)) || words.somebody.inside,
        n: reps.length,
        reps: list(reps),
        programs: list(distinct(items.map(({ program }) => title(program)))),
      });
    },
  };
}

/** `A, B and C`; a long list ends in a number. */
export const listOf = (texts: readonly string[], { words, say }: Locale): string =>
  texts.length <= LONGEST_LIST
    ? listFormat(words.dates).format(texts)
    : `${texts.slice(0, LONGEST_LIST - 1).join(', ')} ${say(words.andMore, { n: texts.length - LONGEST_LIST + 1 })}`;

function listFormat(tag: string): Intl.ListFormat {
  const known = lists.get(tag) ?? new Intl.ListFormat(tag);
  lists.set(tag, known);
  return known;
}

type InApp = Pick<Message, 'appUrl'>;

export const appLink = ({ appUrl }: InApp, path: string): string => `${appUrl.replace(/\/+$/, '')}/${path}`;

export const SETTINGS = 'settings/notifications';

export const toApp = (code: Action, path: string, message: InApp, words: Words): Link => ({
  code,
  label: words.actions[code],
  href: appLink(message, path),
  press: null,
});

/** What stands below every mail. */
export const footer = (message: InApp, words: Words): Pick<Letter, 'queue' | 'settings'> => ({
  queue: toApp('openQueue', '', message, words),
  settings: toApp('chooseChannels', SETTINGS, message, words),
});
