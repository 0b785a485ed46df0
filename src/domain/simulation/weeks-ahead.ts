import type { PersonId } from '../people.js';
import type { CalendarSlice, Instant, IsoDate } from '../time.js';
import { addDays, endOfWorkingDay, isWorkingDay, localDate } from '../working-time/index.js';
import type { Figures } from './figures.js';
import { rangeOf, type Range } from './range.js';
import type { Counts } from './tally.js';
import { visitDaysIn } from './visit-days.js';
import { mondayOf, weekNumber } from './weeks.js';

/** What is left of the week in which a play begins, and the two after it: beyond these, days are guesses. */
const MOST_WEEKS = 3;
/** Managers that are named of a week; the totals count all. */
const MOST_NAMED = 100;
const DAYS = [0, 1, 2, 3, 4, 5, 6] as const;

/** What one play asks of one manager in one week. */
export interface ManagerWeek {
  week: IsoDate;
  /** From Monday on: messages, and whether they work on that day, or still do. */
  messages: number[];
  works: boolean[];
  /** Visit days: one serves all that is owed of a rep. */
  asked: number;
  have: number;
}

/** The Mondays of the weeks that are kept day by day; the last one is played to its Friday at least. */
export const weeksAhead = ({ from, until }: { from: Instant; until: Instant }): IsoDate[] => {
  const first = mondayOf(localDate('UTC', from));
  const last = localDate('UTC', until);
  return Array.from({ length: MOST_WEEKS }, (_, index) => addDays(first, index * 7)).filter(
    (week) => addDays(week, 5) <= last,
  );
};

export function managerWeek(
  week: IsoDate,
  {
    calendar,
    from,
    perWeek,
    messages,
    asked,
  }: {
    calendar: CalendarSlice;
    from: Instant;
    perWeek: number;
    messages: Counts;
    asked: Counts;
  },
): ManagerWeek {
  const today = localDate(calendar.zone, from);
  const works = DAYS.map((index) => {
    const day = addDays(week, index);
    return (
      isWorkingDay(calendar, day) && (day > today || (day === today && endOfWorkingDay(calendar, day) > from))
    );
  });
  return {
    week,
    messages: DAYS.map((index) => messages[addDays(week, index)] ?? 0),
    works,
    asked: asked[week] ?? 0,
    have: Math.min(visitDaysIn(weekNumber(week), perWeek), works.filter(Boolean).length),
  };
}

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
