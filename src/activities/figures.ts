import { Context } from '@temporalio/activity';
import { programsWithLoops } from '../store/figures/counts.js';
import { publishWhatClosed } from '../store/figures/night.js';
import type { Released } from '../store/figures/releases.js';
import { inTransaction } from '../store/transaction.js';
import { withCode } from './failure.js';
import type { LoopDependencies } from './looking.js';
import type { TimeShift } from './shift.js';

export function createFigures({
  dataSource,
  shift,
  lanes,
  log,
}: Pick<LoopDependencies, 'dataSource' | 'lanes' | 'log'> & { shift: TimeShift }) {
  const releaseAll = async (): Promise<Released> => {
    const now = shift.toDomain(Context.current().info.scheduledTimestampMs);
    const sum = { released: 0, restated: 0 };
    const failed: unknown[] = [];
    for (const program of await programsWithLoops(dataSource.manager)) {
      try {
        const { released, restated } = await inTransaction(dataSource, (tx) =>
          publishWhatClosed(tx, program, lanes, now),
        );
        sum.released += released;
        sum.restated += restated;
      } catch (error) {
        // One program's trouble is not the others': they are published, and it is tried again.
        log.error({ err: error, program }, 'the figures of a program could not be published');
        failed.push(error);
      }
      Context.current().heartbeat(program);
    }
    if (failed.length > 0) throw failed[0];
    return sum;
  };

  return {
    /** Publishes what has closed, program by program. */
    releaseAll: withCode('FIGURES_NOT_RELEASED', log, releaseAll),
  };
}
