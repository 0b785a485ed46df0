import type { ImportColumns } from '#api/types.gen';

export type Kind = 'people' | 'completions' | 'visits';
export const KINDS = ['people', 'completions', 'visits'] as const satisfies readonly Kind[];

/** As what each column is read; null: not at all. In the order of the file. */
export type Reading = readonly (string | null)[];

export const asFound = ({ columns }: ImportColumns): Reading => columns.map(({ field }) => field);

/** One column read as something else. What another column was read as is taken from it: no field is read twice. */
export const readAs = (reading: Reading, place: number, field: string | null): Reading =>
  reading.map((before, at) => (at === place ? field : before === field ? null : before));

/** What the file must have and no column is read as. */
export const missingIn = ({ fields }: ImportColumns, reading: Reading): string[] =>
  fields.filter(({ name, needed }) => needed && !reading.includes(name)).map(({ name }) => name);

/** What the API is told of it: only where it would read a column otherwise. Undefined: nowhere. */
export function mappingOf({ columns }: ImportColumns, reading: Reading): string | undefined {
  const others = columns.flatMap(({ header, field }, place) =>
    field === reading[place] ? [] : [[header, reading[place] ?? ''] as const],
  );
  return others.length === 0 ? undefined : JSON.stringify(Object.fromEntries(others));
}
