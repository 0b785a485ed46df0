import * as fc from '../testing/fast-check.js';
import { HOUR, type CalendarSlice, type Instant } from '../time.js';
import { calendarOf, nextSlot } from '../working-time/index.js';
import { isCount } from './about.js';
import { choose, PATIENCE, PLACES } from './choose.js';
import type { DueItem } from './rank.js';
import { aDueItem, dueItem, dueItems } from './testing/items.js';
import { slotAfterDay } from './weekly.js';

const BERLIN = calendarOf({ zone: 'Europe/Berlin' });
const WEDNESDAY = Date.parse('2026-03-18T08:30:00+01:00');
const today = { now: WEDNESDAY, calendar: BERLIN, told: false };

const reps = (items: readonly DueItem[], ids: readonly string[]): Set<string> =>
  new Set(items.filter(({ id, about }) => ids.includes(id) && !isCount(about)).map(({ about }) => about));
const told = (items: readonly DueItem[], day = today): string[] =>
  choose(items, day).tell.map(({ id }) => id);

describe('the one message of a day', () => {
  it('tells three reps, all that is due about each, and counts the others', () => {
    const items = ['ana', 'ben', 'cem', 'dora', 'eva'].flatMap((rep, n) => [
      aDueItem({ id: `${rep} 1`, about: rep, stalledAt: WEDNESDAY + n }),
      aDueItem({ id: `${rep} 2`, about: rep }),
    ]);
    const chosen = choose(items, today);
    expect(chosen.tell.map(({ id }) => id)).toEqual(['ana 1', 'ben 1', 'cem 1', 'ana 2', 'ben 2', 'cem 2']);
    expect(chosen.wait).toEqual(['dora 1', 'dora 2', 'eva 1', 'eva 2']);
    expect(chosen.waiting).toBe(2);
  });

  it('tells counts beside them, which name nobody', () => {
    const items = ['counts/a', 'counts/b', 'counts/c', 'counts/d', 'rep/ana'].map((about) =>
      aDueItem({ id: about, about }),
    );
    expect(told(items)).toHaveLength(5);
  });

  it('tells nothing more on a day that had its message', () => {
    const chosen = choose([aDueItem()], { ...today, told: true });
    expect(chosen).toEqual({ tell: [], wait: ['item'], waiting: 1 });
  });

  it('gives the last place to who has waited longest, once that is three working days', () => {
    const urgent = ['ana', 'ben', 'cem'].map((id) => aDueItem({ id, about: id, readyAt: WEDNESDAY }));
    const since = (at: string): DueItem =>
      aDueItem({ id: 'dora', about: 'dora', waitsSince: Date.parse(`${at}T08:30:00+01:00`) });
    expect(told([...urgent, since('2026-03-16')])).toEqual(['ana', 'ben', 'cem']);
    const chosen = choose([...urgent, since('2026-03-13')], today);
    expect(chosen.tell).toEqual([
      { id: 'ana', because: 'ready' },
      { id: 'ben', because: 'ready' },
      { id: 'dora', because: 'waitedLongest' },
    ]);
  });

  it('never holds more than three reps, and loses nothing: what it does not tell waits', () => {
    fc.assert(
      fc.property(dueItems, fc.boolean(), (items, had) => {
        const { tell, wait, waiting } = choose(items, { ...today, told: had });
        const ids = tell.map(({ id }) => id);
        expect(reps(items, ids).size).toBeLessThanOrEqual(had ? 0 : PLACES);
        expect([...ids, ...wait].sort()).toEqual(items.map(({ id }) => id).sort());
        expect(reps(items, wait).size).toBe(waiting);
        for (const about of reps(items, ids)) expect(reps(items, wait)).not.toContain(about);
      }),
      { numRuns: 300 },
    );
  });

  it('says the same of the same day, however the items came', () => {
    fc.assert(
      fc.property(dueItems, fc.func(fc.nat()), (items, shuffle) => {
        const other = [...items].sort((a, b) => shuffle(a.id) - shuffle(b.id));
        expect(choose(other, today).tell).toEqual(choose(items, today).tell);
      }),
      { numRuns: 200 },
    );
  });
});

/** Days of one person: what comes due on each, and what each message tells. */
class Days {
  private waiting: DueItem[] = [];
  readonly toldOn = new Map<string, number>();
  private at: Instant = WEDNESDAY;
  day = 0;

  constructor(private readonly calendar: CalendarSlice) {}

  live(due: readonly DueItem[]): number {
    const items = [...this.waiting, ...due.map((item) => ({ ...item, waitsSince: null }))];
    const { tell, wait } = choose(items, { now: this.at, calendar: this.calendar, told: false });
    for (const { id } of tell) this.toldOn.set(id, this.day);
    this.waiting = items
      .filter(({ id }) => wait.includes(id))
      .map((item) => ({ ...item, waitsSince: item.waitsSince ?? this.at }));
    this.at = slotAfterDay(this.calendar, this.at);
    this.day += 1;
    return reps(
      items,
      tell.map(({ id }) => id),
    ).size;
  }
}

describe('who waits', () => {
  // However many come who are more urgent, every day: each is told in finite time, so every ladder goes on.
  it('is told after at most as many days as there were reps before them, whatever comes meanwhile', () => {
    const flood = (day: number): DueItem[] =>
      Array.from({ length: 5 }, (_, n) =>
        aDueItem({ id: `${day} ${n}`, about: `urgent/${day} ${n}`, readyAt: day }),
      );
    fc.assert(
      fc.property(fc.array(fc.array(dueItem, { maxLength: 6 }), { minLength: 1, maxLength: 8 }), (weeks) => {
        const days = new Days(BERLIN);
        const dueOn = new Map<string, number>();
        let before = 0;
        for (const [number, items] of weeks.entries()) {
          const unique = items.map((item, n) => ({ ...item, id: `${number}/${n}`, notice: false }));
          for (const { id } of unique) dueOn.set(id, number);
          before += unique.length + 5;
          days.live([...unique, ...flood(number)]);
        }
        for (let left = before + PATIENCE; left >= 0; left--) days.live(flood(days.day));
        for (const [id, day] of dueOn)
          expect((days.toldOn.get(id) ?? Infinity) - day).toBeLessThanOrEqual(before + PATIENCE);
      }),
      { numRuns: 60 },
    );
  });

  it('is told in the order of waiting, where nothing else tells them apart', () => {
    const days = new Days(BERLIN);
    const crowd = Array.from({ length: 9 }, (_, n) => aDueItem({ id: `r${n}`, about: `r${n}` }));
    days.live(crowd);
    for (let day = 0; day < 2; day++) days.live([]);
    expect([...days.toldOn.values()]).toEqual([0, 0, 0, 1, 1, 1, 2, 2, 2]);
  });

  it('waits until the person’s next day at work', () => {
    const friday = Date.parse('2026-03-20T14:00:00+01:00');
    expect(slotAfterDay(BERLIN, friday)).toBe(Date.parse('2026-03-23T08:30:00+01:00'));
    expect(slotAfterDay(BERLIN, friday - 14 * HOUR)).toBe(nextSlot(BERLIN, friday));
  });
});
