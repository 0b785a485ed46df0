import { continueAsNew, proxyActivities } from '@temporalio/workflow';
import type { Activities } from '../activities/index.js';
import { answerTheBell } from './doorbell.js';

const { launchBatch, waveBatch, rosterBatch, calendarBatch, cadenceMoveBatch } = proxyActivities<Activities>({
  startToCloseTimeout: '1m',
  retry: { maximumAttempts: 3, initialInterval: '1s' },
});

const { reconcile: ringAllLoops } = proxyActivities<Activities>({
  startToCloseTimeout: '1h',
  heartbeatTimeout: '1m',
});

/** Opens the loops of a launched program, batch by batch: `job/<jobId>`. */
export async function rolloutLaunch(jobId: string): Promise<void> {
  await answerTheBell(
    (now) => launchBatch(jobId, now),
    () => continueAsNew<typeof rolloutLaunch>(jobId),
  );
}

/** Lets the waves of a launched program begin one after the other: `job/<jobId>`. */
export async function rolloutWaves(jobId: string): Promise<void> {
  await answerTheBell(
    (now) => waveBatch(jobId, now),
    () => continueAsNew<typeof rolloutWaves>(jobId),
  );
}

/** Tells open loops of a changed calendar, manager or delegate, batch by batch: `job/<jobId>`. */
export async function rosterChange(jobId: string): Promise<void> {
  await answerTheBell(
    (now) => rosterBatch(jobId, now),
    () => continueAsNew<typeof rosterChange>(jobId),
  );
}

/** Gives everybody the holidays that hold now, batch by batch: `job/<jobId>`. */
export async function calendarChange(jobId: string): Promise<void> {
  await answerTheBell(
    (now) => calendarBatch(jobId, now),
    () => continueAsNew<typeof calendarChange>(jobId),
  );
}

const { play } = proxyActivities<Activities>({
  startToCloseTimeout: '1h',
  heartbeatTimeout: '1m',
  retry: { maximumAttempts: 3, initialInterval: '1s' },
});

/** Plays what a cadence would do to a program's people: `job/<jobId>`. */
export async function simulation(jobId: string): Promise<void> {
  await answerTheBell(
    (now) => play(jobId, now),
    () => continueAsNew<typeof simulation>(jobId),
  );
}

/** Lets open loops go by another version of their cadence, batch by batch: `job/<jobId>`. */
export async function cadenceMove(jobId: string): Promise<void> {
  await answerTheBell(
    (now) => cadenceMoveBatch(jobId, now),
    () => continueAsNew<typeof cadenceMove>(jobId),
  );
}

/** Tells of what only time brings about and rings every open loop. Runs daily, and by hand after a disaster. */
export async function reconcile(): Promise<void> {
  await ringAllLoops();
}
