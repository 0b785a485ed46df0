import type { Audience } from '../../domain/people.js';
import type { ItemKind } from '../../domain/message/subject.js';
import type { StallReason } from '../../domain/words.js';
import type { Action } from './actions.js';
import type { Fault } from '../../domain/message/about.js';
import type { Told } from './told.js';

/** One text per plural category of the language; `{n}` is the number. */
export type Counted = { other: string } & Partial<Record<Intl.LDMLPluralRule, string>>;

/** `{rep}`, `{manager}` and `{capabilities}` are always there; `{Manager}` is `{manager}` at the start of a sentence. */
export interface ItemWording {
  headline: string;
  /** In place of `headline` when the rep asked to be seen. */
  ready?: string;
  /** In place of `headline` on the working day before it goes on to somebody else. */
  beforeItGoesOn?: string;
  /** What would help now. */
  help?: string;
}

/** All words of one language. Another language is another file of this shape and a line in `LOCALES`. */
export interface Locale {
  language: string;
  /** Dates for readers who gave a language but no country. */
  dates: string;
  /** `{name}` is the reader. */
  opening: Record<Audience, Counted>;
  allDone: string;
  andMore: Counted;
  /** Above what can wait. */
  others: string;
  canWait: Counted;
  subject: { visit: string; done: string };
  items: Record<ItemKind, Record<Told, ItemWording>>;
  /** On a visit's morning; `{anchor}` is the behaviour. */
  watchFor: string;
  passedOn: { to: string; nobody: string };
  /** Where there is no manager to name, inside a sentence and at its start. */
  somebody: { inside: string; start: string };
  /** For a name that holds nothing readable. */
  unnamedRep: string;
  due: { ahead: string; past: string; alone: { ahead: string; past: string } };
  visit: Record<Told, { planned: string; plannedAt: string; none: string }>;
  cover: { away: string; vacant: string };
  observed: Record<Told, string>;
  agreed: Record<'rep' | 'manager', string>;
  /** Who hears of it next and when; `named` where that person has a name to say. */
  goesOn: Record<Audience, { named?: string; unnamed: string }>;
  day: { today: string; tomorrow: string; yesterday: string; other: string };
  done: { by: string; alone: string; oneOf: string };
  owner: { loops: Counted; ofCapability: string; count: string; doneSince: Counted };
  /** In counts. `waiting` stands for a loop that is not stalled. */
  reasons: Record<StallReason | 'waiting', string>;
  faults: Record<Fault, { headline: string; help: string }>;
  why: Record<Audience, string> & { cadence: Counted; oneCadence: string };
  actions: Record<Action, string>;
  queue: string;
  settings: string;
}
