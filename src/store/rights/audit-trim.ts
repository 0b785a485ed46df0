import type { DataSource, EntityManager } from 'typeorm';
import { toIso, type Instant } from '../../domain/time.js';
import { inTransaction } from '../transaction.js';

/** Entries removed in one transaction. */
const BATCH = 10_000;

/**
 * Removes the entries of the audit that are older than so many months, and notes that and how many. Only for the role
 * that owns the tables: the app's own may delete nothing of it.
 */
export async function trimAudit(
  dataSource: DataSource,
  months: number,
  now: Instant,
): Promise<{ removed: number; before: string }> {
  const before = monthsBefore(now, months);
  let removed = 0;
  for (let last = BATCH; last === BATCH; removed += last)
    last = await inTransaction(dataSource, (tx) => removeSome(tx, before));
  await dataSource.query(
    `INSERT INTO audit_entry (id, at, event, action, by_kind, by_id, via, record_type, after)
     VALUES (audit_id(), $1, 'trimmed', 'audit.trim', 'role', session_user, current_setting('application_name'), 'audit_entry', $2)`,
    [toIso(now), JSON.stringify({ before, removed })],
  );
  return { removed, before };
}

/** The first instant of the month, in UTC. */
function monthsBefore(now: Instant, months: number): string {
  const today = new Date(now);
  return toIso(Date.UTC(today.getUTCFullYear(), today.getUTCMonth() - months));
}

async function removeSome(tx: EntityManager, before: string): Promise<number> {
  await tx.query(`SELECT set_config('followthrough.trimming', 'on', true)`);
  const [, count] = (await tx.query(
    'DELETE FROM audit_entry WHERE id IN (SELECT id FROM audit_entry WHERE at < $1 ORDER BY at LIMIT $2)',
    [before, BATCH],
  )) as [unknown, number];
  return count;
}
