import type { DataSource } from 'typeorm';
import { freshDatabase, type FreshDatabase } from '../../test/support/database.js';
import { createDataSource } from '../entities/data-source.js';
import { inTransaction } from './transaction.js';

let database: FreshDatabase;
let dataSource: DataSource;
beforeAll(async () => {
  database = await freshDatabase();
  dataSource = createDataSource({ url: database.url, poolSize: 5, applicationName: 'transaction spec' });
  await dataSource.initialize();
  await dataSource.query('CREATE TABLE counter (name text PRIMARY KEY, value int NOT NULL)');
  await dataSource.query(`INSERT INTO counter VALUES ('a', 0), ('b', 0)`);
});
afterAll(async () => {
  await dataSource?.destroy();
  await database?.drop();
});

const values = async (): Promise<number[]> =>
  ((await dataSource.query('SELECT value FROM counter ORDER BY name')) as { value: number }[]).map(
    ({ value }) => value,
  );

it('stores all of the work or nothing', async () => {
  const before = await values();
  const failing = inTransaction(dataSource, async (tx) => {
    await tx.query('UPDATE counter SET value = value + 1');
    throw new Error('half-way');
  });
  await expect(failing).rejects.toThrow('half-way');
  expect(await values()).toEqual(before);
});

it('runs the work again where Postgres had to break a deadlock', async () => {
  const [a, b] = await values();
  let runs = 0;
  let arrived = 0;
  let bothHoldOne = (): void => undefined;
  const together = new Promise<void>((resolve) => (bothHoldOne = resolve));
  const raise = (first: string, second: string) =>
    inTransaction(dataSource, async (tx) => {
      runs += 1;
      await tx.query('UPDATE counter SET value = value + 1 WHERE name = $1', [first]);
      if (++arrived === 2) bothHoldOne();
      await together;
      await tx.query('UPDATE counter SET value = value + 1 WHERE name = $1', [second]);
    });
  await Promise.all([raise('a', 'b'), raise('b', 'a')]);
  expect(await values()).toEqual([a! + 2, b! + 2]);
  expect(runs).toBe(3);
});

it('gives up after the fourth try, with the error of Postgres', async () => {
  let runs = 0;
  const hopeless = inTransaction(dataSource, async (tx) => {
    runs += 1;
    await tx.query(`DO $$ BEGIN RAISE EXCEPTION 'deadlock' USING ERRCODE = '40P01'; END $$`);
  });
  await expect(hopeless).rejects.toThrow('deadlock');
  expect(runs).toBe(4);
});
