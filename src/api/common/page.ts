import { z } from 'zod';
import { sqlState } from '../../store/transaction.js';
import { Problem } from './problem.js';

/** What every list takes: how many at most, and where the page before ended. */
export const pageQuery = {
  limit: z
    .string()
    .regex(/^([1-9]\d?|1\d\d|200)$/, 'must be a whole number from 1 to 200')
    .transform(Number)
    .default(50)
    .describe('At most so many, up to 200.'),
  cursor: z.string().max(1_000).optional().describe('`next` of the page before.'),
};

export interface PageQuery {
  limit: number;
  cursor?: string | undefined;
}

/** The schema of one page of a list. */
export const pageSchema = <S extends z.ZodType>(item: S) =>
  z.object({
    items: z.array(item),
    next: z.string().nullable().describe('The cursor of the next page; null: the last.'),
  });

export interface Page<T> {
  items: T[];
  next: string | null;
}

/** Where a page ended: the sort keys of its last row. */
export type Position = readonly string[];

/**
 * One page of a list that is sorted by keys which together are unique, so that rows added meanwhile are neither
 * skipped nor shown twice.
 * @param list names the list and its sorting: a cursor of another one is refused
 * @param keys how many sort keys a position has
 * @param read reads up to `limit` rows behind a position, in order
 */
export async function readPage<T>(
  list: { name: string; keys: number; positionOf: (row: T) => Position },
  query: PageQuery,
  read: (after: Position | null, limit: number) => Promise<T[]>,
): Promise<Page<T>> {
  const after = query.cursor === undefined ? null : positionIn(query.cursor, list.name, list.keys);
  const rows = await read(after, query.limit + 1).catch((error: unknown) => {
    // A position that was put together by hand can hold what is no id and no instant: Postgres says "data exception".
    throw after !== null && sqlState(error)?.startsWith('22') ? noCursor() : error;
  });
  const items = rows.slice(0, query.limit);
  const last = items.at(-1);
  const next =
    rows.length > items.length && last !== undefined ? cursorOf(list.name, list.positionOf(last)) : null;
  return { items, next };
}

const cursorOf = (name: string, position: Position): string =>
  Buffer.from(JSON.stringify([name, ...position])).toString('base64url');

const noCursor = (): Problem =>
  new Problem(
    400,
    'The cursor is none of this list. Use `next` of its page before, or leave it out to begin.',
  );

function positionIn(cursor: string, name: string, keys: number): Position {
  const [list, ...position] = decode(cursor);
  if (list !== name || position.length !== keys || !position.every((key) => typeof key === 'string'))
    throw noCursor();
  return position;
}

function decode(cursor: string): unknown[] {
  try {
    const value: unknown = JSON.parse(Buffer.from(cursor, 'base64url').toString('utf8'));
    return Array.isArray(value) ? value : [];
  } catch {
    return [];
  }
}
