import { setTimeout as pause } from 'node:timers/promises';
import { QueryFailedError, type DataSource, type EntityManager } from 'typeorm';
import { toIso } from '../domain/time.js';
import { whoActs } from './acting.js';

const TRIES = 4;
/** Serialization failure and deadlock: Postgres rolled back and asks for another try. */
const TRY_AGAIN = new Set(['40001', '40P01']);

/** The SQLSTATE of a failed query, or undefined where the error is none of Postgres's answers. */
export function sqlState(error: unknown): string | undefined {
  if (!(error instanceof QueryFailedError)) return undefined;
  return (error.driverError as { code?: string }).code;
}

/** Runs work in a transaction of a database that is known already. */
export type Store = <T>(work: (tx: EntityManager) => Promise<T>) => Promise<T>;

/**
 * Runs the work in one transaction (READ COMMITTED, Postgres's default): all of it is stored, or nothing. Where Postgres had to break a
 * deadlock, the work is run again, up to three times; it must have no effect outside the transaction. Whoever acts is named
 * to Postgres first, for the audit of what changes.
 */
export async function inTransaction<T>(
  dataSource: DataSource,
  work: (tx: EntityManager) => Promise<T>,
): Promise<T> {
  for (let attempt = 1; ; attempt++) {
    try {
      return await dataSource.transaction(async (tx) => {
        await nameActor(tx);
        return work(tx);
      });
    } catch (error) {
      if (attempt === TRIES || !TRY_AGAIN.has(sqlState(error) ?? '')) throw error;
      await pause(10 * attempt);
    }
  }
}

/** Nobody is named in the worker: its entries carry the role and the name of its connection. */
async function nameActor(tx: EntityManager): Promise<void> {
  const acting = whoActs();
  if (acting === null) return;
  const { by, at, ...rest } = acting;
  const actor = { byKind: by.kind, byId: by.id, at: toIso(at), ...rest };
  await tx.query(`SELECT set_config('followthrough.actor', $1, true)`, [JSON.stringify(actor)]);
}
