import { quoted, shownName, LONGEST_NAME } from '../plain.js';
import { datesFor, type ReaderDates } from '../dates.js';
import type { Message, MessageItem } from '../message.js';
import type { Action } from './actions.js';
import type { Link } from './letter.js';
import { counted, localeOf } from './locale.js';
import type { Locale } from './words.js';

const LONGEST_LIST = 3;

/** Everything that turns facts into words for one reader. */
export interface Reader {
  locale: Locale;
  dates: ReaderDates;
  message: Message;
  /** `A, B and C`; a long list ends in a number. */
  list(texts: readonly string[]): string;
  link(action: Action, item: MessageItem): Link;
}

export function readerOf(message: Message): Reader {
  const locale = localeOf(message.to.language);
  const lists = new Intl.ListFormat(locale.dates);
  return {
    locale,
    dates: datesFor(message.to, locale, message.at),
    message,
    list: (texts) =>
      texts.length <= LONGEST_LIST
        ? lists.format(texts)
        : `${texts.slice(0, LONGEST_LIST - 1).join(', ')} ${counted(locale, locale.andMore, texts.length - LONGEST_LIST + 1)}`,
    link: (code, { enrolmentId }) => ({
      code,
      label: locale.actions[code],
      href: `${appLink(message, `enrolments/${encodeURIComponent(enrolmentId)}`)}?do=${code}`,
    }),
  };
}

export const appLink = ({ appUrl }: Message, path: string): string => `${appUrl.replace(/\/+$/, '')}/${path}`;

/** `{rep}`, `{manager}` and `{Manager}` of an item, always with a value. */
export function namesIn(item: MessageItem, { somebody, unnamedRep }: Locale): Record<string, string> {
  const manager = item.manager === null ? null : shownName(item.manager);
  return {
    rep: shownName(item.rep) || unnamedRep,
    manager: manager || somebody.inside,
    Manager: manager || somebody.start,
  };
}

/** A name the reader's own page knows: program, capability, cadence, institution. */
export const title = (text: string): string => quoted(text, LONGEST_NAME);
