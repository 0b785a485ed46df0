import { fileURLToPath } from 'node:url';
import type { NativeConnection } from '@temporalio/worker';
import { shiftBy } from '../../src/activities/shift.js';
import { createDataSource } from '../../src/entities/data-source.js';
import { startWorker } from '../../worker/start.js';
import { CONNECTIONS, LANES } from '../support/herd-size.js';
import { mailChannel } from './sending.js';
import { cachedLoops, databaseUrl, offset, smtpUrl } from './settings.js';

const BUNDLE = fileURLToPath(new URL('../../worker/workflow-bundle.js', import.meta.url));
export const TASK_QUEUE = 'bench';
export const BUILD = 'bench';

const silent = { info() {}, warn: console.warn, error: console.error };

/** The product's own worker. */
export async function startOurs(connection: NativeConnection): Promise<() => Promise<void>> {
  const url = databaseUrl();
  const dataSource = await createDataSource({
    url,
    poolSize: 10 + LANES,
    applicationName: 'bench worker',
    lockTimeoutMs: 2_000,
    prepares: true,
  }).initialize();
  const smtp = smtpUrl();
  const worker = await startWorker({
    dataSource,
    databaseUrl: url,
    connection,
    namespace: 'default',
    taskQueue: TASK_QUEUE,
    buildId: BUILD,
    lanes: LANES,
    spread: 0,
    relayPerSecond: 10_000,
    cachedLoops: cachedLoops(),
    perSecond: { email: 10_000, slack: 10_000 },
    concurrency: CONNECTIONS / LANES,
    appUrl: 'http://localhost',
    channels: smtp === null ? {} : { email: mailChannel(smtp) },
    shift: shiftBy(offset()),
    log: silent,
    workflows: { workflowBundle: { codePath: BUNDLE } },
    versioned: true,
  });
  while (!worker.ready()) await new Promise((resolve) => setTimeout(resolve, 50));
  return worker.stop;
}
