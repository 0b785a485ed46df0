import { createHash, randomUUID } from 'node:crypto';
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import pg from 'pg';
import { createDataSource } from '../../src/entities/data-source.js';
import { migrateDatabase } from '../../src/entities/migrate-database.js';

export interface FreshDatabase {
  url: string;
  /** Ends what is still connected and deletes the database. */
  drop(): Promise<void>;
}

const MIGRATIONS = join(import.meta.dirname, '../../src/entities/migrations');
const TEMPLATE_LOCK = 4_717_002;

/**
 * A migrated, empty database of its own for one spec file. The migrations run once; every further database is a copy
 * of that template, which takes a tenth of a second.
 */
export async function freshDatabase(): Promise<FreshDatabase> {
  const name = `api_spec_${randomUUID().replaceAll('-', '')}`;
  await asAdmin(async (admin) => {
    const template = await migratedTemplate(admin);
    await admin.query(`CREATE DATABASE ${name} TEMPLATE ${template}`);
  });
  return {
    url: urlOf(name),
    drop: () =>
      asAdmin(async (admin) => void (await admin.query(`DROP DATABASE IF EXISTS ${name} WITH (FORCE)`))),
  };
}

/** Makes the template under a name that changes with the migrations; spec files that start together take turns. */
async function migratedTemplate(admin: pg.Client): Promise<string> {
  const template = `api_template_${hashOfMigrations()}`;
  await admin.query('SELECT pg_advisory_lock($1)', [TEMPLATE_LOCK]);
  try {
    const { rowCount } = await admin.query('SELECT 1 FROM pg_database WHERE datname = $1', [template]);
    if (rowCount === 0) await makeTemplate(admin, template);
  } finally {
    await admin.query('SELECT pg_advisory_unlock($1)', [TEMPLATE_LOCK]);
  }
  return template;
}

/** Migrated under another name first, so that a killed run never leaves half a template behind. */
async function makeTemplate(admin: pg.Client, template: string): Promise<void> {
  const unfinished = `${template}_unfinished`;
  await admin.query(`DROP DATABASE IF EXISTS ${unfinished} WITH (FORCE)`);
  await admin.query(`CREATE DATABASE ${unfinished}`);
  const dataSource = createDataSource({
    url: urlOf(unfinished),
    poolSize: 2,
    applicationName: 'test template',
  });
  await dataSource.initialize();
  await migrateDatabase(dataSource).finally(() => dataSource.destroy());
  await admin.query(`ALTER DATABASE ${unfinished} RENAME TO ${template}`);
}

function hashOfMigrations(): string {
  const hash = createHash('sha256');
  for (const file of readdirSync(MIGRATIONS).sort()) hash.update(readFileSync(join(MIGRATIONS, file)));
  return hash.digest('hex').slice(0, 12);
}

async function asAdmin<T>(work: (admin: pg.Client) => Promise<T>): Promise<T> {
  const admin = new pg.Client({ connectionString: adminUrl() });
  await admin.connect();
  return work(admin).finally(() => admin.end());
}

function urlOf(database: string): string {
  const url = new URL(adminUrl());
  url.pathname = `/${database}`;
  return url.href;
}

function adminUrl(): string {
  const url = process.env.TEST_DATABASE_URL;
  if (url) return url;
  throw new Error(
    'TEST_DATABASE_URL is not set: expected the URL of a Postgres server on which databases may be created, such as ' +
      'postgres://postgres@127.0.0.1:5432/postgres. `npm test` starts one and sets it.',
  );
}
