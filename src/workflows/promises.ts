import { proxyActivities } from '@temporalio/workflow';
import type { Activities } from '../activities/index.js';

const { checkPromises } = proxyActivities<Activities>({
  startToCloseTimeout: '10m',
  heartbeatTimeout: '1m',
  retry: { maximumAttempts: 3, initialInterval: '1s' },
});

/** Finds and repairs what breaks a promise. Runs every few minutes; says how many are broken, by code. */
export async function keepPromises(): Promise<Readonly<Record<string, number>>> {
  return checkPromises();
}
