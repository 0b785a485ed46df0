import { continueAsNew, proxyLocalActivities } from '@temporalio/workflow';
import type { Activities } from '../activities/index.js';
import { answerTheBell } from './doorbell.js';

const { advance } = proxyLocalActivities<Activities>({
  startToCloseTimeout: '5s',
  retry: { maximumAttempts: 3, initialInterval: '200ms' },
});

/** Keeps one enrolment's time, from training until adoption has held: `coaching/<enrolmentId>`. */
export async function coachingLoop(enrolmentId: string): Promise<void> {
  await answerTheBell(
    (now) => advance(enrolmentId, now),
    () => continueAsNew<typeof coachingLoop>(enrolmentId),
  );
}
