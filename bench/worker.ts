import 'reflect-metadata';
import { fileURLToPath } from 'node:url';
import { Client } from '@temporalio/client';
import { bundleWorkflowCode, DefaultLogger, NativeConnection, Runtime, Worker } from '@temporalio/worker';
import { createDataSource } from '../src/entities/data-source.js';
import { shiftBy } from '../src/activities/shift.js';
import { deploymentOf, makeCurrent } from '../worker/versions.js';
import { startWorker } from '../worker/start.js';
import { createEmptyActivities } from './empty/activities.js';
import type { WorkerKind, WorkerOrder } from './support/scene.js';

const BUNDLE = fileURLToPath(new URL('../worker/workflow-bundle.js', import.meta.url));
const EMPTY = fileURLToPath(new URL('./empty/workflows.js', import.meta.url));
const TASK_QUEUE = 'bench';
const BUILD = 'bench';
const AT_ONCE = 20;

const env = (name: string): string => process.env[name]!;
const say = (word: string): void => void process.send?.(word);
const silent = { info() {}, warn: console.warn, error: console.error };

/** Lets `count` calls run, so many at once as the relay makes. */
async function atOnce(count: number, call: (index: number) => Promise<unknown>): Promise<void> {
  let next = 0;
  await Promise.all(
    Array.from({ length: AT_ONCE }, async () => {
      while (next < count) await call(next++);
    }),
  );
}

Runtime.install({ shutdownSignals: [], logger: new DefaultLogger('WARN') });
const connection = await NativeConnection.connect({ address: env('TEMPORAL_ADDRESS') });
const cachedLoops = Number(env('WORKER_CACHE'));

async function ours(): Promise<() => Promise<void>> {
  const url = env('DATABASE_URL');
  const dataSource = await createDataSource({
    url,
    poolSize: 10,
    applicationName: 'bench worker',
    lockTimeoutMs: 2_000,
  }).initialize();
  const worker = await startWorker({
    dataSource,
    databaseUrl: url,
    connection,
    namespace: 'default',
    taskQueue: TASK_QUEUE,
    buildId: BUILD,
    lanes: 8,
    spread: 0,
    relayPerSecond: 10_000,
    cachedLoops,
    perSecond: { email: 10_000, slack: 10_000 },
    concurrency: 4,
    appUrl: 'http://localhost',
    channels: {},
    shift: shiftBy(0),
    log: silent,
    workflows: { workflowBundle: { codePath: BUNDLE } },
    versioned: true,
  });
  while (!worker.ready()) await new Promise((resolve) => setTimeout(resolve, 50));
  return worker.stop;
}

async function empty(): Promise<() => Promise<void>> {
  const client = new Client({ connection });
  let left = 0;
  const activities = createEmptyActivities(() => {
    left -= 1;
    if (left === 0) say('done');
  });
  const worker = await Worker.create({
    connection,
    taskQueue: TASK_QUEUE,
    workflowBundle: await bundleWorkflowCode({ workflowsPath: EMPTY, logger: new DefaultLogger('WARN') }),
    activities,
    maxCachedWorkflows: cachedLoops,
    workerDeploymentOptions: deploymentOf(BUILD),
  });
  const running = worker.run();
  await makeCurrent(client, BUILD, new AbortController().signal);
  process.on('message', (order: WorkerOrder) => {
    left = order.count;
    void atOnce(order.count, (index) =>
      order.kind === 'open'
        ? client.workflow.signalWithStart('emptyLoop', {
            workflowId: `empty/${index}`,
            taskQueue: TASK_QUEUE,
            signal: 'bell',
          })
        : client.workflow.getHandle(`empty/${index}`).signal('bell'),
    );
  });
  return async () => {
    worker.shutdown();
    await running;
  };
}

const stop = (process.argv[2] as WorkerKind) === 'ours' ? await ours() : await empty();
process.once('SIGTERM', () => void stop().then(() => process.exit(0)));
say('ready');
