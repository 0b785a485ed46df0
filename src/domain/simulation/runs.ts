import type { PersonId } from '../people.js';
import type { IsoDate } from '../time.js';
import { FIGURES, WEEKLY_FIGURES, type FigureName, type Figures, type WeeklyFigure } from './figures.js';
import { rangeOf, type Range } from './range.js';

const MOST_NAMED = 10;

/** What several runs came to that differ by their seed alone. */
export interface Summary {
  runs: number;
  numbers: Record<FigureName, Range>;
  weekly: Record<WeeklyFigure, Record<IsoDate, Range>>;
  /** The ten managers with most things told on a working day. */
  mostTold: { manager: PersonId; messages: Range; things: Range }[];
  /** The ten of whom most visit days were asked beyond what they have. */
  over: { manager: PersonId; days: Range }[];
  /** The ten days with most messages. */
  heaviest: { day: IsoDate; messages: Range }[];
}

/** @throws Error where there is no run */
export function summaryOf(runs: readonly Figures[]): Summary {
  const [first] = runs;
  if (!first) throw new Error('there is nothing to sum up: at least one run is needed');
  const byManager = runs.map(({ managers }) => new Map(managers.map((one) => [one.manager, one])));
  const ofManager = (manager: PersonId, what: 'messages' | 'things' | 'over'): Range =>
    rangeOf(byManager.map((known) => known.get(manager)?.[what] ?? 0));
  const managers = first.managers.map(({ manager }) => manager);
  const days = [...new Set(runs.flatMap(({ days }) => Object.keys(days)))];
  return {
    runs: runs.length,
    numbers: Object.fromEntries(
      FIGURES.map((name) => [name, rangeOf(runs.map(({ numbers }) => numbers[name]))]),
    ) as Record<FigureName, Range>,
    weekly: Object.fromEntries(WEEKLY_FIGURES.map((name) => [name, weeklyOf(runs, name)])) as Record<
      WeeklyFigure,
      Record<IsoDate, Range>
    >,
    mostTold: most(
      managers.map((manager) => ({
        manager,
        messages: ofManager(manager, 'messages'),
        things: ofManager(manager, 'things'),
      })),
      ({ things }) => things.middle,
    ),
    over: most(
      managers.map((manager) => ({ manager, days: ofManager(manager, 'over') })),
      ({ days }) => days.middle,
    ).filter(({ days }) => days.middle > 0),
    heaviest: most(
      days.map((day) => ({ day, messages: rangeOf(runs.map(({ days }) => days[day] ?? 0)) })),
      ({ messages }) => messages.middle,
    ),
  };
}

/** One figure of two cadences, and by how much the second is higher than the first, run by run. */
export interface Compared {
  first: Range;
  second: Range;
  difference: Range;
}

/**
 * Two cadences side by side.
 * @param first runs of one, in the order of their seeds
 * @param second runs of the other under the same seeds in the same order
 * @throws Error where they are not as many
 */
export function compared(
  first: readonly Figures[],
  second: readonly Figures[],
): Record<FigureName, Compared> {
  if (first.length !== second.length)
    throw new Error(
      `runs are compared seed by seed: there are ${first.length} of one cadence and ${second.length} of the other`,
    );
  const of = (name: FigureName): Compared => {
    const [a, b] = [first, second].map((runs) => runs.map(({ numbers }) => numbers[name]));
    const difference = b!.map((value, run) => value - a![run]!);
    return { first: rangeOf(a!), second: rangeOf(b!), difference: rangeOf(difference) };
  };
  return Object.fromEntries(FIGURES.map((name) => [name, of(name)])) as Record<FigureName, Compared>;
}

function weeklyOf(runs: readonly Figures[], name: WeeklyFigure): Record<IsoDate, Range> {
  const weeks = [...new Set(runs.flatMap(({ weekly }) => Object.keys(weekly[name])))].sort();
  return Object.fromEntries(
    weeks.map((week) => [week, rangeOf(runs.map(({ weekly }) => weekly[name][week] ?? 0))]),
  );
}

const most = <T>(all: readonly T[], of: (one: T) => number): T[] =>
  [...all].sort((a, b) => of(b) - of(a)).slice(0, MOST_NAMED);
