import { Client } from '@temporalio/client';
import { Runtime, Worker, type NativeConnection, type WorkerOptions } from '@temporalio/worker';
import type { DataSource } from 'typeorm';
import { createActivities } from '../src/activities/index.js';
import type { DeliveryDependencies } from '../src/activities/drain.js';
import type { Log } from '../src/activities/looking.js';
import type { TimeShift } from '../src/activities/shift.js';
import { noteBuild } from '../src/store/running/builds.js';
import { openLanes } from '../src/store/messages/deliveries.js';
import { ringFaulted } from '../src/store/loops/loops.js';
import { Rules } from '../src/store/loops/rules.js';
import { openBuckets } from '../src/store/token-buckets.js';
import { inTransaction } from '../src/store/transaction.js';
import { Relay } from './relay.js';
import { openSchedules } from './schedules.js';
import { deploymentOf, followCurrent } from './versions.js';

export interface WorkerParts extends DeliveryDependencies {
  dataSource: DataSource;
  databaseUrl: string;
  connection: NativeConnection;
  namespace: string;
  taskQueue: string;
  buildId: string;
  lanes: number;
  /** Loops wake ahead of a slot, spread over so many milliseconds. */
  spread: number;
  relayPerSecond: number;
  cachedLoops: number;
  shift: TimeShift;
  log: Log;
  /** Where the workflows come from: a bundle built ahead, or their source. */
  workflows: Pick<WorkerOptions, 'workflowBundle' | 'workflowsPath'>;
  /** False on a server that knows no worker versions: the time-skipping test server. */
  versioned: boolean;
}

export interface RunningWorker {
  worker: Worker;
  relay: Relay;
  /** Polls, and its build is the one that runs. */
  ready(): boolean;
  /** Lets what is under way finish, then ends. */
  stop(): Promise<void>;
  /** Settles when the worker has ended; rejects if it failed. */
  ended: Promise<void>;
}

/** Our processes decide themselves when they stop; the SDK's own signal handling would race with it. */
export const installRuntime = (): Runtime => Runtime.install({ shutdownSignals: [] });

/** Wires worker, relay and schedules together. Decides nothing. */
export async function startWorker(parts: WorkerParts): Promise<RunningWorker> {
  const { dataSource, connection, namespace, taskQueue, buildId, log, shift } = parts;
  const client = new Client({ connection, namespace });
  await inTransaction(dataSource, async (tx) => {
    await openLanes(tx, parts.lanes);
    await openBuckets(tx, ['email', 'slack'], Date.now());
    await ringFaulted(tx, buildId);
  });
  const rules = new Rules();
  const worker = await Worker.create({
    connection,
    namespace,
    taskQueue,
    ...parts.workflows,
    activities: createActivities({ ...parts, rules, build: buildId }),
    maxCachedWorkflows: parts.cachedLoops,
    shutdownGraceTime: '10s',
    ...(parts.versioned ? { workerDeploymentOptions: deploymentOf(buildId) } : {}),
  });
  const relay = new Relay({
    dataSource,
    databaseUrl: parts.databaseUrl,
    workflows: client.workflow,
    taskQueue,
    now: () => shift.toDomain(Date.now()),
    perSecond: parts.relayPerSecond,
    log,
  });
  const stopping = new AbortController();
  let current = !parts.versioned;
  const running = worker.run();
  const relaying = relay.run();
  const following = parts.versioned
    ? followCurrent(
        {
          client,
          buildId,
          isNewest: () => noteBuild(dataSource.manager, buildId, Date.now()),
          lookAgainMs: 30_000,
          tell: async (isCurrent) => {
            if (isCurrent === current) return;
            if (isCurrent) await openSchedules(client, taskQueue);
            current = isCurrent;
            const what = isCurrent ? 'this build is the current one' : 'another build is the current one';
            log.info({ build: buildId }, what);
          },
        },
        stopping.signal,
      )
    : Promise.resolve();
  const ended = running.finally(async () => {
    stopping.abort();
    relay.stop();
    await Promise.all([relaying, following]);
  });
  return {
    worker,
    relay,
    ready: () => current && worker.getState() === 'RUNNING',
    stop: async () => {
      if (worker.getState() === 'RUNNING') worker.shutdown();
      await ended;
    },
    ended,
  };
}
