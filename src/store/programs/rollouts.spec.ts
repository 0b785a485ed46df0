import { startTestApi, type TestApi } from '../../../test/support/api.js';
import { aTeam, logOf, lookAt, openLoop } from '../../../test/support/coaching.js';

describe('a loop that opens', () => {
  let api: TestApi;
  beforeAll(async () => {
    api = await startTestApi();
  });
  afterAll(() => api?.close());

  it('knows of the visits that are in the diary already, and numbers its facts from one', async () => {
    const team = await aTeam(api);
    const visit = { rep: team.rep, at: '2026-03-12T10:00:00Z', observers: [team.manager] };
    await api.made('/joint-visits', visit);
    const enrolment = await openLoop(api, team);
    const log = await logOf(api, enrolment);
    const first = [...log].sort((a, b) => a.seq - b.seq).slice(0, 3);
    expect(first.map(({ seq, kind }) => [seq, kind])).toEqual([
      [1, 'trained'],
      [2, 'rosterChanged'],
      [3, 'visitPlanned'],
    ]);
    await lookAt(api, enrolment);
    const { body } = await api.get<{ nextVisitAt: string | null }>(`/enrolments/${enrolment}`);
    expect(JSON.stringify(body)).toContain('2026-03-12T10:00:00.000Z');
  });
});
