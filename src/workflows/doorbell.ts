import {
  condition,
  defineSignal,
  isCancellation,
  setCurrentDetails,
  setHandler,
  workflowInfo,
} from '@temporalio/workflow';
import type { Next } from '../activities/shift.js';

/** Something happened. It says no more than that: what happened stands in Postgres. */
export const bell = defineSignal('bell');

const FIRST_PAUSE = 30_000;
const LONGEST_PAUSE = 10 * 60_000;

/**
 * The life of every long workflow here: ask, then wait for the bell or for the instant that was named. A failed
 * question never fails the workflow: it is asked again after a pause that doubles from 30 s to 10 min, or at the bell.
 * @param ask told Temporal's time, so that time skipping and replay agree
 * @param startOver continues as new; called only while no bell is pending
 */
export async function answerTheBell(
  ask: (now: number) => Promise<Next>,
  startOver: () => Promise<never>,
): Promise<void> {
  let rung = false;
  setHandler(bell, () => {
    rung = true;
  });
  let pause = FIRST_PAUSE;
  for (;;) {
    // Cleared before the question, never after: what rings meanwhile is asked about again.
    rung = false;
    const next = await ask(Date.now()).catch((error: unknown): Next => {
      if (isCancellation(error)) throw error;
      const wakeAt = Date.now() + pause;
      pause = Math.min(pause * 2, LONGEST_PAUSE);
      return { phase: 'unanswered', wakeAt, why: 'retry', ended: false };
    });
    if (next.why !== 'retry') pause = FIRST_PAUSE;
    setCurrentDetails(`${next.phase}, waiting for ${next.why}`);
    if (rung) continue;
    if (next.ended) return;
    if (workflowInfo().continueAsNewSuggested) await startOver();
    if (next.wakeAt === null) await condition(() => rung);
    else if (next.wakeAt > Date.now())
      await condition(() => rung, next.wakeAt - Date.now(), { summary: `${next.phase}: ${next.why}` });
  }
}
