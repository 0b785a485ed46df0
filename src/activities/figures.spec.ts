import { MockActivityEnvironment } from '@temporalio/testing';
import { startTestApi, type TestApi } from '../../test/support/api.js';
import { aTeam, lookAt, openLoop } from '../../test/support/coaching.js';
import { createFigures } from './figures.js';
import { shiftBy } from './shift.js';

/** The night of several programs, in one of which a rule asks for a figure that is unknown. */
describe('the night', () => {
  let api: TestApi;
  beforeAll(async () => {
    api = await startTestApi({ at: '2026-03-02T05:00:00Z' });
  });
  afterAll(() => api?.close());

  it('publishes the figures of all programs but the one at fault, and says so', async () => {
    const programs: string[] = [];
    for (let count = 0; count < 3; count++) {
      const team = await aTeam(api);
      await lookAt(api, await openLoop(api, team));
      programs.push(team.program.id);
    }
    const [atFault, ...others] = programs.sort();
    await api.dataSource.query(
      `INSERT INTO figure_alert_rule (id, program_id, kpi, direction, threshold, margin, periods, created_at)
       VALUES (gen_random_uuid(), $1, 'none-such', 'above', 0.5, 0.1, 1, now())`,
      [atFault],
    );
    const errors: string[] = [];
    const quiet = (): void => undefined;
    const { releaseAll } = createFigures({
      dataSource: api.dataSource,
      lanes: 8,
      shift: shiftBy(0),
      log: { info: quiet, warn: quiet, error: (_: object, message: string) => void errors.push(message) },
    });
    const night = new MockActivityEnvironment({ scheduledTimestampMs: Date.parse('2026-03-16T04:23:00Z') });
    await expect(night.run(releaseAll)).rejects.toThrow();
    // One rep is too few for a table: that they have their place in the figures shows who was come to.
    const cameTo = await api.dataSource.query<{ id: string }[]>(
      'SELECT DISTINCT program_id AS id FROM figure_place ORDER BY 1',
    );
    expect(cameTo.map(({ id }) => id)).toEqual(others);
    expect(errors).toContain('the figures of a program could not be published');
  });
});
