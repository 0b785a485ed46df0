import { isGrpcServiceError, type Client } from '@temporalio/client';
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
export async function makeCurrent(client: Client, buildId: string, signal: AbortSignal): Promise<void> {
  while (!signal.aborted) {
    try {
      await client.workflowService.setWorkerDeploymentCurrentVersion({
        namespace: client.options.namespace,
        deploymentName: DEPLOYMENT,
        buildId,
        identity: client.options.identity,
      });
      return;
    } catch {
      await rest(250, signal);
    }
  }
}

/** Of gRPC: nothing of this deployment was ever seen. */
const NOT_FOUND = 5;

/** The build that runs now; null: none was ever made current. */
export async function currentBuild(client: Client): Promise<string | null> {
  const { namespace } = client.options;
  try {
    const answer = await client.workflowService.describeWorkerDeployment({
      namespace,
      deploymentName: DEPLOYMENT,
    });
    return answer.workerDeploymentInfo?.routingConfig?.currentDeploymentVersion?.buildId ?? null;
  } catch (error) {
    if (isGrpcServiceError(error) && error.code === NOT_FOUND) return null;
    throw error;
  }
}

export interface Following {
  client: Client;
  buildId: string;
  /** Notes that this build runs; says whether it is the newest of those that do. */
  isNewest(): Promise<boolean>;
  /** Told at every look whether this build is the current one. */
  tell(isCurrent: boolean): Promise<void>;
  lookAgainMs: number;
}

/**
 * Keeps the newest build that runs the current one, whichever replica started last. Only the newest makes itself
 * current; every other finds out by looking that it was replaced, and takes over when no worker of a newer one is left.
 */
export async function followCurrent(
  { client, buildId, isNewest, tell, lookAgainMs }: Following,
  signal: AbortSignal,
): Promise<void> {
  while (!signal.aborted) {
    try {
      const newest = await isNewest();
      const current = await currentBuild(client);
      if (newest && current !== buildId) await makeCurrent(client, buildId, signal);
      if (!signal.aborted) await tell(newest || current === buildId);
    } catch {
      // With Postgres or Temporal away nothing changes hands; what was told last still holds.
      await rest(Math.min(1_000, lookAgainMs), signal);
      continue;
    }
    await rest(lookAgainMs, signal);
  }
}

const rest = (ms: number, signal: AbortSignal): Promise<void> =>
  pause(ms, undefined, { signal }).catch(() => undefined);
