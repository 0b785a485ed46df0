import { Context } from '@temporalio/activity';
import { programsWithLoops } from '../store/figure-counts.js';
import { evaluateAlerts } from '../store/figure-alerts.js';
import { queueDigests } from '../store/figure-digests.js';
import { releaseFigures, type Released } from '../store/figure-releases.js';
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
    for (const program of await programsWithLoops(dataSource.manager)) {
      const { released, restated } = await inTransaction(dataSource, async (tx) => {
        const tables = await releaseFigures(tx, program, now);
        await evaluateAlerts(tx, program, lanes, now);
        await queueDigests(tx, program, lanes, now);
        return tables;
      });
      sum.released += released;
      sum.restated += restated;
      Context.current().heartbeat(program);
    }
    return sum;
  };

  return {
    /** Publishes what has closed, program by program. */
    releaseAll: withCode('FIGURES_NOT_RELEASED', log, releaseAll),
  };
}
