import type { PulseItem } from '../message.js';
import { ANSWERED_MONTHLY } from './actions.js';
import { doneCard } from './card-parts.js';
import type { Group } from './groups.js';
import type { Card } from './letter.js';
import type { Reader } from './reader.js';

/** The monthly question. One a card: each answer is about one capability. */
export function pulseCard(group: Group<PulseItem>, reader: Reader): Card {
  const { words, say, title } = reader;
  const { headline, question, why, otherwise } = words.pulse;
  const item = group.open[0];
  if (!item) return doneCard(headline, group, reader);
  return {
    headline,
    about: null,
    lines: [say(question, { weeks: item.weeks, capability: title(item.capability) })],
    links: ANSWERED_MONTHLY.map((code) => reader.link(code, group.open)),
    small: [say(why, { programs: title(item.program) }), otherwise],
    done: false,
  };
}
