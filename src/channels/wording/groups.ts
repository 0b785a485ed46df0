import { OBLIGATION_KINDS } from '../../domain/words.js';
import type { ItemKind, MessageItem, ObligationItem } from '../message.js';

/** Items told together: the same thing asked about one rep, whatever the capability. Never empty. */
export interface Group<T extends MessageItem = MessageItem> {
  first: T;
  items: T[];
  /** What is left to do for this reader; empty once all is done, passed on or answered for a while. */
  open: T[];
}

/** Nobody is asked about it for a while. */
export const isHeld = ({ held, done, passedOn }: MessageItem): boolean => Boolean(held) && !done && !passedOn;

type ItemOf<K extends ItemKind> = Extract<MessageItem, { kind: K }>;

/** All items of a group are of one kind. */
export const isGroupOf = <K extends ItemKind>(group: Group, kind: K): group is Group<ItemOf<K>> =>
  group.first.kind === kind;

/** Something owed, which is most of what there is to say. */
export const isOwed = (item: MessageItem): item is ObligationItem =>
  (OBLIGATION_KINDS as readonly string[]).includes(item.kind);

export const isGroupOfOwed = (group: Group): group is Group<ObligationItem> => isOwed(group.first);

/** In the order in which the first of each came, so that a card stays in place when it is done. */
export function groupBy(items: readonly MessageItem[], keyOf: (item: MessageItem) => string): Group[] {
  const groups = new Map<string, Group>();
  for (const item of items) {
    const key = keyOf(item);
    const group = groups.get(key) ?? { first: item, items: [], open: [] };
    group.items.push(item);
    if (!item.done && !item.passedOn && !item.held) group.open.push(item);
    groups.set(key, group);
  }
  return [...groups.values()];
}

export const distinct = (texts: readonly string[]): string[] => [...new Set(texts)];
