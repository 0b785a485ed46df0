import { ApplicationFailure } from '@temporalio/activity';
import type { Log } from './looking.js';

/**
 * Lets nothing but a code leave an activity: driver messages and stacks can name people, and Temporal keeps what it
 * is told. The words go to the log.
 */
export function withCode<A extends unknown[], R>(
  code: string,
  log: Log,
  work: (...args: A) => Promise<R>,
): (...args: A) => Promise<R> {
  return async (...args) => {
    try {
      return await work(...args);
    } catch (error) {
      if (error instanceof ApplicationFailure) throw error;
      log.warn({ code, err: error }, 'an activity failed; it is tried again');
      throw ApplicationFailure.create({ message: code, type: code });
    }
  };
}
