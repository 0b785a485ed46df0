import type { DataSource } from 'typeorm';
import { HOUR, type Instant } from '../../src/domain/time.js';
import { appendFacts } from '../../src/store/loops/log.js';
import { inTransaction } from '../../src/store/transaction.js';
import { loopPrefix } from '../organisation/ids.js';

export const NEW_FACTS = 200;

/** Tells as many facts, each of another loop. */
export async function tellSome(dataSource: DataSource, loops: number, now: Instant): Promise<void> {
  const step = Math.floor(loops / NEW_FACTS);
  await inTransaction(dataSource, async (tx) => {
    for (let index = 0; index < NEW_FACTS; index++)
      await appendFacts(
        tx,
        `${loopPrefix(1 + index * step)}0000`,
        [{ kind: 'selfAssessed', happenedAt: now - HOUR, data: { level: 2 } }],
        now,
      );
  });
}
