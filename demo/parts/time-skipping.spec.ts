import { errorMessage } from './errors.js';
import { startTimeSkipping, timeSkippingServer } from './time-skipping.js';

const DAY = 24 * 60 * 60 * 1_000;
const log = () => undefined;

const why = await timeSkippingServer({ log }).then(
  () => undefined,
  (error: unknown) => {
    if (process.env.CI) throw error;
    process.stderr.write(`The story in skipped time is skipped: ${errorMessage(error)}\n`);
    return errorMessage(error);
  },
);

describe('Temporal in skipped time', () => {
  (why ? it.skip : it)('lets ninety days pass in seconds', async () => {
    const temporal = await startTimeSkipping({ log });
    try {
      const [before, clock] = [await temporal.currentTimeMs(), Date.now()];
      await temporal.sleep('90 days');
      expect((await temporal.currentTimeMs()) - before).toBeGreaterThanOrEqual(90 * DAY);
      expect(Date.now() - clock).toBeLessThan(30_000);
    } finally {
      await temporal.teardown();
    }
  });

  it('says what is missing on a machine without Java', async () => {
    await expect(timeSkippingServer({ env: { PATH: '/nowhere' }, log })).rejects.toThrow(
      /need Java, which is not on PATH/,
    );
  });
});
