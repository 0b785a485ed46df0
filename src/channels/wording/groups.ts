import type { MessageItem } from '../message.js';

/** Items told together: the same thing asked about one rep, whatever the capability. Never empty. */
export interface Group {
  first: MessageItem;
  items: MessageItem[];
  /** What is left to do for this reader; empty once all is done or passed on. */
  open: MessageItem[];
}

/** In the order in which the first of each came, so that a card stays in place when it is done. */
export function groupBy(items: readonly MessageItem[], keyOf: (item: MessageItem) => string): Group[] {
  const groups = new Map<string, Group>();
  for (const item of items) {
    const key = keyOf(item);
    const group = groups.get(key) ?? { first: item, items: [], open: [] };
    group.items.push(item);
    if (!item.done && !item.passedOn) group.open.push(item);
    groups.set(key, group);
  }
  return [...groups.values()];
}

export const distinct = (texts: readonly string[]): string[] => [...new Set(texts)];
