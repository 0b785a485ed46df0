import { freshDatabase, type FreshDatabase } from '../../../test/support/database.js';
import type { DataSource } from 'typeorm';
import { createDataSource } from '../../entities/data-source.js';
import { isDrained, withLane } from './lane-lock.js';

describe('the lock of a delivery lane', () => {
  let database: FreshDatabase;
  let other: FreshDatabase;
  let dataSource: DataSource;

  beforeAll(async () => {
    [database, other] = [await freshDatabase(), await freshDatabase()];
    dataSource = createDataSource({ url: database.url, poolSize: 2, applicationName: 'lane lock spec' });
    await dataSource.initialize();
  });
  afterAll(async () => {
    await dataSource.destroy();
    await database.drop();
    await other.drop();
  });

  const drained = async (at: DataSource, lane: string): Promise<boolean> => {
    const [row] = await at.query<{ drained: boolean }[]>(`SELECT ${isDrained(lane)} AS drained`);
    return row!.drained;
  };

  it('says who is at which lane of which database', async () => {
    const elsewhere = createDataSource({ url: other.url, poolSize: 1, applicationName: 'lane lock spec' });
    await elsewhere.initialize();
    const seen = await withLane(dataSource, 200, async () => [
      await drained(dataSource, '200'),
      await drained(dataSource, '201'),
      await drained(elsewhere, '200'),
    ]);
    await elsewhere.destroy();
    expect(seen).toEqual([true, false, false]);
    expect(await drained(dataSource, '200')).toBe(false);
  });

  it('goes with its process, also where work throws or the connection is cut', async () => {
    await expect(withLane(dataSource, 1, () => Promise.reject(new Error('trouble')))).rejects.toThrow(
      'trouble',
    );
    expect(await drained(dataSource, '1')).toBe(false);
    const cut = withLane(dataSource, 1, () =>
      dataSource.query(
        `SELECT pg_terminate_backend(pid, 10000) FROM pg_locks WHERE locktype = 'advisory' AND objsubid = 2 AND objid = 1 AND granted`,
      ),
    );
    await expect(cut).rejects.toThrow();
    expect(await withLane(dataSource, 1, async () => 'mine')).toBe('mine');
  });

  it('goes within half a minute where a machine is gone without a word', async () => {
    const one = createDataSource({ url: database.url, poolSize: 1, applicationName: 'lane lock spec' });
    await one.initialize();
    await withLane(one, 2, async () => undefined);
    const [asks] = await one.query<Record<string, string>[]>(
      `SELECT current_setting('tcp_keepalives_idle')::int + current_setting('tcp_keepalives_interval')::int * current_setting('tcp_keepalives_count')::int AS seconds`,
    );
    await one.destroy();
    expect(asks!.seconds).toBeLessThanOrEqual(30);
  });
});
