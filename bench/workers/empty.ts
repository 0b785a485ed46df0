import { fileURLToPath } from 'node:url';
import { Client } from '@temporalio/client';
import { bundleWorkflowCode, DefaultLogger, Worker, type NativeConnection } from '@temporalio/worker';
import { deploymentOf, makeCurrent } from '../../worker/versions.js';
import { createEmptyActivities } from '../empty/activities.js';
import type { WorkerOrder } from '../support/scene.js';
import { atOnce } from './at-once.js';
import { BUILD, TASK_QUEUE } from './ours.js';
import { cachedLoops, say } from './settings.js';

const EMPTY = fileURLToPath(new URL('../empty/workflows.js', import.meta.url));
/** As the relay makes. */
const CALLS_AT_ONCE = 20;

/** Loops that do nothing, with the same options. */
export async function startEmpty(connection: NativeConnection): Promise<() => Promise<void>> {
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
    maxCachedWorkflows: cachedLoops(),
    workerDeploymentOptions: deploymentOf(BUILD),
  });
  const running = worker.run();
  await makeCurrent(client, BUILD, new AbortController().signal);

  const call = (order: WorkerOrder, index: number): Promise<unknown> => {
    const workflowId = `empty/${index}`;
    return order.kind === 'open'
      ? client.workflow.signalWithStart('emptyLoop', {
          workflowId,
          taskQueue: TASK_QUEUE,
          signal: 'bell',
          args: [order.wakeAt ?? null],
        })
      : client.workflow.getHandle(workflowId).signal('bell');
  };
  process.on('message', (order: WorkerOrder) => {
    left = order.count;
    if (order.kind !== 'wake') void atOnce(CALLS_AT_ONCE, order.count, (index) => call(order, index));
  });
  return async () => {
    worker.shutdown();
    await running;
  };
}
