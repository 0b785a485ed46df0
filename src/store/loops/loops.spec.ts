import { startTestApi, type TestApi } from '../../../test/support/api.js';
import { aTeam, bellOf, lookAt, openLoop } from '../../../test/support/coaching.js';
import { HOUR, toIso } from '../../domain/time.js';
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

  it('is known to be at fault since it first was, however often it is rung', async () => {
    const enrolment = await openLoop(api, await aTeam(api));
    await lookAt(api, enrolment);
    const since = api.clock.now();
    for (const later of [0, HOUR, 2 * HOUR])
      await saveFault(
        api.dataSource.manager,
        enrolment,
        { message: 'poison', ringSeq: 1 },
        'test',
        since + later,
      );
    const { items } = (await api.get<{ items: { enrolment: string; since: string }[] }>('/faults')).body;
    expect(items.find((fault) => fault.enrolment === enrolment)?.since).toBe(toIso(since));
  });
});
