import { startTestApi, type TestApi } from '../../../test/support/api.js';
import { agree, aTeam, leads } from '../../../test/support/coaching.js';
import { addPerson } from '../../../test/support/organisation.js';
import { rostersOf } from './rosters.js';

describe('who sits in a loop', () => {
  let api: TestApi;
  beforeAll(async () => {
    api = await startTestApi();
  });
  afterAll(() => api?.close());

  it('is nobody of the other line of the organisation, whoever leads whom', async () => {
    await agree(api);
    const team = await aTeam(api);
    const stranger = await addPerson(api, { role: 'secondLine', function: 'medical' });
    await leads(api, stranger, team.manager);
    await api.ask('PUT', `/people/${team.manager}/delegate`, { body: { delegateId: stranger } });
    await api.made(`/people/${team.rep}/co-coaches`, { coachId: stranger });
    const roster = async () =>
      (await rostersOf(api.dataSource.manager, [team.rep], team.program.id, api.clock.now())).get(team.rep)!;
    expect(await roster()).toMatchObject({
      manager: { person: team.manager },
      secondLine: null,
      delegate: null,
      coCoaches: [],
    });
    const jobs = () => api.dataSource.query<unknown[]>(`SELECT 1 FROM job WHERE kind = 'rosterChange'`);
    const before = (await jobs()).length;
    await api.ask('PATCH', `/people/${stranger}`, { body: { function: 'commercial' } });
    expect(await roster()).toMatchObject({
      secondLine: { person: stranger },
      delegate: { person: stranger },
      coCoaches: [{ person: stranger }],
    });
    expect((await jobs()).length).toBe(before + 1);
  });
});
