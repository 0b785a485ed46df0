import type { TestApi } from './api.js';

/** How many statements the API sends to its database while something is asked of it. */
export async function statementsOf({ app }: TestApi, work: () => Promise<unknown>): Promise<number> {
  const { logger } = app;
  let count = 0;
  const counting = Object.create(logger) as typeof logger;
  counting.logQuery = () => void count++;
  app.logger = counting;
  try {
    await work();
    return count;
  } finally {
    app.logger = logger;
  }
}
