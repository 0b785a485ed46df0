import { startTestApi, type TestApi } from '../../../test/support/api.js';
import { aTeam, bellOf, lookAt, openLoop } from '../../../test/support/coaching.js';
import { lockLoop, saveFault } from './loops.js';

describe('a loop that cannot decide', () => {
  let api: TestApi;
  beforeAll(async () => {
    api = await startTestApi();
  });
  afterAll(() => api?.close());

  it('still looks at what was told between its fault and the note of it', async () => {
    const enrolment = await openLoop(api, await aTeam(api));
    await lookAt(api, enrolment);
    const { ringSeq } = (await lockLoop(api.dataSource.manager, enrolment))!;
    await api.made(`/enrolments/${enrolment}/ready`);
    await saveFault(
      api.dataSource.manager,
      enrolment,
      { message: 'poison', ringSeq },
      'test',
      api.clock.now(),
    );
    const { raised, answered } = await bellOf(api, enrolment);
    expect(raised).toBeGreaterThan(answered);
  });
});
