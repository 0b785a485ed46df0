import { MockActivityEnvironment } from '@temporalio/testing';
import { startMailSink, type MailSink } from '../demo/parts/mail-sink.js';
import { startSlackStandIn, type SlackStandIn } from '../demo/parts/slack-stand-in.js';
import { claimDue } from '../src/activities/claim.js';
import { createDrain } from '../src/activities/drain.js';
import type { Activities } from '../src/activities/index.js';
import { shiftBy, type Next } from '../src/activities/shift.js';
import { createStay, type Look } from '../src/activities/stay.js';
import { createEmailChannel, type EmailChannel } from '../src/channels/email.js';
import type { MessageChannel } from '../src/channels/message.js';
import { createSlackChannel } from '../src/channels/slack.js';
import type { Channel } from '../src/domain/cadence.js';
import { HOUR, MINUTE, SECOND } from '../src/domain/time.js';
import { claimBells, raiseLanes } from '../src/store/running/bells.js';
import { openLanes } from '../src/store/messages/deliveries.js';
import { withLane } from '../src/store/running/lane-lock.js';
import { Rules } from '../src/store/loops/rules.js';
import { openBuckets } from '../src/store/token-buckets.js';
import { inTransaction } from '../src/store/transaction.js';
import { startTestApi, type TestApi } from './support/api.js';
import { aTeam, lookAt, openLoop, type Team } from './support/coaching.js';
import { aCadence } from './support/organisation.js';
import { eventually } from './support/plant.js';

const LANES = 8;
const quiet = (): void => undefined;
const log = { info: quiet, warn: quiet, error: quiet };

/** A lane brings messages while providers fail and the world goes on. */
describe('a message that is due', () => {
  let api: TestApi;
  let mail: MailSink;
  let slack: SlackStandIn;
  let email: EmailChannel;
  let slackChannel: ReturnType<typeof createSlackChannel>;

  beforeEach(async () => {
    [api, mail, slack] = await Promise.all([startTestApi(), startMailSink(), startSlackStandIn()]);
    const from = 'Followthrough <coaching@example.com>';
    email = createEmailChannel({ url: mail.smtpUrl, from, domain: 'coaching.example.com', log });
    slackChannel = createSlackChannel({ token: 'xoxb-story', apiUrl: slack.apiUrl, log });
    await openLanes(api.dataSource.manager, LANES);
    await openBuckets(api.dataSource.manager, ['email', 'slack'], Date.now());
  });
  afterEach(async () => {
    email.close();
    await Promise.all([api.close(), mail.stop(), slack.stop()]);
  });

  const sql = <T = Record<string, unknown>>(text: string, values: unknown[] = []): Promise<T[]> =>
    api.dataSource.query<T[]>(text, values);

  /** Lives on until the manager's first message is due. */
  async function dueBy(via: Channel[]): Promise<{ team: Team; enrolment: string; lane: number }> {
    const ladders = { ...aCadence.ladders, observe: [{ at: 'P0D', to: 'manager', via }] };
    const team = await aTeam(api, { ...aCadence, ladders });
    const enrolment = await openLoop(api, team);
    for (;;) {
      const { wakeAt } = await lookAt(api, enrolment);
      const [nudge] = await sql<{ lane: number }>(
        `SELECT lane FROM nudge WHERE state = 'queued' AND enrolment_id = $1`,
        [enrolment],
      );
      if (nudge) return { team, enrolment, lane: nudge.lane };
      api.clock.time = wakeAt!;
    }
  }

  /** A worker of its own. */
  const aWorker = (channels: Partial<Record<Channel, MessageChannel>> = {}): Activities['drain'] =>
    createDrain({
      dataSource: api.app,
      rules: new Rules(),
      lanes: LANES,
      spread: 0,
      build: 'test',
      log,
      shift: shiftBy(0),
      channels: { email, slack: slackChannel, ...channels },
      perSecond: { email: 1_000, slack: 1_000 },
      appUrl: 'https://coaching.example.com',
      concurrency: 1,
    }).drain;

  const drain = (
    lane: number,
    channels: Partial<Record<Channel, MessageChannel>> = {},
    environment = new MockActivityEnvironment(),
    worker = aWorker(channels),
  ) =>
    environment.run<Parameters<Activities['drain']>, Next, Activities['drain']>(
      worker,
      lane,
      api.clock.now(),
    );

  /** Drains whenever the next try has come, for as long as it is not over. */
  async function goOn(lane: number, forMs: number): Promise<void> {
    const until = api.clock.time + forMs;
    for (;;) {
      const [next] = await sql<{ at: number }>(
        `SELECT (extract(epoch FROM next_try_at) * 1000)::float8 AS at FROM delivery WHERE state = 'retrying'`,
      );
      if (!next || next.at > until) break;
      api.clock.time = next.at;
      await drain(lane);
    }
    api.clock.time = until;
  }

  const nudges = () => sql<{ state: string }>('SELECT state FROM nudge');

  it('waits for a mail server that is away for hours, and makes nobody unreachable', async () => {
    const { lane } = await dueBy(['email']);
    const lift = mail.refuse({ stage: 'rcpt', code: 451, times: Infinity });
    await drain(lane);
    await goOn(lane, 2 * HOUR);
    expect(await sql(`SELECT 1 FROM fact WHERE kind = 'unreachable'`)).toEqual([]);
    lift();
    await goOn(lane, HOUR);
    expect(await nudges()).toEqual([{ state: 'handedOver' }]);
    expect(mail.messages()).toHaveLength(1);
  });

  it('shows that its worker lives while a provider takes its time: only a killed one loses its lane', async () => {
    const { lane } = await dueBy(['email']);
    const environment = new MockActivityEnvironment();
    let beats = 0;
    environment.on('heartbeat', () => (beats += 1));
    const send: MessageChannel['send'] = async (message) => {
      await eventually(
        async () => beats,
        (heard) => heard >= 2,
        20_000,
      );
      return email.send(message);
    };
    await drain(lane, { email: { send } }, environment);
    expect(await nudges()).toEqual([{ state: 'handedOver' }]);
  });

  it('goes round between the channels while each fails for a while', async () => {
    const { lane } = await dueBy(['slack', 'email']);
    mail.refuse({ stage: 'rcpt', code: 451, times: Infinity });
    const lift = slack.fail({ kind: 'error', error: 'ratelimited', times: Infinity });
    await drain(lane);
    await goOn(lane, 15 * MINUTE);
    lift();
    await goOn(lane, 3 * HOUR);
    expect(await nudges()).toEqual([{ state: 'handedOver' }]);
    expect(slack.messages()).toHaveLength(1);
  });

  it('is planned anew before every try: a loop that was paused meanwhile brings nothing', async () => {
    const { enrolment, lane } = await dueBy(['email']);
    const lift = mail.refuse({ stage: 'rcpt', code: 451, times: Infinity });
    await drain(lane);
    await api.made(`/enrolments/${enrolment}/pause`, { reason: 'Parental leave' });
    lift();
    await goOn(lane, HOUR);
    expect(mail.messages()).toEqual([]);
    expect(await sql('SELECT state FROM delivery')).toEqual([{ state: 'withdrawn' }]);
    await api.made(`/enrolments/${enrolment}/resume`);
    await lookAt(api, enrolment);
    expect(await sql('SELECT state, delivery_id FROM nudge')).not.toContainEqual({ state: 'claimed' });
  });

  it('turns from a Slack that cannot even be asked to the mail, after some hours and with growing pauses', async () => {
    const { lane } = await dueBy(['slack', 'email']);
    for (const method of ['chat.postMessage', 'conversations.history'])
      slack.fail({ method, kind: 'html', status: 503, times: Infinity });
    await drain(lane);
    await goOn(lane, MINUTE);
    expect(mail.messages()).toEqual([]);
    await goOn(lane, 3 * HOUR);
    expect(mail.messages()).toHaveLength(1);
    expect(slack.calls().length).toBeLessThan(30);
  });

  it('waits for the next worker where this one goes down in the middle of a lane', async () => {
    await dueBy(['email']);
    api.clock.time = Date.parse('2026-03-02T08:00:00Z');
    await dueBy(['email']);
    await sql('UPDATE nudge SET lane = 0');
    const going = new MockActivityEnvironment();
    const send: MessageChannel['send'] = (message) => {
      going.cancel('WORKER_SHUTDOWN');
      return email.send(message);
    };
    const next = await drain(0, { email: { ...email, send } }, going);
    expect(mail.messages()).toHaveLength(1);
    expect(next.wakeAt).toBeLessThan(api.clock.time + MINUTE);
    await drain(0);
    expect(mail.messages()).toHaveLength(2);
  });

  it('leaves nothing behind where the next worker goes down, too, before it came to what the last one left', async () => {
    await dueBy(['email']);
    api.clock.time = Date.parse('2026-03-02T08:00:00Z');
    await dueBy(['email']);
    await sql('UPDATE nudge SET lane = 0');
    const lift = mail.refuse({ stage: 'rcpt', code: 451, times: Infinity });
    await drain(0);
    lift();
    // As a worker leaves them that was killed during its calls.
    await sql(`UPDATE delivery SET state = 'sending', next_try_at = NULL`);
    const going = new MockActivityEnvironment();
    const send: MessageChannel['send'] = (message) => {
      going.cancel('WORKER_SHUTDOWN');
      return email.send(message);
    };
    const next = await drain(0, { email: { send } }, going);
    expect(mail.messages()).toHaveLength(1);
    expect(next.wakeAt).toBeLessThan(api.clock.time + MINUTE);
    await drain(0);
    expect(mail.messages()).toHaveLength(2);
  });

  it('asks the monthly question of a loop at fault, which asks it no more than any other loop', async () => {
    const { team, enrolment, lane } = await dueBy(['email']);
    const [pulse] = await sql<{ id: string }>(
      `INSERT INTO pulse (id, person_id, capability_id, program_id, enrolment_id, month)
       SELECT gen_random_uuid(), rep_id, capability_id, program_id, id, '2026-03' FROM enrolment WHERE id = $1 RETURNING id`,
      [enrolment],
    );
    await sql(`UPDATE nudge SET obligation = 'pulse/' || $1, audience = 'rep', person_id = $2`, [
      pulse!.id,
      team.rep,
    ]);
    await sql(
      `UPDATE enrolment SET fault = 'no roster', fault_at = $1, fault_build = 'test', wake_at = NULL`,
      [new Date(api.clock.now())],
    );
    const { wakeAt } = await drain(lane);
    expect([wakeAt, mail.messages().length]).toEqual([null, 1]);
  });

  it('shows as done in Slack what was done while the call was under way', async () => {
    const { team, enrolment, lane } = await dueBy(['slack']);
    await drain(lane, {
      slack: {
        ...slackChannel,
        async send(message) {
          const answer = await slackChannel.send(message);
          await api.post(`/enrolments/${enrolment}/observations`, {}, { 'acting-as': team.manager });
          await lookAt(api, enrolment);
          return answer;
        },
      },
    });
    const asSent = slack.messages()[0]!.text;
    await drain(lane);
    expect(slack.messages()[0]!.text).not.toBe(asSent);
  });

  it('waits for a loop to which something has just happened', async () => {
    const { team, enrolment, lane } = await dueBy(['email']);
    await api.made(`/enrolments/${enrolment}/ready`);
    const asked = [{ personId: team.manager, lane, looked: new Set<string>() }];
    const claim = () => api.dataSource.transaction((tx) => claimDue(tx, asked, new Rules(), api.clock.now()));
    expect(await claim()).toEqual([{ deliveries: [], behind: [enrolment] }]);
    await lookAt(api, enrolment);
    expect(await claim()).toMatchObject([{ deliveries: [{ state: 'sending' }], behind: [] }]);
  });

  it('lets a loop look again whose slot was missed, and none that has looked since: on a busy morning many are late', async () => {
    const { team, enrolment, lane } = await dueBy(['email']);
    const asked = [{ personId: team.manager, lane, looked: new Set<string>() }];
    const claim = () => api.dataSource.transaction((tx) => claimDue(tx, asked, new Rules(), api.clock.now()));
    api.clock.time += 6 * MINUTE;
    expect(await claim()).toEqual([{ deliveries: [], behind: [enrolment] }]);
    await lookAt(api, enrolment);
    api.clock.time += MINUTE;
    expect(await claim()).toMatchObject([{ deliveries: [{ state: 'sending' }], behind: [] }]);
  });

  it('rings no storm while a card cannot be edited: the relay rests between its rings', async () => {
    const { team, enrolment, lane } = await dueBy(['slack']);
    await drain(lane);
    slack.fail({ method: 'chat.update', kind: 'error', error: 'ratelimited', times: Infinity });
    await api.post(`/enrolments/${enrolment}/observations`, {}, { 'acting-as': team.manager });
    await lookAt(api, enrolment);
    let rings = 0;
    for (let second = 0; second < 20; second += 1) {
      api.clock.time += 1_000;
      await raiseLanes(api.dataSource.manager, api.clock.now());
      const rung = await claimBells(api.dataSource.manager, 'lane', api.clock.now(), 100);
      if (!rung.includes(String(lane))) continue;
      rings += 1;
      await drain(lane);
    }
    expect(rings).toBe(1);
  });

  it('lets a card rest that cannot be edited, also on a morning on which its lane stays', async () => {
    const { team, enrolment, lane } = await dueBy(['slack']);
    const environment = new MockActivityEnvironment();
    let edits = 0;
    const update: MessageChannel['update'] = async () => {
      edits += 1;
      if (edits === 3) environment.cancel('WORKER_SHUTDOWN');
      return { ok: false, failure: 'later', code: 'ratelimited' };
    };
    const worker = aWorker({ slack: { ...slackChannel, update } });
    await drain(lane, {}, undefined, worker);
    await api.post(`/enrolments/${enrolment}/observations`, {}, { 'acting-as': team.manager });
    await lookAt(api, enrolment);
    const { wakeAt } = await drain(lane, {}, environment, worker);
    expect(edits).toBe(1);
    expect(wakeAt).toBeGreaterThan(api.clock.time + 20 * SECOND);
  });

  it('is gathered with others by a lane that is rung again at once, and that leaves when nothing more comes', async () => {
    const { lane } = await dueBy(['email']);
    const stay = createStay((work) => inTransaction(api.dataSource, work));
    let time = api.clock.now();
    const clock = (): number => (time += SECOND);
    let looks = 0;
    // Its message comes between the second look and the third.
    const look = async (): Promise<Look> => {
      looks += 1;
      if (looks === 3) await drain(lane);
      return { wakeAt: null, leaves: null };
    };
    const rung = (): Promise<number | null> =>
      new MockActivityEnvironment().run(() => stay(lane, clock, look));
    await rung();
    expect(looks).toBe(1);
    await rung();
    expect([looks, mail.messages().length]).toEqual([3, 1]);
    time += MINUTE;
    await rung();
    expect(looks).toBe(4);
  });

  it('is not gathered while there are more than one look takes', async () => {
    const stay = createStay((work) => inTransaction(api.dataSource, work));
    // A clock that stands still: a pause would have no end.
    const clock = api.clock.now();
    const looks = [null, 'more', 'more', 'trouble'] as const;
    let looked = 0;
    const look = async (): Promise<Look> => ({ wakeAt: null, leaves: looks[looked++]! });
    const rung = (): Promise<number | null> =>
      new MockActivityEnvironment().run(() => stay(0, () => clock, look));
    await rung();
    await rung();
    expect(looked).toBe(4);
  });

  it('needs no ring while its lane is looked after', async () => {
    const { lane } = await dueBy(['email']);
    const rung = async (): Promise<string[]> => {
      await raiseLanes(api.dataSource.manager, api.clock.now());
      return claimBells(api.dataSource.manager, 'lane', api.clock.now(), 100);
    };
    await withLane(api.dataSource, lane, async () => expect(await rung()).not.toContain(String(lane)));
    expect(await rung()).toContain(String(lane));
  });
});
