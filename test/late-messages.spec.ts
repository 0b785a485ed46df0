import { MockActivityEnvironment } from '@temporalio/testing';
import { createDrain } from '../src/activities/drain.js';
import { shiftBy } from '../src/activities/shift.js';
import type { MessageChannel } from '../src/channels/message.js';
import { HOUR, MINUTE, toIso } from '../src/domain/time.js';
import { claimBells } from '../src/store/running/bells.js';
import { PROMISES } from '../src/store/running/promises.js';
import { startTestApi, type TestApi } from './support/api.js';
import { aTeam, deps, leads, lookAt, openLoop, type Team } from './support/coaching.js';
import { startLanes, type Lanes } from './support/lanes.js';
import { sampleMail } from './support/mails.js';
import { aCadence, addPerson } from './support/organisation.js';
import { toldTeams } from './support/told-teams.js';

const LANE = 3;
const QUIET_HOURS = { from: '18:00', to: '08:00' };

/** What a message meets that does not go at its slot. */
describe('a message that is late', () => {
  let api: TestApi;
  let lanes: Lanes;
  beforeEach(async () => {
    api = await startTestApi();
    lanes = await startLanes(api);
  });
  afterEach(async () => {
    await lanes.end();
    await api.close();
  });

  const sql = <T = Record<string, unknown>>(text: string, values: unknown[] = []): Promise<T[]> =>
    api.dataSource.query<T[]>(text, values);

  const toldAtOnce = (via = ['email']) => ({
    ...aCadence,
    ladders: { ...aCadence.ladders, observe: [{ at: 'P0D', to: 'manager', via }] },
  });

  const aTeamWithQuietHours = async (): Promise<Team> => {
    const team = await aTeam(api, toldAtOnce(['email', 'slack']));
    for (const person of [team.manager, team.rep])
      await api.ask('PATCH', `/people/${person}`, { body: { quietHours: QUIET_HOURS } });
    await lanes.changeRosters();
    return team;
  };

  /** Lives on until the first message of a team was made, in the morning. */
  const untilMade = async (team: Team, channels: Partial<Record<'email' | 'slack', MessageChannel>> = {}) => {
    const loop = await openLoop(api, team);
    for (;;) {
      const { wakeAt } = await lookAt(api, loop);
      await lanes.drain(channels);
      const [delivery] = await sql<{ id: string }>('SELECT id FROM delivery');
      if (delivery) return { loop, delivery: delivery.id };
      api.clock.time = wakeAt!;
    }
  };

  const drainLane = (given: Partial<Parameters<typeof createDrain>[0]>) => {
    const { drain } = createDrain({
      ...deps(api),
      shift: shiftBy(0),
      channels: {},
      perSecond: { email: 1_000, slack: 1_000 },
      appUrl: 'https://coaching.example.com',
      concurrency: 2,
      ...given,
    });
    return new MockActivityEnvironment().run(drain, LANE, api.clock.now());
  };

  it('and comes back at night goes another way in the morning', async () => {
    const { delivery } = await untilMade(await aTeamWithQuietHours());
    api.clock.time += 18 * HOUR;
    await api.ask('POST', '/mail/inbound', {
      body: sampleMail('postfix-no-such-user', delivery),
      headers: { 'content-type': 'message/rfc822' },
    });
    await lanes.drain();
    expect(lanes.slack.messages()).toHaveLength(0);
    await lanes.liveUntil(toIso(api.clock.now() + 9 * HOUR));
    expect(lanes.slack.messages()).toHaveLength(1);
  });

  it('whose answer was lost is repeated in the morning, under the same key', async () => {
    const keys: string[] = [];
    let answers = false;
    const email: MessageChannel = {
      send: async ({ key }) => {
        keys.push(key);
        return answers
          ? { ok: true, ref: { id: key } }
          : { ok: false, failure: 'later', code: 'network', inDoubt: true };
      },
    };
    await untilMade(await aTeamWithQuietHours(), { email });
    answers = true;
    api.clock.time += 13 * HOUR;
    await lanes.drain({ email });
    expect(keys).toHaveLength(1);
    api.clock.time += 12 * HOUR;
    await lanes.drain({ email });
    expect(keys).toEqual([keys[0], keys[0]]);
  });

  it('and asks the monthly question waits for the morning, and no log hears of it', async () => {
    const team = await aTeamWithQuietHours();
    const loop = await openLoop(api, team);
    await lanes.lookAll();
    const slotOf = async () =>
      (
        await sql<{ at: number }>(
          `SELECT (extract(epoch FROM slot_at) * 1000)::float8 AS at FROM nudge WHERE obligation LIKE 'pulse/%'`,
        )
      )[0]?.at;
    while ((await slotOf()) === undefined) {
      api.clock.time += 24 * HOUR;
      await lanes.askMonthly();
    }
    api.clock.time = (await slotOf())! + 12.5 * HOUR;
    await lanes.drain();
    expect(await sql('SELECT 1 FROM delivery WHERE person_id = $1', [team.rep])).toEqual([]);
    expect(await slotOf()).toBeGreaterThan(api.clock.now());
    const said = await sql(
      `SELECT 1 FROM fact WHERE enrolment_id = $1 AND data ->> 'obligation' LIKE 'pulse/%'`,
      [loop],
    );
    expect(said).toEqual([]);
  });

  it('since its provider takes one a second says nothing of what was done while it waited', async () => {
    const teams: (Team & { loop: string })[] = [];
    for (let made = 0; made < 3; made++) {
      const team = await aTeam(api, toldAtOnce());
      teams.push({ ...team, loop: await openLoop(api, team) });
    }
    const looks = await Promise.all(teams.map(({ loop }) => lookAt(api, loop)));
    api.clock.time = Math.max(...looks.map(({ wakeAt }) => wakeAt!));
    for (const { loop } of teams) await lookAt(api, loop);
    await sql('UPDATE nudge SET lane = $1', [LANE]);
    await sql('UPDATE token_bucket SET tokens = 0, refilled_at = now()');
    const told: string[] = [];
    const email: MessageChannel = {
      send: async ({ to }) => {
        told.push(to.personId);
        // All the others saw their reps meanwhile.
        for (const { manager, loop } of teams.filter(({ manager }) => !told.includes(manager))) {
          await api.post(`/enrolments/${loop}/observations`, {}, { 'acting-as': manager });
          await lookAt(api, loop);
        }
        return { ok: true, ref: { id: to.personId } };
      },
    };
    await drainLane({ channels: { email }, perSecond: { email: 1, slack: 1 }, concurrency: 4 });
    expect(told).toHaveLength(1);
    expect(await sql(`SELECT DISTINCT state FROM delivery`)).toEqual(
      expect.arrayContaining([{ state: 'handedOver' }, { state: 'withdrawn' }]),
    );
  });

  it('goes by mail while Slack is slow with the cards of others', async () => {
    const [team] = await toldTeams(api, lanes, 4);
    await sql(`UPDATE delivery SET lane = $1, stale = true, marks = marks + 1 WHERE channel = 'slack'`, [
      LANE,
    ]);
    await sql(
      `INSERT INTO nudge (id, obligation, rung, audience, person_id, lane, slot_at, via, stall, state, queued_at)
       VALUES (gen_random_uuid(), 'digest/' || $1::text || '/2026-03-02', 0, 'programOwner', $2, $3, $4, '{email}', false, 'queued', $4)`,
      [team!.program.id, team!.owner, LANE, toIso(api.clock.now())],
    );
    let mailed: () => void = () => undefined;
    const mail = new Promise<void>((resolve) => (mailed = resolve));
    const done: string[] = [];
    const note = (what: string) => {
      done.push(what);
      return { ok: true as const, ref: {} };
    };
    const email: MessageChannel = {
      send: async () => {
        mailed();
        return note('mail');
      },
    };
    // Slack answers only once the mail is out.
    const slack: MessageChannel = {
      send: async () => note('post'),
      update: () => mail.then(() => note('edit')),
    };
    await drainLane({ channels: { email, slack } });
    expect(done).toEqual(['mail', 'edit', 'edit', 'edit', 'edit']);
  });

  it('of which nothing is left is withdrawn, and keeps its person’s day free', async () => {
    const email: MessageChannel = { send: async () => ({ ok: false, failure: 'later', code: 'busy' }) };
    const team = await aTeam(api, toldAtOnce());
    const { delivery } = await untilMade(team, { email });
    // Figures of a program that is gone: there is nothing that it could show.
    await sql(
      `UPDATE nudge SET enrolment_id = NULL, audience = 'leadership', obligation = 'digest/' || gen_random_uuid()::text || '/2026-03-02' WHERE delivery_id = $1`,
      [delivery],
    );
    await sql(`UPDATE delivery SET state = 'sending' WHERE id = $1`, [delivery]);
    api.clock.time += HOUR;
    await lanes.drain();
    expect(await sql('SELECT state FROM delivery')).toEqual([{ state: 'withdrawn' }]);
    expect(await sql(`SELECT 1 FROM nudge WHERE state = 'claimed'`)).toEqual([]);
  });

  it('hides nothing else of its lane from the auditor', async () => {
    const { delivery } = await untilMade(await aTeam(api, toldAtOnce()));
    await sql(`UPDATE delivery SET state = 'sending', lane = $2 WHERE id = $1`, [delivery, LANE]);
    await sql(`UPDATE nudge SET state = 'queued', delivery_id = NULL, lane = $1`, [LANE]);
    api.clock.time += HOUR;
    const { query } = PROMISES.find(({ code }) => code === 'nudgeOverdue')!;
    expect(await sql(query, [toIso(api.clock.now()), null, 10])).toHaveLength(1);
  });

  it('does not stand still for a loop that cannot decide, which is marked', async () => {
    const email: MessageChannel = { send: async () => ({ ok: false, failure: 'later', code: 'busy' }) };
    const { loop } = await untilMade(await aTeam(api, toldAtOnce()), { email });
    await api.dataSource.transaction(async (tx) => {
      await tx.query('SET LOCAL session_replication_role = replica');
      await tx.query(`DELETE FROM fact WHERE enrolment_id = $1 AND kind = 'trained'`, [loop]);
    });
    api.clock.time += HOUR;
    await lanes.drain({ email });
    expect((await sql(`SELECT fault IS NOT NULL AS marked FROM enrolment WHERE id = $1`, [loop]))[0]).toEqual(
      {
        marked: true,
      },
    );
    expect(await sql('SELECT state FROM delivery')).toEqual([{ state: 'withdrawn' }]);
  });

  it('and has its loop look before it goes lets the workflow hear of an earlier wake', async () => {
    const team = await aTeam(api, toldAtOnce());
    const loop = await openLoop(api, team);
    await claimBells(api.dataSource.manager, 'enrolment', api.clock.now(), 10);
    const { wakeAt: sleepsUntil } = await lookAt(api, loop);
    api.clock.time += MINUTE;
    // Somebody acts, and a lane with a question to the rep comes to look before the relay has rung.
    await api.post(`/enrolments/${loop}/observations`, {}, { 'acting-as': team.manager });
    await sql(
      `INSERT INTO nudge (id, enrolment_id, obligation, rung, audience, person_id, lane, slot_at, via, stall, state, queued_at)
       VALUES (gen_random_uuid(), $1, 'pulse/' || gen_random_uuid()::text, 0, 'rep', $2, $3, $4, '{email}', false, 'queued', $4)`,
      [loop, team.rep, LANE, toIso(api.clock.now())],
    );
    await lanes.drain();
    const [seen] = await sql<{ at: Date }>('SELECT wake_at AS at FROM enrolment WHERE id = $1', [loop]);
    expect(seen!.at.getTime()).toBeLessThan(sleepsUntil!);
    expect(await claimBells(api.dataSource.manager, 'enrolment', api.clock.now(), 10)).toEqual([loop]);
  });

  it('and was given up tells of three reps once its person has another address; the rest is counted', async () => {
    const team = await aTeam(api, toldAtOnce());
    await api.ask('PATCH', `/people/${team.manager}`, { body: { visitDaysPerWeek: 5 } });
    await openLoop(api, team);
    for (let more = 0; more < 4; more++) {
      const rep = await addPerson(api);
      await leads(api, team.manager, rep);
      await openLoop(api, { ...team, rep });
    }
    const { email } = (await api.get<{ email: string }>(`/people/${team.manager}`)).body;
    lanes.mail.refuse({ stage: 'rcpt', code: 550, times: Infinity, to: email });
    await lanes.liveUntil('2026-03-20T12:00:00+01:00');
    await api.ask('PATCH', `/people/${team.manager}`, { body: { email: 'another@example.com' } });
    await lanes.liveUntil('2026-03-24T12:00:00+01:00');
    const [sent, ...others] = await sql(
      `SELECT d.waiting, count(DISTINCT e.rep_id)::int AS reps FROM delivery d JOIN nudge n ON n.delivery_id = d.id AND n.state = 'handedOver'
         JOIN enrolment e ON e.id = n.enrolment_id WHERE d.person_id = $1 AND d.state = 'handedOver' GROUP BY d.id`,
      [team.manager],
    );
    expect(sent).toEqual({ waiting: 2, reps: 3 });
    expect(others).toEqual([]);
  });
});
