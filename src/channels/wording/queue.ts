import type { Message } from '../message.js';
import { WRITING } from './actions.js';
import { besideText } from './beside-text.js';
import { tellCards, type ToldCard } from './compose.js';
import type { BesideText } from './letter.js';
import { localeOf } from './locale.js';
import { readerOf } from './reader.js';

/** What waits for somebody, in the words of their messages. */
export interface Queue {
  /** BCP 47, of the words. */
  language: string;
  opening: string;
  /** Most useful first. */
  cards: ToldCard[];
  beside: BesideText | null;
}

/** Everything that waits, each in full. */
export function composeQueue(message: Message, sideEffectUrl: string | null): Queue {
  const { words, say } = localeOf(message.to.language);
  const cards = tellCards(message);
  const waiting = cards.filter(({ done }) => !done).length;
  const writes = cards.some(({ links }) => links.some(({ code }) => WRITING.has(code)));
  const name = readerOf(message).name(message.to.name) || message.to.email;
  return {
    language: words.language,
    opening: waiting > 0 ? say(words.slack.waits, { n: waiting, name }) : words.slack.nothing,
    cards,
    beside: writes ? besideText({ words, say }, sideEffectUrl) : null,
  };
}
