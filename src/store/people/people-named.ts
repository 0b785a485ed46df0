import type { EntityManager } from 'typeorm';

/** Names of people by id. */
export async function namesOf(tx: EntityManager, ids: Iterable<string | null>): Promise<Map<string, string>> {
  const wanted = [...new Set([...ids].filter((id) => id !== null))];
  if (wanted.length === 0) return new Map();
  const rows = (await tx.query('SELECT id, name FROM person WHERE id = ANY($1)', [wanted])) as {
    id: string;
    name: string;
  }[];
  return new Map(rows.map(({ id, name }) => [id, name]));
}
