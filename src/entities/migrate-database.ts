import type { DataSource } from 'typeorm';

/** Any constant will do, as long as every process of every version names the same. */
export const MIGRATION_LOCK = 4_717_001;

/**
 * Brings the schema up to date. Processes that start together take turns: the first migrates, the others find nothing
 * left to do. Needs a pool of at least two connections.
 */
export async function migrateDatabase(dataSource: DataSource): Promise<void> {
  const guard = dataSource.createQueryRunner();
  try {
    await guard.query('SELECT pg_advisory_lock($1)', [MIGRATION_LOCK]);
    await dataSource.runMigrations();
    await guard.query('SELECT pg_advisory_unlock($1)', [MIGRATION_LOCK]);
  } finally {
    await guard.release();
  }
}
