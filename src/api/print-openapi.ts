import { pino } from 'pino';
import { readApiSettings } from '../config/index.js';
import { createDataSource } from '../entities/data-source.js';
import { documentOf } from './create-app.js';

/** Writes the OpenAPI document to standard output, for the generator of clients. Asks no database. */
const settings = readApiSettings({ DATABASE_URL: 'postgres://nobody@localhost/nothing' });
const dataSource = createDataSource({ ...settings.database, applicationName: 'followthrough openapi' });
const document = await documentOf({
  dataSource,
  clock: { now: () => 0 },
  settings: { ...settings, buildId: 'build' },
  log: pino({ level: 'silent' }),
  channels: {},
});
process.stdout.write(`${JSON.stringify(document, null, 2)}\n`);
