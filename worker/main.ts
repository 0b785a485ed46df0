import 'reflect-metadata';
import { readFile } from 'node:fs/promises';
import { fileURLToPath } from 'node:url';
import { NativeConnection } from '@temporalio/worker';
import { pino } from 'pino';
import { openChannels } from '../src/channels/open.js';
import {
  readWorkerSettings,
  SettingsError,
  type TemporalSettings,
  type WorkerSettings,
} from '../src/config/index.js';
import { shiftBy } from '../src/activities/shift.js';
import { createDataSource } from '../src/entities/data-source.js';
import { describeError } from '../src/store/describe-error.js';
import { serveHealth } from './health.js';
import { installRuntime, startWorker } from './start.js';

const BUNDLE = fileURLToPath(new URL('./workflow-bundle.js', import.meta.url));
/** A query that waits for a lock longer than this fails; the loop asks again. */
const LOCK_TIMEOUT_MS = 2_000;

async function connectTemporal({
  address,
  tls,
  apiKey,
  clientCertificate,
}: TemporalSettings): Promise<NativeConnection> {
  const clientCertPair = clientCertificate && {
    crt: await readFile(clientCertificate.certFile),
    key: await readFile(clientCertificate.keyFile),
  };
  return NativeConnection.connect({
    address,
    ...(tls ? { tls: clientCertPair ? { clientCertPair } : true } : {}),
    ...(apiKey === null ? {} : { apiKey }),
  });
}

async function run(settings: WorkerSettings): Promise<void> {
  const log = pino({
    level: settings.logLevel,
    base: { process: 'worker', build: settings.buildId },
    serializers: { err: describeError },
  });
  const { database, temporal } = settings;
  const dataSource = await createDataSource({
    ...database,
    applicationName: 'followthrough worker',
    lockTimeoutMs: LOCK_TIMEOUT_MS,
    prepares: true,
  }).initialize();
  if (await dataSource.showMigrations())
    throw new Error('the database lacks migrations of this build: start the API once, it runs them first');
  installRuntime();
  const connection = await connectTemporal(temporal);
  const { channels, close: closeChannels } = openChannels(settings, log);
  const worker = await startWorker({
    dataSource,
    databaseUrl: database.url,
    connection,
    namespace: temporal.namespace,
    taskQueue: temporal.taskQueue,
    buildId: settings.buildId,
    lanes: settings.deliveryLanes,
    spread: settings.nudgeSpreadSeconds * 1_000,
    relayPerSecond: settings.relayPerSecond,
    cachedLoops: settings.cachedLoops,
    perSecond: settings.perSecond,
    concurrency: settings.laneConcurrency,
    appUrl: settings.publicUrl,
    channels,
    shift: shiftBy(0),
    log,
    workflows: { workflowBundle: { codePath: BUNDLE } },
    versioned: true,
  });
  const health = await serveHealth(settings.metricsPort, worker, settings.buildId);
  const stop = (signal: NodeJS.Signals): void => {
    log.info({ signal }, 'the worker lets what is under way finish and stops');
    void worker.stop();
  };
  process.once('SIGTERM', stop).once('SIGINT', stop);
  try {
    await worker.ended;
  } finally {
    health.close();
    closeChannels();
    await connection.close();
    await dataSource.destroy();
  }
}

try {
  await run(readWorkerSettings());
} catch (error) {
  // The supervisor starts it again: the first connection is not retried by the SDK.
  process.stderr.write(
    `${error instanceof SettingsError ? error.message : `The worker ended: ${String(error)}`}\n`,
  );
  process.exitCode = 1;
}
