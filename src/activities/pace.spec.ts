import { jest } from '@jest/globals';
import { startTestApi, type TestApi } from '../../test/support/api.js';
import { SECOND } from '../domain/time.js';
import { openBuckets } from '../store/token-buckets.js';
import { createPacer } from './pace.js';

describe('the rate of a provider', () => {
  let api: TestApi;
  beforeEach(async () => {
    api = await startTestApi();
  });
  afterEach(async () => {
    jest.restoreAllMocks();
    await api.close();
  });

  it('is kept by two workers together, though their clocks differ by seconds', async () => {
    const clock = Date.now.bind(Date);
    let askew = 0;
    jest.spyOn(Date, 'now').mockImplementation(() => clock() + askew);
    await openBuckets(api.app.manager, ['slack'], clock());
    const workers = [2 * SECOND, -2 * SECOND].map((isAskew) => {
      const paced = createPacer(api.app, { email: 20, slack: 20 });
      return () => {
        askew = isAskew;
        return paced('slack');
      };
    });
    const begun = performance.now();
    for (let calls = 0; calls < 20; calls += 2) for (const call of workers) await call();
    // The first call is free, and a second holds twenty.
    expect(performance.now() - begun).toBeGreaterThan(0.9 * SECOND);
  });

  it('holds nobody up until the clock of whoever was ahead is reached', async () => {
    await openBuckets(api.app.manager, ['slack'], Date.now() + 60 * SECOND);
    const paced = createPacer(api.app, { email: 20, slack: 20 });
    for (let calls = 0; calls < 3; calls++) await paced('slack');
  });
});
