/** A message in words, before mail or Slack gives it a shape. All strings are plain text of one line. */
export interface Letter {
  /** BCP 47, of the words. */
  language: string;
  subject: string;
  opening: string;
  /** Told in full, most useful first. */
  cards: Card[];
  /** What can wait: one line each. */
  others: Other[];
  othersTitle: string;
  /** What is only counted. */
  rest: string | null;
  queue: Link;
  /** Why this person, by which cadence. */
  why: string[];
  settings: Link;
}

export interface Card {
  headline: string;
  lines: string[];
  /** The first is the one that helps most. Empty once there is nothing left to do. */
  links: Link[];
  done: boolean;
}

export interface Other {
  text: string;
  href: string;
}

export interface Link {
  /** Unique among the links of one card. */
  code: string;
  label: string;
  href: string;
}
