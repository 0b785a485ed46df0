import { MockActivityEnvironment } from '@temporalio/testing';
import type { DataSource } from 'typeorm';
import type { Activities } from '../../src/activities/index.js';
import type { Next } from '../../src/activities/shift.js';
import { createSimulation } from '../../src/activities/simulation.js';
import type { TestApi } from './api.js';
import { deps } from './coaching.js';

/**
 * Does what the workflow of a simulation would do.
 * @param before what happens before a statement outside a transaction is sent to Postgres
 */
export async function playSimulation(
  api: TestApi,
  id: string,
  before: (sql: string) => Promise<void> = async () => {},
): Promise<void> {
  const same = (time: number): number => time;
  const { manager } = api.app;
  const query = async (sql: string, parameters: unknown[]): Promise<unknown> => {
    await before(sql);
    return manager.query(sql, parameters);
  };
  const dataSource = Object.create(api.app, {
    manager: { value: Object.create(manager, { query: { value: query } }) as unknown },
  }) as DataSource;
  const { play: run } = createSimulation({
    ...deps(api),
    dataSource,
    shift: { toDomain: same, toTemporal: same },
  });
  await new MockActivityEnvironment().run<Parameters<Activities['play']>, Next, Activities['play']>(
    run,
    id,
    api.clock.now(),
  );
}
