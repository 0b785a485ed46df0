import type { Subscription } from '../../domain/message/subscription.js';
import type { Pressed } from './actions.js';

/** A message in words, before mail or Slack gives it a shape. All strings are plain text of one line. */
export interface Letter {
  /** BCP 47, of the words. */
  language: string;
  direction: string;
  subject: string;
  opening: string;
  /** Told in full, most useful first. */
  cards: Card[];
  /** Why this person and what happens otherwise, where that is the same for several cards. */
  small: string[];
  /** What can wait: one line each. */
  others: Other[];
  othersTitle: string;
  /** What is only counted. */
  rest: string | null;
  queue: Link;
  /** What stands beside everything that is written; null where nothing here leads to writing. */
  beside: BesideText | null;
  /** By which cadence it came. */
  cadence: string | null;
  settings: Link;
  /** What of it the reader may choose not to be told any more. */
  stops: Stop[];
  /** Why the rest of it cannot be switched off; null where all of it can. */
  owed: string | null;
}

export interface Stop {
  kind: Subscription;
  link: Link;
}

/** Five answers in their order: whom or what is it about, what would help, by when; why you, what happens otherwise. */
export interface Card {
  headline: string;
  /** Which capabilities, or how it stands with whoever else it is about; null where the headline says all. */
  about: string | null;
  /** What helps to know, the last by when. */
  lines: string[];
  /** The first is the one that helps most. Once nobody is asked: what can be done all the same. */
  links: Link[];
  /** Why this person, and what happens if nothing does; empty where the letter says it for several. */
  small: string[];
  /** Nobody is asked for anything: it is done, or put off for a while. */
  done: boolean;
}

export interface Other {
  text: string;
  href: string;
  /** What its first button does; null: it leads to a page. */
  press: Press | null;
}

export interface Link {
  /** Unique among the links of one card. */
  code: string;
  label: string;
  /** The page that it leads to, where it cannot be pressed. */
  href: string;
  /** What pressing it does; null: it leads to a page. */
  press: Press | null;
}

/** A button and everything that it is about. */
export interface Press {
  action: Pressed;
  items: Spoken[];
}

/** What a button speaks of: something of a loop, or figures, which are of none. */
export interface Spoken {
  enrolment: string | null;
  subject: string;
}

/** The same words beside every text field, wherever it is. */
export interface BesideText {
  noNames: string;
  /** Null where the organisation gave no address to report to. */
  sideEffect: { text: string; link: Link } | null;
}
