import { as, startTestApi, type TestApi } from '../../../test/support/api.js';
import { aLineBeside, aTeam, lookAt, openLoop, type Team } from '../../../test/support/coaching.js';
import { addPerson } from '../../../test/support/organisation.js';
import type { UnreachableAnswer } from './unreachable.dto.js';

/** Who of a program hears nothing. */
describe('unreachable people', () => {
  let api: TestApi;
  let team: Team;
  let beside: Team;
  let operator: string;
  beforeAll(async () => {
    api = await startTestApi();
    team = await aTeam(api);
    beside = await aLineBeside(api, team);
    for (const one of [team, beside]) await lookAt(api, await openLoop(api, one));
    operator = await addPerson(api, { name: 'Otto' });
    await api.made('/role-grants', { personId: operator, role: 'operator', reason: 'runs it' });
  });
  afterAll(() => api?.close());

  const listed = async (person = team.owner) =>
    (await as(api, person).get<UnreachableAnswer>(`/programs/${team.program.id}/unreachable`)).body.items.map(
      ({ person, why, loops }) => [person.id, why, loops],
    );

  /** As the worker leaves it once every channel has refused. */
  const misses = (person: string, error: string, at: string) =>
    api.dataSource.query(
      `WITH lost AS (
         INSERT INTO delivery (id, person_id, lane, channel, other_channels, state, error, created_at)
         VALUES (gen_random_uuid(), $1, 0, 'slack', '{}', 'failed', $2, $3) RETURNING id)
       UPDATE nudge SET state = 'unreachable', slot_at = $3, delivery_id = (SELECT id FROM lost)
        WHERE id = (SELECT id FROM nudge WHERE person_id = $1 ORDER BY slot_at, id LIMIT 1)`,
      [person, error, at],
    );

  it('are none as long as messages arrive', async () => {
    expect(await listed()).toEqual([]);
  });

  it('are those whose last message no channel took, whose mail came back, and who have no manager: the longest first', async () => {
    await misses(team.manager, 'deactivated', '2026-03-03T08:00:00Z');
    await api.dataSource.query(`UPDATE person SET mail_bounced_at = '2026-03-04T08:00:00Z' WHERE id = $1`, [
      beside.manager,
    ]);
    await api.made(`/people/${beside.rep}/reporting-lines`, { managerId: null });
    expect(await listed()).toEqual([
      [team.manager, 'deactivated', 1],
      [beside.manager, 'bounced', 1],
      [beside.rep, 'noManager', 1],
    ]);
    expect(await listed(operator)).toHaveLength(3);
  });

  it('are for who answers for the program, and who keeps what is known of people', async () => {
    const path = `/programs/${team.program.id}/unreachable`;
    expect((await as(api, team.manager).get(path)).status).toBe(403);
    expect((await as(api, await addPerson(api)).get(path)).status).toBe(403);
    // A machine that keeps master data is to mend them.
    expect((await api.get(path)).status).toBe(200);
  });

  it('are there no longer once they are mended', async () => {
    const asked = as(api, operator);
    await asked.ask('PATCH', `/people/${team.manager}`, { body: { email: 'lena.new@people.example' } });
    await api.dataSource.query(
      `UPDATE nudge SET state = 'handedOver', handed_over_at = '2026-03-05T08:00:00Z'
        WHERE id = (SELECT id FROM nudge WHERE person_id = $1 ORDER BY id LIMIT 1)`,
      [beside.manager],
    );
    await asked.post(`/people/${beside.rep}/reporting-lines`, { managerId: team.manager });
    expect(await listed()).toEqual([]);
  });
});
