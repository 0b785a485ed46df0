import type { DataSource } from 'typeorm';
import { createDataSource } from './data-source.js';
import { GRANTS } from './grants.js';
import { MIGRATION_LOCK, migrateDatabase } from './migrate-database.js';

/**
 * Brings the schema up to date. Where an owner is named it is the owner who does so, and who grants the role that the
 * app runs under what it needs; otherwise the app's own role owns everything.
 * @param app connected as the app is
 */
export async function prepareDatabase(app: DataSource, ownerUrl: string | null): Promise<void> {
  if (ownerUrl === null) return migrateDatabase(app);
  const owner = createDataSource({
    url: ownerUrl,
    poolSize: 2,
    applicationName: 'followthrough migrate',
  });
  await owner.initialize();
  try {
    const [{ role }] = (await app.query('SELECT current_user AS role')) as [{ role: string }];
    await requireTwoRoles(owner, role);
    await migrateDatabase(owner);
    await grantTo(owner, role);
  } finally {
    await owner.destroy();
  }
}

async function requireTwoRoles(owner: DataSource, role: string): Promise<void> {
  const [row] = (await owner.query(
    `SELECT current_user AS owner, pg_has_role($1, current_user, 'MEMBER') AS "isOwner"`,
    [role],
  )) as [{ owner: string; isOwner: boolean }];
  if (row.isOwner)
    throw new Error(
      `DATABASE_URL names the role "${role}", which may do whatever the owner "${row.owner}" may. Expected a role of ` +
        `its own: CREATE ROLE followthrough_app LOGIN PASSWORD '…', and DATABASE_URL with it`,
    );
}

/** All at once: for whoever runs meanwhile there is no moment without rights. */
async function grantTo(owner: DataSource, role: string): Promise<void> {
  const app = `"${role.replaceAll('"', '""')}"`;
  await owner.transaction(async (tx) => {
    await tx.query('SELECT pg_advisory_xact_lock($1)', [MIGRATION_LOCK]);
    const [{ database }] = (await tx.query('SELECT quote_ident(current_database()) AS database')) as [
      { database: string },
    ];
    await tx.query(`REVOKE TEMPORARY ON DATABASE ${database} FROM PUBLIC, ${app}`);
    await tx.query(`REVOKE CREATE ON SCHEMA public FROM PUBLIC, ${app}`);
    await tx.query(`GRANT USAGE ON SCHEMA public TO ${app}`);
    await tx.query(`REVOKE ALL ON ALL TABLES IN SCHEMA public FROM PUBLIC, ${app}`);
    for (const [table, privileges] of Object.entries(GRANTS))
      await tx.query(`GRANT ${privileges.join(', ')} ON ${table} TO ${app}`);
  });
}
