import { Context } from '@temporalio/activity';
import { checkPromise, closeRound, countFindings } from '../store/running/findings.js';
import { PROMISES } from '../store/running/promises.js';
import { inTransaction } from '../store/transaction.js';
import { withCode } from './failure.js';
import type { LoopDependencies } from './looking.js';
import type { TimeShift } from './shift.js';
import { throughAll } from './through-all.js';

const BATCH = 500;

export function createPromiseKeeping({
  dataSource,
  shift,
  log,
}: Pick<LoopDependencies, 'dataSource' | 'log'> & { shift: TimeShift }) {
  const checkPromises = async (): Promise<Readonly<Record<string, number>>> => {
    const now = shift.toDomain(Context.current().info.scheduledTimestampMs);
    for (const promise of PROMISES) {
      await throughAll(dataSource, (tx, after) => checkPromise(tx, promise, now, after, BATCH));
      await inTransaction(dataSource, (tx) => closeRound(tx, promise.code, now));
    }
    const open = await countFindings(dataSource.manager);
    if (Object.values(open).some((count) => count > 0)) log.warn({ open }, 'promises were found broken');
    return open;
  };

  return {
    /** Goes through the whole database for what breaks a promise, and rings it; says how many are open, by code. */
    checkPromises: withCode('PROMISES_NOT_CHECKED', log, checkPromises),
  };
}
