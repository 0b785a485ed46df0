import { createHash, randomUUID } from 'node:crypto';
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import pg from 'pg';
import type { DataSource } from 'typeorm';
import { createDataSource } from '../../src/entities/data-source.js';
import { prepareDatabase } from '../../src/entities/prepare-database.js';

export interface FreshDatabase {
  url: string;
  /** As the role that API and worker run under, which may do what it was granted. */
  appUrl: string;
  /** Ends what is still connected and deletes the database. */
  drop(): Promise<void>;
}

const ENTITIES = join(import.meta.dirname, '../../src/entities');
const APP = 'spec_app';
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
    appUrl: urlOf(name, APP),
    drop: () =>
      asAdmin(async (admin) => void (await admin.query(`DROP DATABASE IF EXISTS ${name} WITH (FORCE)`))),
  };
}

/** Leaves what a new database has: its tables, and which migrations it went through. */
export async function empty(owner: DataSource): Promise<void> {
  await owner.transaction(async (tx) => {
    // Logs refuse to be deleted from; and in no order could each row go before what it refers to.
    await tx.query(`SET LOCAL session_replication_role = replica`);
    await tx.query(`DO $$
      DECLARE name text; filled boolean;
      BEGIN
        FOR name IN SELECT relname FROM pg_class
          WHERE relkind = 'r' AND relnamespace = 'public'::regnamespace AND relname <> 'migrations' LOOP
          EXECUTE format('SELECT EXISTS (SELECT FROM %I)', name) INTO filled;
          IF filled THEN EXECUTE format('DELETE FROM %I', name); END IF;
        END LOOP;
      END $$`);
  });
}

/** Makes the template under a name that changes with the migrations and grants; spec files that start together take turns. */
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
  const { rowCount } = await admin.query('SELECT 1 FROM pg_roles WHERE rolname = $1', [APP]);
  if (rowCount === 0) await admin.query(`CREATE ROLE ${APP} LOGIN PASSWORD '${APP}'`);
  const app = createDataSource({
    url: urlOf(unfinished, APP),
    poolSize: 2,
    applicationName: 'test template',
  });
  await app.initialize();
  await prepareDatabase(app, urlOf(unfinished)).finally(() => app.destroy());
  await admin.query(`ALTER DATABASE ${unfinished} RENAME TO ${template}`);
}

/** Of sources in a test, of what was built from them in a bench. */
function hashOfMigrations(): string {
  const hash = createHash('sha256');
  const grants = readdirSync(ENTITIES).filter((file) => file.startsWith('grants.'));
  const migrations = readdirSync(join(ENTITIES, 'migrations')).map((file) => join('migrations', file));
  for (const file of [...grants, ...migrations].sort()) hash.update(readFileSync(join(ENTITIES, file)));
  return hash.digest('hex').slice(0, 12);
}

async function asAdmin<T>(work: (admin: pg.Client) => Promise<T>): Promise<T> {
  const admin = new pg.Client({ connectionString: adminUrl() });
  await admin.connect();
  return work(admin).finally(() => admin.end());
}

function urlOf(database: string, role?: string): string {
  const url = new URL(adminUrl());
  url.pathname = `/${database}`;
  if (role !== undefined) [url.username, url.password] = [role, role];
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
