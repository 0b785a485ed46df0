import { proxyActivities } from '@temporalio/workflow';
import type { Activities } from '../activities/index.js';

const { releaseAll } = proxyActivities<Activities>({
  startToCloseTimeout: '2h',
  heartbeatTimeout: '15m',
  retry: { maximumAttempts: 3, initialInterval: '1m' },
});

/** Publishes the figures of every week and month that has closed. Runs daily; says how many tables it published. */
export async function releaseFigures(): Promise<{ released: number; restated: number }> {
  return releaseAll();
}
