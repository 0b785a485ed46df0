import { readApiSettings } from '../../config/index.js';
import { createDataSource } from '../../entities/data-source.js';
import { trimAudit } from '../../store/rights/audit-trim.js';

/** `npm run audit:trim`: removes what the audit need not keep any more. Run by whoever owns the tables, such as monthly. */
try {
  const { database, databaseOwnerUrl, auditMonths } = readApiSettings();
  const dataSource = createDataSource({
    url: databaseOwnerUrl ?? database.url,
    poolSize: 2,
    applicationName: 'followthrough audit:trim',
  });
  await dataSource.initialize();
  const { removed, before } = await trimAudit(dataSource, auditMonths, Date.now()).finally(() =>
    dataSource.destroy(),
  );
  process.stdout.write(`${removed} entries from before ${before} were removed\n`);
} catch (error) {
  const { message, code } = error as { message?: string; code?: string };
  process.stderr.write(`${message || code || String(error)}\n`);
  process.exit(1);
}
