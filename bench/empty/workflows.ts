import { condition, defineSignal, proxyLocalActivities, setHandler } from '@temporalio/workflow';
import type { EmptyActivities } from './activities.js';

const { nothing } = proxyLocalActivities<EmptyActivities>({ startToCloseTimeout: '5s' });
const bell = defineSignal('bell');

/** The least that a durable loop can be: it waits for its bell and runs one empty local activity. */
export async function emptyLoop(): Promise<void> {
  let rung = false;
  setHandler(bell, () => {
    rung = true;
  });
  for (;;) {
    rung = false;
    await nothing();
    await condition(() => rung, '30 days');
  }
}
