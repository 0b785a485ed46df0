import { DataSource } from 'typeorm';
import * as entities from './index.js';
import { migrations } from './migrations/index.js';
import { SnakeNaming } from './naming.js';

const { Bell: _embedded, PERSON_ROLES: _words, ...tables } = entities;

export interface DatabaseOptions {
  url: string;
  /** Most connections of this process. */
  poolSize: number;
  /** Shown by Postgres beside each connection. */
  applicationName: string;
}

/** The one way to a database of ours. Never synchronises: the schema comes from migrations. */
export function createDataSource({ url, poolSize, applicationName }: DatabaseOptions): DataSource {
  return new DataSource({
    type: 'postgres',
    url,
    poolSize,
    applicationName,
    connectTimeoutMS: 5_000,
    entities: Object.values(tables) as (typeof tables.Person)[],
    migrations,
    migrationsTransactionMode: 'each',
    namingStrategy: new SnakeNaming(),
    logging: false,
  });
}
