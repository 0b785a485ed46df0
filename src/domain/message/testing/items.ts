import * as fc from '../../testing/fast-check.js';
import { HOUR } from '../../time.js';
import type { DueItem } from '../rank.js';
import type { ItemKind } from '../subject.js';

export const aDueItem = (given: Partial<DueItem> = {}): DueItem => ({
  id: 'item',
  kind: 'observe',
  audience: 'manager',
  about: 'rep/ana',
  dueAt: Date.UTC(2026, 2, 16, 17),
  talkAskedAt: null,
  readyAt: null,
  visitAt: null,
  oneMore: false,
  stalledAt: null,
  notice: false,
  waitsSince: null,
  ...given,
});

const instant = fc.nat(60 * 24).map((hours) => Date.UTC(2026, 2, 1) + hours * HOUR);
const maybe = fc.option(instant, { nil: null, freq: 2 });
const kinds: ItemKind[] = ['observe', 'feedback', 'followUp', 'checkIn', 'visitMorning', 'visitAfterwards'];

/** Something due about one of a dozen reps, or a count. */
export const dueItem = fc.record({
  id: fc.uuid(),
  kind: fc.constantFrom(...kinds),
  audience: fc.constantFrom('manager' as const, 'secondLine' as const),
  about: fc.oneof(
    { weight: 9, arbitrary: fc.nat(11).map((n) => `rep/${n}`) },
    { weight: 1, arbitrary: fc.constant('counts/wave') },
  ),
  dueAt: maybe,
  talkAskedAt: maybe,
  readyAt: maybe,
  visitAt: maybe,
  oneMore: fc.boolean(),
  stalledAt: maybe,
  notice: fc.boolean(),
  waitsSince: maybe,
});

export const dueItems = fc.uniqueArray(dueItem, { selector: ({ id }) => id, maxLength: 40 });
