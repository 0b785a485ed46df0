import { DataSource } from 'typeorm';
import * as entities from './index.js';
import { migrations } from './migrations/index.js';
import { SnakeNaming } from './naming.js';
import { PreparingClient } from './preparing-client.js';

const {
  Bell: _embedded,
  PERSON_ROLES: _roles,
  SIGN_IN_WAYS: _ways,
  AUDIT_EVENTS: _events,
  ACTOR_KINDS: _kinds,
  FINDING_CODES: _codes,
  ...tables
} = entities;

export interface DatabaseOptions {
  url: string;
  /** Most connections of this process. */
  poolSize: number;
  /** Shown by Postgres beside each connection. */
  applicationName: string;
  /** How long somebody waits for a connection; left out: 5 s, after which the database counts as away. */
  connectTimeoutMs?: number;
  /** A statement that waits longer for a lock fails; left out: it waits as long as it takes. */
  lockTimeoutMs?: number;
  /** Postgres keeps its plan of every statement: of a process that asks the same few again and again. */
  prepares?: true;
}

/** The one way to a database of ours. Never synchronises: the schema comes from migrations. */
export function createDataSource({
  url,
  poolSize,
  applicationName,
  connectTimeoutMs = 5_000,
  lockTimeoutMs,
  prepares,
}: DatabaseOptions): DataSource {
  return new DataSource({
    type: 'postgres',
    url,
    poolSize,
    applicationName,
    connectTimeoutMS: connectTimeoutMs,
    entities: Object.values(tables) as (typeof tables.Person)[],
    migrations,
    migrationsTransactionMode: 'each',
    namingStrategy: new SnakeNaming(),
    logging: false,
    extra: {
      // What people wait for is read in less time than Postgres takes to compile it.
      options: `-c jit=off${lockTimeoutMs === undefined ? '' : ` -c lock_timeout=${lockTimeoutMs}`}`,
      ...(prepares && { Client: PreparingClient }),
    },
  });
}
