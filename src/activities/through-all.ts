import { Context } from '@temporalio/activity';
import type { DataSource, EntityManager } from 'typeorm';
import { inTransaction } from '../store/transaction.js';

/** Goes through rows in batches, each in a transaction of its own behind the last id of the one before; says how many. */
export async function throughAll(
  dataSource: DataSource,
  work: (tx: EntityManager, after: string | null) => Promise<string | null>,
): Promise<number> {
  let batches = 0;
  let after: string | null = null;
  do {
    const from: string | null = after;
    Context.current().cancellationSignal.throwIfAborted();
    after = await inTransaction(dataSource, (tx) => work(tx, from));
    batches += 1;
    Context.current().heartbeat(batches);
  } while (after !== null);
  return batches;
}
