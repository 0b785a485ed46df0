import { startTestApi, type TestApi } from '../../../test/support/api.js';
import { readBacklog } from './backlog.js';

describe('the backlog', () => {
  let api: TestApi;
  beforeAll(async () => {
    api = await startTestApi();
  });
  afterAll(() => api?.close());

  it('is counted by indexes of what waits or went wrong, never by reading whole tables', async () => {
    const scans: string[] = [];
    await api.dataSource.transaction(async (tx) => {
      await tx.query('SET LOCAL enable_seqscan = off');
      const explained = Object.assign(Object.create(tx) as typeof tx, {
        query: async (text: string) => {
          for (const row of (await tx.query(`EXPLAIN ${text}`)) as Record<string, string>[])
            scans.push(...Object.values(row).filter((line) => line.includes('Seq Scan')));
          return tx.query(text);
        },
      });
      await readBacklog(explained);
    });
    expect(scans).toEqual([]);
  });
});
