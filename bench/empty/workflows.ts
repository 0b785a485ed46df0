import { condition, defineSignal, proxyLocalActivities, setHandler } from '@temporalio/workflow';
import type { EmptyActivities } from './activities.js';

const { nothing } = proxyLocalActivities<EmptyActivities>({ startToCloseTimeout: '5s' });
const bell = defineSignal('bell');

/**
 * The least that a durable loop can be: it waits for its bell, or for one instant, and runs one empty local activity.
 * @param wakeAt null: only the bell matters
 */
export async function emptyLoop(wakeAt: number | null = null): Promise<void> {
  let rung = false;
  setHandler(bell, () => {
    rung = true;
  });
  for (;;) {
    rung = false;
    await nothing();
    await condition(() => rung, wakeAt !== null && wakeAt > Date.now() ? wakeAt - Date.now() : '30 days');
  }
}
