import { as, startTestApi, type TestApi } from '../../../test/support/api.js';
import { aLineBeside, aTeam, lookAt, openLoop, type Team } from '../../../test/support/coaching.js';
import { addPerson } from '../../../test/support/organisation.js';
import { HOUR, MINUTE } from '../../domain/time.js';
import type { UnreachableAnswer } from './unreachable.dto.js';

/** Who of a program hears nothing. */
describe('unreachable people', () => {
  let api: TestApi;
  let team: Team;
  let beside: Team;
  let operator: string;
  const loops: string[] = [];
  beforeAll(async () => {
    api = await startTestApi();
    team = await aTeam(api);
    beside = await aLineBeside(api, team);
    for (const one of [team, beside]) loops.push(await openLoop(api, one));
    for (const loop of loops) await lookAt(api, loop);
    operator = await addPerson(api, { name: 'Otto' });
    await api.made('/role-grants', { personId: operator, role: 'operator', reason: 'runs it' });
  });
  afterAll(() => api?.close());

  const listed = async (person = team.owner) =>
    (await as(api, person).get<UnreachableAnswer>(`/programs/${team.program.id}/unreachable`)).body.items.map(
      ({ person, why, loops }) => [person.id, why, loops],
    );

  /** A message to somebody, as the worker leaves it: handed over, or refused by every channel. */
  const told = (person: string, loop: string, at: string, error: string | null = null) =>
    api.dataSource.query(
      `WITH sent AS (
         INSERT INTO delivery (id, person_id, lane, channel, other_channels, state, error, created_at)
         VALUES (gen_random_uuid(), $1, 0, 'slack', '{}', CASE WHEN $4::text IS NULL THEN 'handedOver' ELSE 'failed' END, $4, $3)
         RETURNING id)
       INSERT INTO nudge (id, enrolment_id, obligation, rung, audience, person_id, lane, slot_at, via, stall, state,
                          delivery_id, queued_at, handed_over_at)
       SELECT gen_random_uuid(), $2, 'observe/' || $3::text, 0, 'manager', $1, 0, $3, '{slack}', false,
              CASE WHEN $4::text IS NULL THEN 'handedOver' ELSE 'unreachable' END, id, $3,
              CASE WHEN $4::text IS NULL THEN $3::timestamptz END FROM sent`,
      [person, loop, at, error],
    );

  it('are none as long as messages arrive', async () => {
    expect(await listed()).toEqual([]);
  });

  it('are those whose last message no channel took, whose mail came back, and who have no manager: the longest first', async () => {
    await told(team.manager, loops[0]!, '2026-02-19T08:00:00Z');
    await told(team.manager, loops[0]!, '2026-02-20T08:00:00Z', 'deactivated');
    await told(team.manager, loops[0]!, '2026-02-21T08:00:00Z', 'noAccount');
    await api.dataSource.query(`UPDATE person SET mail_bounced_at = '2026-02-25T08:00:00Z' WHERE id = $1`, [
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

  it('are those whose manager has left, since the day after', async () => {
    const leave = (activeUntil: string | null) =>
      api.ask('PATCH', `/people/${team.manager}`, { body: { activeUntil } });
    await leave('2026-02-26');
    expect(await listed()).toContainEqual([team.rep, 'noManager', 1]);
    await leave(null);
  });

  it('are for who answers for the program, and who keeps what is known of people', async () => {
    const path = `/programs/${team.program.id}/unreachable`;
    expect((await as(api, team.manager).get(path)).status).toBe(403);
    expect((await as(api, await addPerson(api)).get(path)).status).toBe(403);
    // A machine that keeps master data is to mend them.
    expect((await api.get(path)).status).toBe(200);
  });

  it('are no names to an owner of the other function, unless the program crosses them', async () => {
    const become = (value: string) =>
      api.ask('PATCH', `/people/${team.owner}`, { body: { function: value } });
    const crosses = (crossesFunctions: boolean) =>
      api.ask('PUT', `/programs/${team.program.id}/crosses-functions`, { body: { crossesFunctions } });
    await become('medical');
    expect(await listed()).toEqual([]);
    await crosses(true);
    expect(await listed()).toHaveLength(3);
    await crosses(false);
    await become('commercial');
  });

  it('are there no longer once they are mended', async () => {
    const asked = as(api, operator);
    await asked.ask('PATCH', `/people/${team.manager}`, { body: { email: 'lena.new@people.example' } });
    await told(beside.manager, loops[1]!, '2026-02-26T08:00:00Z');
    await asked.post(`/people/${beside.rep}/reporting-lines`, { managerId: team.manager });
    expect(await listed()).toEqual([]);
  });

  it('are reps of whom their manager says that they are not theirs, until the line changes or they are asked again', async () => {
    const say = () => as(api, team.manager).post(`/enrolments/${loops[0]}/not-my-rep`);
    expect((await say()).status).toBe(201);
    expect(await listed()).toEqual([[team.rep, 'notMyRep', 1]]);
    api.clock.time += MINUTE;
    await api.made(`/people/${team.rep}/reporting-lines`, { managerId: beside.manager });
    expect(await listed()).toEqual([]);
    await api.made(`/people/${team.rep}/reporting-lines`, { managerId: team.manager });
    api.clock.time += MINUTE;
    await say();
    expect(await listed()).toHaveLength(1);
    api.clock.time += 8 * 24 * HOUR;
    expect(await listed()).toEqual([]);
  });
});
