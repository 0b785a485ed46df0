import 'reflect-metadata';
import { fileURLToPath } from 'node:url';
import { DefaultLogger, NativeConnection, Runtime } from '@temporalio/worker';
import { shiftBy } from '../../src/activities/shift.js';
import { createEmailChannel } from '../../src/channels/email.js';
import { createSlackChannel } from '../../src/channels/slack.js';
import { createDataSource } from '../../src/entities/data-source.js';
import { startWorker } from '../../worker/start.js';

/**
 * The worker as production wires it, for a story of another month: its clock runs at a constant distance from that
 * of a Temporal that skips time. A process of its own, so that a test can kill it.
 */
const env = (name: string): string => process.env[name]!;
const BUNDLE = fileURLToPath(new URL('../../worker/workflow-bundle.js', import.meta.url));
const silent = { info() {}, warn() {}, error: console.error };

Runtime.install({ shutdownSignals: [], logger: new DefaultLogger('ERROR') });
const url = env('DATABASE_URL');
const worker = await startWorker({
  dataSource: await createDataSource({
    url,
    poolSize: 10,
    applicationName: 'test worker',
    lockTimeoutMs: 2_000,
  }).initialize(),
  databaseUrl: url,
  connection: await NativeConnection.connect({ address: env('TEMPORAL_ADDRESS') }),
  namespace: 'default',
  taskQueue: 'story',
  buildId: 'story',
  lanes: 2,
  spread: 600_000,
  relayPerSecond: 1_000,
  // Where nothing is kept between two looks, each replays its whole history, and a killed worker leaves no queue of its own.
  cachedLoops: Number(env('CACHED_LOOPS')),
  perSecond: { email: 1_000, slack: 1_000 },
  concurrency: 2,
  appUrl: 'http://localhost:3000',
  channels: {
    email: createEmailChannel({
      url: env('SMTP_URL'),
      from: 'Followthrough <coaching@example.com>',
      domain: 'coaching.example.com',
      log: silent,
    }),
    slack: createSlackChannel({ token: 'xoxb-story', apiUrl: env('SLACK_API_URL'), log: silent }),
  },
  shift: shiftBy(Number(env('CLOCK_OFFSET_MS'))),
  log: silent,
  workflows: { workflowBundle: { codePath: BUNDLE } },
  versioned: false,
});
process.once('SIGTERM', () => void worker.stop().then(() => process.exit(0)));
process.send?.('ready');
