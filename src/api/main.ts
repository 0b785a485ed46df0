import { openChannels } from '../channels/open.js';
import { createDataSource } from '../entities/data-source.js';
import { prepareDatabase } from '../entities/prepare-database.js';
import { readApiSettings, SettingsError, type ApiSettings } from '../config/index.js';
import { issueFirstKey } from '../store/rights/api-keys.js';
import { inTransaction } from '../store/transaction.js';
import { createLog } from './common/log.js';
import { createApi } from './create-app.js';

const clock = { now: () => Date.now() };

async function start(settings: ApiSettings): Promise<void> {
  const log = createLog(settings);
  const dataSource = createDataSource({ ...settings.database, applicationName: 'followthrough api' });
  await dataSource.initialize();
  await prepareDatabase(dataSource, settings.databaseOwnerUrl);
  const firstKey = await inTransaction(dataSource, (tx) => issueFirstKey(tx, clock.now()));
  if (firstKey) announce(firstKey.secret);

  // What is sent to try it out acts for nobody.
  const { channels, close: closeChannels } = openChannels({ ...settings, linkSecrets: null }, log);
  const app = await createApi({ dataSource, clock, settings, log, channels });
  await app.listen(settings.port, settings.host);
  log.info({ url: await app.getUrl() }, 'listening');

  let stopping = false;
  const stop = async (signal: string): Promise<void> => {
    if (stopping) return;
    stopping = true;
    log.info({ signal }, 'stopping: requests under way are answered first');
    await app.close();
    closeChannels();
    await dataSource.destroy();
  };
  for (const signal of ['SIGINT', 'SIGTERM'] as const) process.on(signal, () => void stop(signal));
}

/** Past the log, where a key has no place. */
function announce(secret: string): void {
  process.stdout.write(
    `\nThe first administrator key, shown this once. Keep it safe and make further keys with it:\n\n  ${secret}\n\n`,
  );
}

function explain(error: unknown): string {
  if (error instanceof SettingsError) return error.message;
  const { code, message } = error as { code?: string; message?: string };
  return `cannot start: ${message || code || String(error)}. Is the server of DATABASE_URL running, and the port of API_PORT free?`;
}

try {
  await start(readApiSettings());
} catch (error) {
  process.stderr.write(`${explain(error)}\n`);
  process.exit(1);
}
