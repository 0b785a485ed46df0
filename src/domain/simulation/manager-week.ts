import type { CalendarSlice, Instant, IsoDate } from '../time.js';
import { addDays, endOfWorkingDay, isWorkingDay, localDate } from '../working-time/index.js';
import { visitDaysIn } from './visit-days.js';
import { mondayOf, weekNumber, type Counts } from './weeks.js';

/** What is left of the week in which a play begins, and the two after it: beyond these, days are guesses. */
const MOST_WEEKS = 3;
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
