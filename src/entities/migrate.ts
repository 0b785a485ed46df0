import { readApiSettings } from '../config/index.js';
import { createDataSource } from './data-source.js';
import { prepareDatabase } from './prepare-database.js';

/** `npm run migrate`: for whoever upgrades the schema before the processes. The API does it too when it starts. */
try {
  const { database, databaseOwnerUrl } = readApiSettings();
  const dataSource = createDataSource({
    ...database,
    applicationName: 'followthrough migrate',
  });
  await dataSource.initialize();
  await prepareDatabase(dataSource, databaseOwnerUrl).finally(() => dataSource.destroy());
  process.stdout.write('the schema is up to date\n');
} catch (error) {
  const { message, code } = error as { message?: string; code?: string };
  process.stderr.write(`${message || code || String(error)}\n`);
  process.exit(1);
}
