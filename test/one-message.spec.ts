import { claimDue } from '../src/activities/claim.js';
import { DEMO_SECONDS } from '../src/domain/cadence-templates.js';
import { Rules } from '../src/store/loops/rules.js';
import { startTestApi, type TestApi } from './support/api.js';
import { aCapability, aProgram, aTeam, leads, openLoop, type Team } from './support/coaching.js';
import { startLanes, type Lanes } from './support/lanes.js';
import { aCadence, addPerson, publishCadence } from './support/organisation.js';

const MANAGER = { at: 'P0D', to: 'manager', via: ['slack', 'email'] };
const cadence = {
  ...aCadence,
  opening: { quietAboveManager: 'P1D', spreadOver: 'P1D' },
  ladders: {
    ...aCadence.ladders,
    observe: [MANAGER, { at: 'P4D', to: 'secondLine', via: ['email'], stall: true }],
  },
};

/** A manager leads several reps whose loops are all due on one morning. Times are Berlin's, of spring 2026. */
describe('one message a day', () => {
  let api: TestApi;
  let lanes: Lanes;
  let team: Team;

  beforeEach(async () => {
    api = await startTestApi();
    lanes = await startLanes(api);
    team = await aTeam(api, cadence);
    await api.ask('PATCH', `/people/${team.manager}`, { body: { visitDaysPerWeek: 5 } });
  });
  afterEach(async () => {
    await lanes.end();
    await api.close();
  });

  const sql = <T = Record<string, unknown>>(text: string, values: unknown[] = []): Promise<T[]> =>
    api.dataSource.query<T[]>(text, values);

  /** So many reps of the line are trained; their loops open. */
  async function trained(reps: number): Promise<string[]> {
    const loops = [await openLoop(api, team)];
    for (let n = 1; n < reps; n++) {
      const rep = await addPerson(api, { name: `Rep ${n}` });
      await leads(api, team.manager, rep);
      loops.push(await openLoop(api, { ...team, rep }));
    }
    return loops;
  }

  const toldTo = (person: string) =>
    sql<{ day: string; reps: number; waiting: number }>(
      `SELECT d.day::text, count(DISTINCT e.rep_id)::int AS reps, d.waiting FROM delivery d
         JOIN nudge n ON n.delivery_id = d.id JOIN enrolment e ON e.id = n.enrolment_id
        WHERE d.person_id = $1 AND d.state = 'handedOver' GROUP BY d.id ORDER BY d.handed_over_at`,
      [person],
    );

  /** Lives until the morning on which the manager's first message is due, and stops before it is brought. */
  async function untilFirstDue(): Promise<void> {
    await lanes.lookAll();
    const [{ at }] = (await sql<{ at: number }>(
      `SELECT (extract(epoch FROM max(next_due_at)) * 1000)::float8 AS at FROM enrolment`,
    )) as [{ at: number }];
    api.clock.time = at - 9.5 * 3_600_000;
    await sql(`UPDATE enrolment SET ring_seq = ring_seq + 1`);
    await lanes.lookAll();
  }

  it('tells three of seven reps, counts the others, and tells them on the days that follow: nothing is lost', async () => {
    await trained(7);
    await untilFirstDue();
    await lanes.drain();
    expect(await toldTo(team.manager)).toMatchObject([{ reps: 3, waiting: 4 }]);
    expect(JSON.stringify(lanes.slack.messages()[0])).toContain('4 more can wait');
    expect(await sql(`SELECT DISTINCT state FROM nudge WHERE waits_since IS NOT NULL`)).toEqual([
      { state: 'queued' },
    ]);
    await lanes.liveUntil(new Date(api.clock.time + 3 * 86_400_000).toISOString());
    expect((await toldTo(team.manager)).map(({ reps }) => reps)).toEqual([3, 3, 1]);
    expect(await sql(`SELECT 1 FROM fact WHERE kind = 'unreachable'`)).toEqual([]);
  });

  it('lets no ladder climb because of what was merely counted', async () => {
    const loops = await trained(5);
    await untilFirstDue();
    await lanes.drain();
    const handed = await sql<{ id: string }>(`SELECT enrolment_id AS id FROM fact WHERE kind = 'handedOver'`);
    expect(handed).toHaveLength(3);
    const counted = loops.filter((id) => !handed.some((one) => one.id === id));
    expect(await sql(`SELECT enrolment_id AS id FROM fact WHERE kind = 'putOff' ORDER BY id`)).toEqual(
      [...counted].sort().map((id) => ({ id })),
    );
    const timeline = await api.get<{ past: { text: string }[] }>(`/enrolments/${counted[0]!}/timeline`);
    expect(JSON.stringify(timeline.body)).toContain('message of the day had no room for an observation');
  });

  it('says of each why it stands where it stands, and puts who asks to be seen first', async () => {
    const loops = await trained(4);
    await untilFirstDue();
    await api.made(`/enrolments/${loops[3]!}/ready`);
    await lanes.drain();
    const [first] = await sql(
      `SELECT enrolment_id AS id, place, because FROM nudge WHERE state = 'handedOver' ORDER BY place`,
    );
    expect(first).toEqual({ id: loops[3], place: 0, because: 'ready' });
  });

  it('keeps one budget for all programs together, and a program on the wall clock beside it', async () => {
    const cadenceVersionId = await publishCadence(api, 'Second wave', cadence);
    const capability = await aCapability(api);
    const training = await api.made('/trainings', {
      code: 'TWO',
      name: 'Two',
      capabilityIds: [capability.id],
    });
    expect(training.id).toBeDefined();
    const second = await aProgram(api, { owner: team.owner, cadenceVersionId, capability: capability.id });
    await trained(2);
    for (const rep of [team.rep, await addPerson(api)]) {
      if (rep !== team.rep) await leads(api, team.manager, rep);
      await openLoop(api, { ...team, rep, training: 'TWO', program: second });
    }
    await untilFirstDue();
    await lanes.drain();
    expect(await toldTo(team.manager)).toMatchObject([{ reps: 3, waiting: 0 }]);

    const seconds = await publishCadence(api, 'In seconds', DEMO_SECONDS);
    const third = await aProgram(api, {
      owner: team.owner,
      cadenceVersionId: seconds,
      capability: capability.id,
    });
    await openLoop(api, { ...team, training: 'TWO', program: third });
    await lanes.liveUntil(new Date(api.clock.time + 7_000).toISOString());
    expect((await toldTo(team.manager)).map(({ day }) => day)).toEqual([expect.any(String), null]);
  });

  it('leaves for tomorrow what comes due later on a day that had its message', async () => {
    await trained(5);
    await untilFirstDue();
    await lanes.drain();
    const later = api.clock.time + 3_600_000;
    await sql(`UPDATE nudge SET slot_at = $1 WHERE state = 'queued'`, [new Date(later)]);
    api.clock.time = later;
    await lanes.drain();
    expect(await toldTo(team.manager)).toHaveLength(1);
    expect(
      await sql(`SELECT 1 FROM nudge WHERE state = 'queued' AND slot_at > $1`, [new Date(later)]),
    ).toHaveLength(2);
  });

  it('is one message however many claim it at once', async () => {
    await trained(5);
    await untilFirstDue();
    const [{ lane }] = (await sql<{ lane: number }>(`SELECT lane FROM nudge WHERE person_id = $1 LIMIT 1`, [
      team.manager,
    ])) as [{ lane: number }];
    const asked = [{ personId: team.manager, lane, looked: new Set<string>() }];
    const claim = () => api.dataSource.transaction((tx) => claimDue(tx, asked, new Rules(), api.clock.now()));
    const claimed = await Promise.all([claim(), claim(), claim(), claim()]);
    expect(claimed.flat().flatMap(({ deliveries }) => deliveries)).toHaveLength(1);
    expect(await sql(`SELECT 1 FROM nudge WHERE state = 'claimed'`)).toHaveLength(3);
  });

  it('is made for two managers in one go, of each one’s own reps', async () => {
    const other = await aTeam(api, cadence);
    const own = [...(await trained(4))];
    const theirs = await openLoop(api, other);
    await untilFirstDue();
    const people = await sql<{ personId: string; lane: number }>(
      `SELECT DISTINCT person_id AS "personId", lane FROM nudge WHERE person_id = ANY($1)`,
      [[team.manager, other.manager]],
    );
    const asked = people.map((one) => ({ ...one, looked: new Set<string>() }));
    const claimed = await api.dataSource.transaction((tx) =>
      claimDue(tx, asked, new Rules(), api.clock.now()),
    );
    expect(claimed.map(({ deliveries }) => deliveries.map(({ personId }) => personId))).toEqual(
      people.map(({ personId }) => [personId]),
    );
    const told = await sql<{ person: string; loops: string[] }>(
      `SELECT person_id AS person, array_agg(enrolment_id) AS loops FROM nudge WHERE state = 'claimed' GROUP BY person_id`,
    );
    const loopsOf = (person: string) => told.find((one) => one.person === person)!.loops;
    expect(loopsOf(other.manager)).toEqual([theirs]);
    expect(loopsOf(team.manager)).toHaveLength(3);
    expect(own).toEqual(expect.arrayContaining(loopsOf(team.manager)));
  });

  it('stays one where the process dies between claim and call, and on another channel', async () => {
    await trained(5);
    await untilFirstDue();
    const died = { ...lanes.email, send: () => Promise.reject(new Error('killed')) };
    await lanes.drain({ slack: died, email: died });
    expect(await sql('SELECT state FROM delivery')).toEqual([{ state: 'sending' }]);
    await sql(`UPDATE nudge SET slot_at = $1 WHERE state = 'queued'`, [new Date(api.clock.time)]);
    const refusing = {
      ...lanes.email,
      send: () => Promise.resolve({ ok: false as const, failure: 'unreachable' as const, code: 'noAccount' }),
    };
    await lanes.drain({ slack: refusing });
    await lanes.drain();
    expect(await toldTo(team.manager)).toMatchObject([{ reps: 3 }]);
    expect(lanes.mail.messages()).toHaveLength(1);
    expect(lanes.slack.messages()).toHaveLength(0);
  });

  it('is a new one on the next day if it could be brought only then', async () => {
    await trained(5);
    await untilFirstDue();
    for (const method of ['chat.postMessage', 'conversations.history'])
      lanes.slack.fail({ method, kind: 'error', error: 'ratelimited', times: Infinity });
    const lift = lanes.mail.refuse({ stage: 'rcpt', code: 451, times: Infinity });
    const morning = api.clock.time;
    await lanes.liveUntil(new Date(morning + 10 * 3_600_000).toISOString());
    lift();
    await lanes.liveUntil(new Date(morning + 30 * 3_600_000).toISOString());
    const told = await toldTo(team.manager);
    expect(told).toMatchObject([{ reps: 3 }]);
    expect(told[0]!.day).toBe(new Date(morning + 86_400_000).toISOString().slice(0, 10));
  });
});
