import type { Audience } from '../people.js';
import type { Instant } from '../time.js';
import type { ManyKind, ItemKind } from './subject.js';

/** One thing that could be told to a person now. */
export interface DueItem {
  id: string;
  kind: ItemKind | ManyKind;
  audience: Audience;
  /** Whom it is about: the rep, or what takes the rep's place where there are many (`about.ts`). */
  about: string;
  dueAt: Instant | null;
  /** When the rep said that they would like to talk about it; null: they did not. */
  talkAskedAt: Instant | null;
  /** When the rep asked to be seen; null: they did not. */
  readyAt: Instant | null;
  /** The rep's next planned visit. */
  visitAt: Instant | null;
  /** One observation more and the capability may count as adopted. */
  oneMore: boolean;
  stalledAt: Instant | null;
  /** To be said today of all days: to whom it goes on. */
  notice: boolean;
  /** When it would have been told first, had there been room; null: it has not waited. */
  waitsSince: Instant | null;
}

/** Why an item stands where it stands. */
export const BECAUSE = [
  'visitToday',
  'goesOnNext',
  'talkAsked',
  'ready',
  'visitPlanned',
  'oneMore',
  'stalledLongest',
  'quickToClose',
  'inTurn',
  'waitedLongest',
] as const;
export type Because = (typeof BECAUSE)[number];

/** The reasons that a rank has; having waited longest is the budget's. */
type Reason = Exclude<Because, 'waitedLongest'>;

interface Rule {
  because: Reason;
  /** The smaller, the earlier among those that this rule moves; null: it does not move this item. */
  order(item: DueItem): number | null;
}

const QUICK: ReadonlySet<DueItem['kind']> = new Set(['feedback', 'acknowledge', 'visitAfterwards']);

/** The first that applies to an item says where it stands: what a day is bound to, then what moves people. */
export const RULES: readonly Rule[] = [
  { because: 'visitToday', order: ({ kind, dueAt }) => (kind === 'visitMorning' ? (dueAt ?? 0) : null) },
  { because: 'goesOnNext', order: ({ notice, dueAt }) => (notice ? (dueAt ?? 0) : null) },
  { because: 'talkAsked', order: ({ talkAskedAt }) => talkAskedAt },
  { because: 'ready', order: ({ readyAt }) => readyAt },
  {
    because: 'visitPlanned',
    order: ({ kind, visitAt }) => (kind === 'visitAfterwards' ? null : visitAt),
  },
  { because: 'oneMore', order: ({ oneMore, dueAt }) => (oneMore ? (dueAt ?? 0) : null) },
  { because: 'stalledLongest', order: ({ stalledAt }) => stalledAt },
  { because: 'quickToClose', order: ({ kind, dueAt }) => (QUICK.has(kind) ? (dueAt ?? 0) : null) },
  { because: 'inTurn', order: ({ dueAt }) => dueAt ?? Infinity },
];

export interface Ranked {
  item: DueItem;
  because: Reason;
}

/** Everything that is due, most useful first, each with the reason for its place. The same items give the same order. */
export const ranked = (items: readonly DueItem[]): Ranked[] =>
  items
    .map((item) => ({ item, ...placeOf(item) }))
    .sort((a, b) => a.rule - b.rule || before(a.order, b.order) || before(a.item.id, b.item.id))
    .map(({ item, because }) => ({ item, because }));

function placeOf(item: DueItem): { rule: number; order: number; because: Reason } {
  for (const [rule, { because, order }] of RULES.entries()) {
    const place = order(item);
    if (place !== null) return { rule, order: place, because };
  }
  throw new Error(`no rule ranks ${item.id}: the last one must rank everything`);
}

const before = <T extends number | string>(a: T, b: T): number => (a < b ? -1 : a > b ? 1 : 0);
