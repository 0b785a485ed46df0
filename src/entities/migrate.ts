import { readApiSettings } from '../config/index.js';
import { createDataSource } from './data-source.js';
import { migrateDatabase } from './migrate-database.js';

/** `npm run migrate`: for whoever upgrades the schema before the processes. The API does it too when it starts. */
try {
  const dataSource = createDataSource({
    ...readApiSettings().database,
    applicationName: 'followthrough migrate',
  });
  await dataSource.initialize();
  await migrateDatabase(dataSource).finally(() => dataSource.destroy());
  process.stdout.write('the schema is up to date\n');
} catch (error) {
  const { message, code } = error as { message?: string; code?: string };
  process.stderr.write(`${message || code || String(error)}\n`);
  process.exit(1);
}
