import type { Simulation } from '#api/types.gen';

export type Week = NonNullable<Simulation['result']>['ahead'][number];
export type Row = Week['managers'][number];

/** The first as it comes from the API. */
export const ORDERS = ['change', 'visitDays', 'messages', 'name'] as const;
export type Order = (typeof ORDERS)[number];

export const total = (values: readonly number[]): number => values.reduce((sum, value) => sum + value, 0);

export function arranged(rows: readonly Row[], order: Order): readonly Row[] {
  const by: Record<Exclude<Order, 'change'>, (a: Row, b: Row) => number> = {
    visitDays: (a, b) => b.after.asked - b.have - (a.after.asked - a.have),
    messages: (a, b) => total(b.after.messages) - total(a.after.messages),
    name: (a, b) => a.manager.name.localeCompare(b.manager.name),
  };
  return order === 'change' ? rows : [...rows].sort(by[order]);
}

/** The week after the one in which it was asked for; where that was not played, what there is. */
export const nextOf = (weeks: readonly Week[], from: string): Week | undefined =>
  weeks.find(({ week }) => week > from.slice(0, 10)) ?? weeks[0];

/** Monday to Friday, and a day of the weekend where somebody works or is written to. */
export const shownDays = ({ managers }: Week): number[] =>
  [0, 1, 2, 3, 4, 5, 6].filter(
    (day) =>
      day < 5 ||
      managers.some(
        ({ works, before, after }) =>
          works[day] || after.messages[day]! > 0 || (before?.messages[day] ?? 0) > 0,
      ),
  );
