import type { Client } from '@temporalio/client';
import type { WorkerDeploymentOptions } from '@temporalio/worker';
import { setTimeout as pause } from 'node:timers/promises';

export const DEPLOYMENT = 'followthrough';

/** Every workflow moves on with the newest build: a pinned run would be stranded where one host replaces its only worker. */
export const deploymentOf = (buildId: string): WorkerDeploymentOptions => ({
  version: { deploymentName: DEPLOYMENT, buildId },
  useWorkerVersioning: true,
  defaultVersioningBehavior: 'AUTO_UPGRADE',
});

/**
 * Makes this build the current one: before a version is current, nothing runs at all. The server takes it once it
 * has seen the build poll, so it is asked until it does.
 */
export async function makeCurrent(client: Client, buildId: string, stopped: () => boolean): Promise<boolean> {
  while (!stopped()) {
    try {
      await client.workflowService.setWorkerDeploymentCurrentVersion({
        namespace: client.options.namespace,
        deploymentName: DEPLOYMENT,
        buildId,
        identity: client.options.identity,
      });
      return true;
    } catch {
      await pause(250);
    }
  }
  return false;
}
