import { Context } from '@temporalio/activity';
import { SECOND } from '../domain/time.js';

const BEAT = 2 * SECOND;

/**
 * Heartbeats for as long as the work lasts, also while it waits for a provider: whoever falls silent has died, so that
 * its work can go to another process within seconds.
 */
export async function whileAlive<T>(work: () => Promise<T>): Promise<T> {
  const context = Context.current();
  const beating = setInterval(() => context.heartbeat(), BEAT);
  try {
    return await work();
  } finally {
    clearInterval(beating);
  }
}
