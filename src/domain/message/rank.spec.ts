import * as fc from '../testing/fast-check.js';
import { aDueItem, dueItems } from './testing/items.js';
import { BECAUSE, ranked, RULES } from './rank.js';

const day = (n: number): number => Date.UTC(2026, 2, n);

describe('the order of a message', () => {
  it('is: what today is bound to, who asks to talk or to be seen, who is met anyway, who is nearly there, who waits, what is quick', () => {
    const items = [
      aDueItem({ id: 'in turn' }),
      aDueItem({ id: 'quick', kind: 'feedback' }),
      aDueItem({ id: 'stalled', stalledAt: day(9) }),
      aDueItem({ id: 'stalled longer', stalledAt: day(2) }),
      aDueItem({ id: 'one more', oneMore: true }),
      aDueItem({ id: 'visit', visitAt: day(24) }),
      aDueItem({ id: 'talk', talkAskedAt: day(12), readyAt: day(1) }),
      aDueItem({ id: 'ready', readyAt: day(10), visitAt: day(24) }),
      aDueItem({ id: 'goes on', notice: true }),
      aDueItem({ id: 'today', kind: 'visitMorning', visitAt: day(18) }),
    ];
    expect(ranked(items).map(({ item, because }) => [item.id, because])).toEqual([
      ['today', 'visitToday'],
      ['goes on', 'goesOnNext'],
      ['talk', 'talkAsked'],
      ['ready', 'ready'],
      ['visit', 'visitPlanned'],
      ['one more', 'oneMore'],
      ['stalled longer', 'stalledLongest'],
      ['stalled', 'stalledLongest'],
      ['quick', 'quickToClose'],
      ['in turn', 'inTurn'],
    ]);
  });

  it('is the same however the items came, and every place is explained', () => {
    fc.assert(
      fc.property(dueItems, fc.func(fc.nat()), (items, shuffle) => {
        const inOrder = ranked(items);
        const other = ranked([...items].sort((a, b) => shuffle(a.id) - shuffle(b.id)));
        expect(other).toEqual(inOrder);
        expect(inOrder).toHaveLength(items.length);
        for (const { because } of inOrder) expect(BECAUSE).toContain(because);
      }),
      { numRuns: 200 },
    );
  });

  it('puts nobody before another whom an earlier rule moves', () => {
    const ruleOf = (because: string): number => RULES.findIndex((rule) => rule.because === because);
    fc.assert(
      fc.property(dueItems, (items) => {
        const rules = ranked(items).map(({ because }) => ruleOf(because));
        expect(rules).toEqual([...rules].sort((a, b) => a - b));
      }),
      { numRuns: 200 },
    );
  });
});
