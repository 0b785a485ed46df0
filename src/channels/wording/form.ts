import type { BesideText } from './letter.js';

/** Something to fill in before an act is done. A modal in Slack, a page behind a link and the app draw the same. */
export interface Field {
  name: string;
  kind: 'day' | 'time' | 'choice' | 'text' | 'check';
  label: string;
  required: boolean;
  /** What to choose from; of a day: those that suit everybody. */
  options: { value: string; label: string }[];
  /** What stands there at first. */
  initial: string | null;
  /** Of a day: the first and the last that can be meant. */
  earliest: string | null;
  latest: string | null;
  /** Of a text: its longest length. */
  most: number | null;
  /** The heading under which it stands together with others. */
  section: string | null;
  /** Of a text that somebody is to learn from: what it is to say, so that the app can help with it. */
  writes: 'evidence' | 'suggestion' | 'action' | null;
}

/** What was filled in, by the names of the fields. A tick says `yes`. */
export type Filled = Readonly<Record<string, string>>;

/** Of the days that suit everybody: none of them. */
export const NONE_OFFERED = 'none';

/** Stands after the name of a day where one of those that suit everybody is chosen. */
export const OFFERED = '#offered';

/** Between two days where one was to be chosen: which of them is meant nobody can say. */
export const AND = ' + ';

/** By the names of the fields. One that was offered and another day that was picked beside it stay both. */
export function withOffers(chosen: Iterable<readonly [string, string]>): Filled {
  const filled: Record<string, string> = {};
  for (const [given, value] of chosen) {
    const isOffer = given.endsWith(OFFERED);
    if (value === '' || (value === NONE_OFFERED && isOffer)) continue;
    const name = isOffer ? given.slice(0, -OFFERED.length) : given;
    const before = filled[name];
    filled[name] = before === undefined || before === value ? value : before + AND + value;
  }
  return filled;
}

/** What a button asks before it does something, in the words of whoever pressed. */
export interface Form {
  title: string;
  about: string;
  help: string;
  lines: string[];
  fields: Field[];
  submit: string;
  beside: BesideText | null;
}
