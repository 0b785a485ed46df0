import { setTimeout as pause } from 'node:timers/promises';
import type { DataSource } from 'typeorm';
import type { Channel } from '../domain/cadence.js';
import { takeTokens } from '../store/token-buckets.js';
import { inTransaction } from '../store/transaction.js';

/**
 * Keeps all processes together within a provider's rate. Tokens are fetched from Postgres a tenth of a second's
 * worth at a time, so that a fast provider does not cost a query a message.
 */
export function createPacer(dataSource: DataSource, perSecond: Readonly<Record<Channel, number>>) {
  const stock: Record<Channel, number> = { email: 0, slack: 0 };
  return async (provider: Channel): Promise<void> => {
    const rate = perSecond[provider];
    while (stock[provider] < 1) {
      const most = Math.max(1, Math.floor(rate / 10));
      const taken = await inTransaction(dataSource, (tx) => takeTokens(tx, provider, rate, most));
      stock[provider] += taken;
      if (taken === 0) await pause(Math.ceil(1000 / rate));
    }
    stock[provider] -= 1;
  };
}
