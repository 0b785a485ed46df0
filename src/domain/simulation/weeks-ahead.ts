import type { PersonId } from '../people.js';
import type { IsoDate } from '../time.js';
import type { Figures } from './figures.js';
import { rangeOf, type Range } from './range.js';

/** Managers that are named of a week; the totals count all. */
const MOST_NAMED = 100;

/** What a week comes to for all managers. */
export interface WeekTotal {
  /** Who get any message. */
  managers: number;
  messages: number;
  /** Who are asked for more visit days than they have. */
  over: number;
}

/** One manager's week by the cadence in force and by the one that is tried. */
export interface WeekBeside {
  manager: PersonId;
  works: boolean[];
  have: number;
  before: { messages: number[]; asked: number } | null;
  after: { messages: number[]; asked: number };
}

export interface WeekAhead {
  week: IsoDate;
  before: WeekTotal | null;
  after: WeekTotal;
  /** Messages by the tried cadence over all runs. */
  messages: Range;
  /** Whose week changes most first. */
  managers: WeekBeside[];
  /** Managers that are not named. */
  left: number;
}

/**
 * The next weeks day by day, as in one and the same run of both cadences: in the one whose messages are the middle of
 * all, so that days, totals and people agree with each other.
 */
export function aheadOf({
  beside,
  tried,
}: {
  beside: readonly Figures[];
  tried: readonly Figures[];
}): WeekAhead[] {
  const weeks = tried[0]?.managers[0]?.ahead.map(({ week }) => week) ?? [];
  return weeks.flatMap((week, index) => {
    const told = tried.map((run) => totalOf(run, index).messages);
    const middle = told.map((messages, run) => ({ messages, run })).sort((a, b) => a.messages - b.messages)[
      Math.ceil(told.length / 2) - 1
    ]!.run;
    const [before, after] = [beside[middle] ?? null, tried[middle]!];
    const inForce = new Map(before?.managers.map(({ manager, ahead }) => [manager, ahead[index]!]));
    const all = after.managers.map(({ manager, ahead }): WeekBeside => {
      const { works, have, messages, asked } = ahead[index]!;
      const now = inForce.get(manager);
      return {
        manager,
        works,
        have,
        before: now ? { messages: now.messages, asked: now.asked } : null,
        after: { messages, asked },
      };
    });
    // The week is over for everybody.
    if (!all.some(({ works }) => works.includes(true))) return [];
    return {
      week,
      before: before && totalOf(before, index),
      after: totalOf(after, index),
      messages: rangeOf(told),
      managers: [...all].sort(byChange).slice(0, MOST_NAMED),
      left: Math.max(0, all.length - MOST_NAMED),
    };
  });
}

function totalOf({ managers }: Figures, index: number): WeekTotal {
  const weeks = managers.map(({ ahead }) => ahead[index]!);
  const told = weeks.map(({ messages }) => total(messages));
  return {
    managers: told.filter((count) => count > 0).length,
    messages: total(told),
    over: weeks.filter(({ asked, have }) => asked > have).length,
  };
}

const changeOf = ({ before, after }: WeekBeside): number =>
  before === null
    ? 0
    : total(after.messages.map((count, day) => Math.abs(count - before.messages[day]!))) +
      Math.abs(after.asked - before.asked);

const byChange = (a: WeekBeside, b: WeekBeside): number =>
  changeOf(b) - changeOf(a) ||
  total(b.after.messages) - total(a.after.messages) ||
  b.after.asked - a.after.asked ||
  a.manager.localeCompare(b.manager);

const total = (values: readonly number[]): number => values.reduce((sum, value) => sum + value, 0);
