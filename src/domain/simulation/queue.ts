import type { Instant } from '../time.js';

interface Entry<T> {
  at: Instant;
  rank: number;
  /** As it was put in. */
  number: number;
  what: T;
}

const isBefore = <T>(a: Entry<T>, b: Entry<T>): boolean =>
  a.at !== b.at ? a.at < b.at : a.rank !== b.rank ? a.rank < b.rank : a.number < b.number;

/** What is to come, earliest first; of one instant the lowest rank first, then in the order of putting in (a heap). */
export class Queue<T> {
  private readonly heap: Entry<T>[] = [];
  private count = 0;

  put(at: Instant, rank: number, what: T): void {
    const entry = { at, rank, number: this.count++, what };
    const { heap } = this;
    let place = heap.push(entry) - 1;
    while (place > 0) {
      const above = (place - 1) >> 1;
      if (!isBefore(entry, heap[above]!)) break;
      heap[place] = heap[above]!;
      place = above;
    }
    heap[place] = entry;
  }

  /** Takes out what comes next, if it comes until then. */
  next(until: Instant): { at: Instant; what: T } | null {
    const { heap } = this;
    const first = heap[0];
    if (!first || first.at > until) return null;
    const last = heap.pop()!;
    if (heap.length > 0) this.sink(last);
    return first;
  }

  private sink(entry: Entry<T>): void {
    const { heap } = this;
    let place = 0;
    for (;;) {
      let below = 2 * place + 1;
      if (below >= heap.length) break;
      if (below + 1 < heap.length && isBefore(heap[below + 1]!, heap[below]!)) below += 1;
      if (!isBefore(heap[below]!, entry)) break;
      heap[place] = heap[below]!;
      place = below;
    }
    heap[place] = entry;
  }
}
