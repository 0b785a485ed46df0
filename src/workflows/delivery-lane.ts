import { continueAsNew, proxyActivities } from '@temporalio/workflow';
import type { Activities } from '../activities/index.js';
import { answerTheBell } from './doorbell.js';

const { drain } = proxyActivities<Activities>({
  startToCloseTimeout: '10m',
  // A killed worker's lane stands still for so long; the unsent must not look like people out of reach.
  heartbeatTimeout: '10s',
  retry: { maximumAttempts: 3, initialInterval: '1s' },
});

/** Sends what has come due to the people of one lane: `delivery/<lane>`. Lives as long as the product. */
export async function deliveryLane(lane: number): Promise<void> {
  await answerTheBell(
    (now) => drain(lane, now),
    () => continueAsNew<typeof deliveryLane>(lane),
  );
}
