import type { DataSource } from 'typeorm';
import { freshDatabase, type FreshDatabase } from '../../test/support/database.js';
import { createDataSource } from '../entities/data-source.js';
import { issueFirstKey, issueKey } from './rights/api-keys.js';
import { answerOnce } from './idempotency.js';
import { Refusal } from './refusal.js';
import { inTransaction } from './transaction.js';

const NOW = Date.parse('2026-03-02T08:00:00Z');

let database: FreshDatabase;
let dataSource: DataSource;
beforeAll(async () => {
  database = await freshDatabase();
  dataSource = createDataSource({ url: database.url, poolSize: 10, applicationName: 'idempotency spec' });
  await dataSource.initialize();
});
afterAll(async () => {
  await dataSource?.destroy();
  await database?.drop();
});

describe('the first key', () => {
  it('is made once, also by processes that start together', async () => {
    const keys = await Promise.all(
      [1, 2, 3].map(() => inTransaction(dataSource, (tx) => issueFirstKey(tx, NOW))),
    );
    expect(keys.filter((key) => key !== null)).toHaveLength(1);
    expect(await inTransaction(dataSource, (tx) => issueFirstKey(tx, NOW))).toBeNull();
  });
});

describe('a request with an Idempotency-Key', () => {
  let callerId: string;
  beforeAll(async () => {
    callerId = (await issueKey(dataSource.manager, { name: 'test', expiresAt: null, scopes: ['facts'] }, NOW))
      .row.id;
  });

  let done = 0;
  beforeEach(() => {
    done = 0;
  });
  const send = (key: string | null, requestHash = 'same', work?: () => Promise<string>) =>
    inTransaction(dataSource, (tx) =>
      answerOnce(tx, { callerId, key, requestHash, now: NOW }, async () => {
        done += 1;
        return { status: 201, body: { made: work ? await work() : String(done) } };
      }),
    );

  it('is carried out once, and answered the same every time', async () => {
    const first = await send('a');
    expect(first).toEqual({ status: 201, body: { made: '1' } });
    expect(await send('a')).toEqual(first);
    expect(done).toBe(1);
  });

  it('sent many times at once it is still carried out once: the others wait for the first', async () => {
    const answers = await Promise.all(Array.from({ length: 8 }, () => send('at once')));
    expect(done).toBe(1);
    expect(new Set(answers.map((answer) => JSON.stringify(answer)))).toHaveProperty('size', 1);
  });

  it('that failed left nothing behind and may be sent again', async () => {
    await expect(send('failing', 'same', () => Promise.reject(new Error('no')))).rejects.toThrow('no');
    expect(await send('failing')).toEqual({ status: 201, body: { made: '2' } });
  });

  it('takes over from one that fails while it waits', async () => {
    let fail = (_: Error): void => undefined;
    let failing: Promise<unknown> = Promise.resolve();
    await new Promise<void>((begun) => {
      failing = send('takes over', 'same', () => {
        begun();
        return new Promise((_, reject) => (fail = reject));
      });
    });
    const waiting = send('takes over', 'same', async () => 'second');
    await waitingForLock(dataSource);
    fail(new Error('crashed'));
    await expect(failing).rejects.toThrow('crashed');
    expect(await waiting).toEqual({ status: 201, body: { made: 'second' } });
  });

  it('is refused where its key stood for another request', async () => {
    await send('b', 'one');
    await expect(send('b', 'other')).rejects.toThrow(Refusal);
    expect(done).toBe(1);
  });

  it('without a key it is carried out every time', async () => {
    await send(null);
    await send(null);
    expect(done).toBe(2);
  });
});

/** Resolves once some transaction of this database waits for another. */
async function waitingForLock(source: DataSource): Promise<void> {
  for (;;) {
    const [row]: [{ waiting: number }] = await source.query(
      `SELECT count(*)::int AS waiting FROM pg_stat_activity WHERE datname = current_database() AND wait_event_type = 'Lock'`,
    );
    if (row.waiting > 0) return;
  }
}
