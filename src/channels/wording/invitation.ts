import { datesFor } from '../dates.js';
import type { Invitation } from '../message.js';
import { LONGEST_NAME, quoted } from '../plain.js';
import type { Letter } from './letter.js';
import { footer, listOf } from './reader.js';
import { localeOf } from './locale.js';

/** What a joint visit is called in a calendar, and the mail that brings it there. */
export interface InvitationLetter extends Letter {
  /** In the calendar, where a change needs no word: it shows. */
  title: string;
}

/** A joint visit in the words of whoever has it in their calendar: when, where and with whom, and nothing else. */
export function invitationLetter(invitation: Invitation): InvitationLetter {
  const { to, visit, company, news, at } = invitation;
  const locale = localeOf(to.language);
  const { words, say } = locale;
  const name = (text: string): string => quoted(text, LONGEST_NAME, words.direction === 'rtl');
  const names = company.map((one) => name(one)).filter(Boolean);
  const dates = datesFor(to, locale, at);
  const place = visit.institution && name(visit.institution);
  const title = say(words.invitation.title, { n: names.length, names: listOf(names, locale) });
  const when = say(words.invitation.when, { date: dates.date(visit.at), time: dates.time(visit.at) });
  return {
    language: words.language,
    direction: words.direction,
    title,
    subject: say(words.invitation.subject[news], { title, when }),
    opening: words.invitation.line[news],
    cards: [
      {
        headline: title,
        about: null,
        lines: place ? [when, place] : [when],
        links: [],
        small: [],
        done: false,
      },
    ],
    small: [],
    others: [],
    othersTitle: words.others,
    rest: null,
    beside: null,
    cadence: null,
    ...footer(invitation, words),
    stops: [],
    owed: null,
  };
}
