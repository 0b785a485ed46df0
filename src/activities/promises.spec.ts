import { MockActivityEnvironment } from '@temporalio/testing';
import { startTestApi, type TestApi } from '../../test/support/api.js';
import { agree, aTeam, lookAt, openLoop, type Team } from '../../test/support/coaching.js';
import type { MessageChannel } from '../channels/message.js';
import { LAUNCH_WAVE } from '../domain/cadence-templates.js';
import { HOUR, MINUTE, toIso } from '../domain/time.js';
import type { FindingCode } from '../entities/index.js';
import { claimBells } from '../store/running/bells.js';
import { openLanes } from '../store/messages/deliveries.js';
import { queueCalendarChange } from '../store/running/jobs.js';
import { withLane } from '../store/running/lane-lock.js';
import { appendFacts } from '../store/loops/log.js';
import { Rules } from '../store/loops/rules.js';
import { openBuckets } from '../store/token-buckets.js';
import { claimDue } from './claim.js';
import { createActivities, type Activities } from './index.js';
import { shiftBy, type Next } from './shift.js';

const quiet = (): void => undefined;

/** What breaks a promise by hand, and what its loop, lane or job does once it was rung. */
interface Story {
  code: FindingCode;
  broken(): Promise<unknown>;
  answered(): Promise<unknown>;
}

describe('the round that keeps the promises', () => {
  let api: TestApi;
  let team: Team;
  let enrolment: string;

  beforeEach(async () => {
    api = await startTestApi();
    await openLanes(api.app.manager, 8);
    await openBuckets(api.app.manager, ['email', 'slack'], Date.now());
    await agree(api);
    team = await aTeam(api, LAUNCH_WAVE);
    enrolment = await openLoop(api, team);
    await lookAt(api, enrolment);
    await sql(`UPDATE job SET state = 'done', applied_seq = ring_seq`);
  });
  afterEach(() => api?.close());

  const sql = <T = Record<string, unknown>>(text: string, values: unknown[] = []): Promise<T[]> =>
    api.dataSource.query<T[]>(text, values);
  const now = (): string => toIso(api.clock.now());
  const later = (ms: number): void => void (api.clock.time += ms);

  const activities = () => {
    const arrives: MessageChannel = { send: async () => ({ ok: true, ref: { id: 'arrived' } }) };
    return createActivities({
      dataSource: api.app,
      rules: new Rules(),
      lanes: 8,
      spread: 0,
      build: 'test',
      log: { info: quiet, warn: quiet, error: quiet },
      shift: shiftBy(0),
      channels: { email: arrives, slack: arrives },
      perSecond: { email: 1_000, slack: 1_000 },
      appUrl: 'https://coaching.example.com',
      concurrency: 1,
    });
  };
  /** What a round finds broken, by code. */
  async function round(): Promise<Record<string, number>> {
    const environment = new MockActivityEnvironment({ scheduledTimestampMs: api.clock.now() });
    const open = await environment.run<[], Readonly<Record<string, number>>, Activities['checkPromises']>(
      activities().checkPromises,
    );
    return Object.fromEntries(Object.entries(open).filter(([, count]) => count > 0));
  }
  const findings = async (query = '') =>
    (
      await api.get<{ items: { code: string; subject: string; repairedAt: string | null }[] }>(
        `/findings${query}`,
      )
    ).body.items;
  /** Lets the workflows of everything that is rung do what they do. */
  const rung = async () => ({
    loops: await claimBells(api.app.manager, 'enrolment', api.clock.now(), 10),
    lanes: await claimBells(api.app.manager, 'lane', api.clock.now(), 10),
    jobs: await claimBells(api.app.manager, 'job', api.clock.now(), 10),
  });
  const look = async (): Promise<unknown> => {
    expect((await rung()).loops).toEqual([enrolment]);
    return lookAt(api, enrolment);
  };
  const drain = (lane: number): Promise<Next> =>
    new MockActivityEnvironment().run<Parameters<Activities['drain']>, Next, Activities['drain']>(
      activities().drain,
      lane,
      api.clock.now(),
    );
  const drainRung = async (): Promise<unknown> => {
    const { lanes } = await rung();
    expect(lanes).toHaveLength(1);
    return drain(Number(lanes[0]));
  };
  /** Lives until the manager's first message is due; says its lane. */
  async function messageDue(): Promise<number> {
    for (;;) {
      const { wakeAt } = await lookAt(api, enrolment);
      const [nudge] = await sql<{ lane: number; slot: Date }>(
        `SELECT lane, slot_at AS slot FROM nudge WHERE state = 'queued'`,
      );
      api.clock.time = nudge ? nudge.slot.getTime() : wakeAt!;
      if (nudge) return nudge.lane;
    }
  }

  const stories: Story[] = [
    {
      code: 'wakeMissing',
      broken: () => sql('UPDATE enrolment SET wake_at = NULL'),
      answered: look,
    },
    {
      code: 'wakeMissed',
      broken: () => sql(`UPDATE enrolment SET wake_at = $1::timestamptz - interval '16 minutes'`, [now()]),
      answered: look,
    },
    {
      code: 'loopUnanswered',
      broken: async () => {
        later(MINUTE);
        await api.made(`/enrolments/${enrolment}/ready`);
        later(16 * MINUTE);
      },
      answered: look,
    },
    {
      code: 'loopUnanswered',
      broken: () =>
        sql(
          'UPDATE enrolment SET ring_seq = ring_seq + 1, rung_seq = ring_seq + 1, ring_tries = 6, rung_at = $1',
          [now()],
        ),
      answered: look,
    },
    {
      code: 'laneUnanswered',
      broken: () =>
        sql('UPDATE lane SET ring_seq = 1, rung_seq = 1, ring_tries = 6, rung_at = $1 WHERE id = 3', [now()]),
      answered: drainRung,
    },
    {
      code: 'jobStanding',
      broken: async () => {
        await queueCalendarChange(api.app.manager, api.clock.now());
        await rung();
        later(HOUR + MINUTE);
      },
      answered: async () => {
        const { jobs } = await rung();
        expect(jobs).toHaveLength(1);
        await activities().calendarBatch(jobs[0]!, api.clock.now());
      },
    },
    {
      code: 'nudgeOverdue',
      broken: async () => {
        await messageDue();
        later(16 * MINUTE);
      },
      answered: drainRung,
    },
    {
      code: 'deliveryHanging',
      broken: async () => {
        const lane = await messageDue();
        const asked = [{ personId: team.manager, lane, looked: new Set<string>() }];
        await claimDue(api.app.manager, asked, new Rules(), api.clock.now());
        later(16 * MINUTE);
      },
      answered: drainRung,
    },
    {
      code: 'invitationOverdue',
      broken: async () => {
        await api.made('/joint-visits', {
          rep: team.rep,
          observers: [team.manager],
          at: '2026-03-24T13:10:00Z',
        });
        await look();
        await sql('DELETE FROM invitation WHERE person_id <> $1', [team.rep]);
        later(16 * MINUTE);
      },
      answered: drainRung,
    },
    {
      code: 'rungSkipped',
      broken: async () => {
        await sql(
          `INSERT INTO nudge (id, enrolment_id, obligation, rung, audience, person_id, lane, slot_at, via, stall, state, queued_at, handed_over_at)
           VALUES (gen_random_uuid(), $1, 'observe/first', 3, 'secondLine', $2, 0, $3, '{email}', true, 'handedOver', $3, $3)`,
          [enrolment, team.secondLine, now()],
        );
        const data = {
          obligation: 'observe/first',
          rung: 3,
          person: team.secondLine,
          channel: 'email',
        } as const;
        const happenedAt = api.clock.now();
        await appendFacts(api.app.manager, enrolment, [{ kind: 'handedOver', happenedAt, data }], happenedAt);
        await lookAt(api, enrolment);
      },
      // Nobody can take back what was sent: it is over when what it was about is done.
      answered: async () => {
        const reply = await api.post(
          `/enrolments/${enrolment}/observations`,
          {},
          { 'acting-as': team.manager },
        );
        expect(reply).toMatchObject({ status: 201 });
        await look();
      },
    },
    {
      code: 'loopFaulted',
      broken: () =>
        sql(`UPDATE enrolment SET fault = 'no roster', fault_at = $1, fault_build = 'test', wake_at = NULL`, [
          now(),
        ]),
      answered: look,
    },
  ];

  it('says when it looked, so that nothing found is known from nothing looked after', async () => {
    const checkedAt = async (): Promise<string | null> =>
      (await api.get<{ checkedAt: string | null }>('/findings')).body.checkedAt;
    const metric = async (): Promise<string | undefined> =>
      /^followthrough_promises_checked_timestamp_seconds (.+)$/m.exec(
        (await api.get<string>('/metrics')).body,
      )?.[1];
    expect([await checkedAt(), await metric()]).toEqual([null, '0']);
    await round();
    expect([await checkedAt(), await metric()]).toEqual([now(), String(api.clock.now() / 1_000)]);
  });

  it.each(stories)('finds, counts, rings and closes: $code', async ({ code, broken, answered }) => {
    expect(await round()).toEqual({});
    await broken();
    expect(await round()).toEqual({ [code]: 1 });
    expect(await findings()).toMatchObject([{ code, repairedAt: null }]);
    expect((await api.get<string>('/metrics')).body).toContain(`followthrough_findings{code="${code}"} 1\n`);
    await answered();
    later(MINUTE);
    expect(await round()).toEqual({});
    expect(await findings()).toEqual([]);
    expect(await findings('?repaired=true')).toMatchObject([{ code, repairedAt: now() }]);
  });

  it('rings what does not heal once an hour, and knows since when it is broken', async () => {
    await sql(`UPDATE enrolment SET fault = 'no roster', fault_at = $1, wake_at = NULL`, [now()]);
    const since = now();
    await round();
    expect((await rung()).loops).toEqual([enrolment]);
    await sql('UPDATE enrolment SET applied_seq = ring_seq');
    later(5 * MINUTE);
    await round();
    expect((await rung()).loops).toEqual([]);
    later(HOUR);
    await round();
    expect((await rung()).loops).toEqual([enrolment]);
    expect(await findings()).toMatchObject([{ firstFoundAt: since, lastFoundAt: now(), rungAt: now() }]);
  });

  it('begins anew with what breaks again after it was repaired', async () => {
    const broken = () => sql('UPDATE enrolment SET wake_at = NULL');
    await broken();
    await round();
    await look();
    later(5 * MINUTE);
    await round();
    await broken();
    later(5 * MINUTE);
    await round();
    expect(await findings()).toMatchObject([{ firstFoundAt: now(), repairedAt: null }]);
    expect((await rung()).loops).toEqual([enrolment]);
  });

  it('finds nothing while a ladder is climbed, nor at its top, where only news can move the loop', async () => {
    const handedOver: number[] = [];
    for (let wakeAt: number | null = api.clock.now(); wakeAt !== null;) {
      api.clock.time = wakeAt;
      wakeAt = (await lookAt(api, enrolment)).wakeAt;
      const [nudge] = await sql<{ lane: number; rung: number; slot: Date }>(
        `SELECT lane, rung, slot_at AS slot FROM nudge WHERE state = 'queued'`,
      );
      expect(await round()).toEqual({});
      if (!nudge) continue;
      api.clock.time = nudge.slot.getTime();
      await drain(nudge.lane);
      handedOver.push(nudge.rung);
      expect(await round()).toEqual({});
      wakeAt = (await lookAt(api, enrolment)).wakeAt;
    }
    // Before the fourth rung, which speaks above the manager, help is offered.
    expect(handedOver).toEqual([0, 1, 2, 3, 3, 4]);
    expect(await sql('SELECT wake_at, phase FROM enrolment')).toEqual([{ wake_at: null, phase: 'observe' }]);
    later(30 * 24 * HOUR);
    expect(await round()).toEqual({});
  });

  it('finds nothing where a manager asked for help, and the rungs in between are left out', async () => {
    await drain(await messageDue());
    const reply = await api.post(
      `/enrolments/${enrolment}/answers/ask-for-help`,
      { obligation: 'observe/first' },
      { 'acting-as': team.manager },
    );
    expect(reply).toMatchObject({ status: 201 });
    await drain(await messageDue());
    expect(await sql(`SELECT rung, audience FROM nudge WHERE state = 'handedOver' ORDER BY rung`)).toEqual([
      { rung: 0, audience: 'manager' },
      { rung: 3, audience: 'secondLine' },
    ]);
    expect(await round()).toEqual({});
  });

  it('finds a ladder that is not at its top and has no wake left', async () => {
    const lane = await messageDue();
    await drain(lane);
    later(30 * 24 * HOUR);
    await sql('UPDATE enrolment SET wake_at = NULL');
    expect(await round()).toEqual({ wakeMissing: 1 });
  });

  it('lets a loop that is paused without end sleep', async () => {
    await api.post(`/enrolments/${enrolment}/pause`, { reason: 'Relaunch' }, { 'acting-as': team.owner });
    await lookAt(api, enrolment);
    const [paused] = await sql('SELECT phase FROM enrolment');
    expect(paused).toEqual({ phase: 'paused' });
    later(30 * 24 * HOUR);
    await lookAt(api, enrolment);
    expect(await sql('SELECT wake_at FROM enrolment')).toEqual([{ wake_at: null }]);
    expect(await round()).toEqual({});
  });

  it('leaves a lane alone that is at others', async () => {
    const lane = await messageDue();
    later(16 * MINUTE);
    await sql(
      `INSERT INTO delivery (id, person_id, lane, channel, other_channels, state, created_at) VALUES (gen_random_uuid(), $1, $2, 'email', '{}', 'sending', $3)`,
      [team.rep, lane, now()],
    );
    expect(await round()).toEqual({});
  });

  it('finds a lane whose process is at it for ever, though nobody rings it meanwhile', async () => {
    await sql('UPDATE lane SET ring_seq = 1, rung_seq = 1, ring_tries = 1, rung_at = $1 WHERE id = 3', [
      now(),
    ]);
    await withLane(api.app, 3, async () => {
      later(14 * MINUTE);
      expect(await round()).toEqual({});
      later(2 * MINUTE);
      expect(await claimBells(api.app.manager, 'lane', api.clock.now(), 8)).toEqual([]);
      for (let time = 0; time < 2; time += 1) {
        expect(await round()).toEqual({ laneUnanswered: 1 });
        later(5 * MINUTE);
      }
    });
    expect(await claimBells(api.app.manager, 'lane', api.clock.now(), 8)).toEqual(['3']);
  });
});
