import type { EnrolmentsListData } from '#api/types.gen';

type Query = NonNullable<EnrolmentsListData['query']>;

/** By which a list stands behind a figure. */
export const FIGURE_FILTERS = [
  'figure',
  'anchor',
  'answer',
  'counted',
  'asOf',
] as const satisfies readonly (keyof Query)[];

/** What of the list's filters stands in the address. Whatever is none of them is left out. */
export const FILTERS = [
  'q',
  'program',
  'capability',
  'region',
  'phase',
  'stallReason',
  'stalled',
  'overdue',
  'ended',
  'contentVersion',
  'function',
  ...FIGURE_FILTERS,
] as const satisfies readonly (keyof Query)[];
export type Filter = (typeof FILTERS)[number];
/** `asOf`: a day. */
export type ListSearch = Partial<Omit<Pick<Query, Filter>, 'asOf'>> & { asOf?: string };

/** Filters are read as they stand; one with a value that the API does not know is answered by it, and said. */
export const readListSearch = (search: Record<string, unknown>): ListSearch =>
  Object.fromEntries(
    FILTERS.flatMap((name) => {
      const value = search[name];
      return value === undefined || value === '' ? [] : [[name, String(value)]];
    }),
  );
