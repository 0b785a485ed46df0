import { MockActivityEnvironment } from '@temporalio/testing';
import { startMailSink, type MailSink } from '../../demo/parts/mail-sink.js';
import { startSlackStandIn, type SlackStandIn } from '../../demo/parts/slack-stand-in.js';
import { createDrain } from '../../src/activities/drain.js';
import { createJobs } from '../../src/activities/jobs.js';
import { look, type LoopDependencies } from '../../src/activities/looking.js';
import { shiftBy } from '../../src/activities/shift.js';
import { createEmailChannel } from '../../src/channels/email.js';
import { createLinks } from '../../src/channels/links.js';
import type { MessageChannel } from '../../src/channels/message.js';
import { createSlackChannel } from '../../src/channels/slack.js';
import type { Channel } from '../../src/domain/cadence.js';
import { openLanes } from '../../src/store/messages/deliveries.js';
import { queuePulses } from '../../src/store/coaching/pulses.js';
import { Rules } from '../../src/store/loops/rules.js';
import { openBuckets } from '../../src/store/token-buckets.js';
import { inTransaction } from '../../src/store/transaction.js';
import type { TestApi } from './api.js';

/** As the API under test divides people. */
const LANES = 8;
const quiet = (): void => undefined;
const log = { info: quiet, warn: quiet, error: quiet };

/** Loops and lanes without Temporal, at the time of the API's clock: what is due happens when it is asked for. */
export interface Lanes {
  mail: MailSink;
  slack: SlackStandIn;
  email: MessageChannel;
  slackChannel: MessageChannel;
  /** The loops of people whose time or manager changed hear of it. */
  changeRosters(): Promise<void>;
  /** Every loop that has news or whose wake has come looks. */
  lookAll(): Promise<void>;
  /** The monthly questions whose slots are near are queued. */
  askMonthly(): Promise<void>;
  /** Every lane brings what is due; `channels` in place of the usual ones. */
  drain(channels?: Partial<Record<Channel, MessageChannel>>): Promise<void>;
  /** Loops look, and what that brings is brought: as much as happens before time goes on. */
  settle(): Promise<void>;
  /** Goes on to an instant, from wake to wake and slot to slot. */
  liveUntil(at: string): Promise<void>;
  end(): Promise<void>;
}

/**
 * @param linkSecrets signs the links in mails; null: they lead to the app
 * @param given a stand-in that tells the API of presses; else a new one, whose buttons lead to pages
 */
export async function startLanes(
  api: TestApi,
  given?: SlackStandIn,
  linkSecrets: readonly string[] | null = null,
): Promise<Lanes> {
  const [mail, slack] = await Promise.all([startMailSink(), given ?? startSlackStandIn()]);
  const from = 'Followthrough <coaching@example.com>';
  const links = linkSecrets && createLinks(linkSecrets);
  const email = createEmailChannel({ url: mail.smtpUrl, from, domain: 'coaching.example.com', links, log });
  const slackChannel = createSlackChannel({
    token: 'xoxb-story',
    apiUrl: slack.apiUrl,
    pressable: given !== undefined,
    log,
  });
  await openLanes(api.dataSource.manager, LANES);
  await openBuckets(api.dataSource.manager, ['email', 'slack'], Date.now());
  const loops: LoopDependencies = {
    dataSource: api.dataSource,
    rules: new Rules(),
    lanes: LANES,
    spread: 0,
    build: 'test',
    log,
  };
  const now = (): string => new Date(api.clock.now()).toISOString();
  const lanes: Lanes = {
    mail,
    slack,
    email,
    slackChannel,
    async changeRosters() {
      const jobs = await api.dataSource.query<{ id: string }[]>(
        `SELECT id FROM job WHERE kind = 'rosterChange' AND state <> 'done'`,
      );
      const { rosterBatch } = createJobs({ ...loops, shift: shiftBy(0) });
      for (const { id } of jobs) await rosterBatch(id, api.clock.now());
    },
    async askMonthly() {
      await inTransaction(api.dataSource, (tx) => queuePulses(tx, null, 100, LANES, api.clock.now()));
    },
    async lookAll() {
      const rows = await api.dataSource.query<{ id: string }[]>(
        `SELECT id FROM enrolment WHERE ring_seq > applied_seq OR wake_at <= $1 ORDER BY id`,
        [now()],
      );
      for (const { id } of rows) await look(id, api.clock.now(), loops);
    },
    async drain(channels = {}) {
      const { drain } = createDrain({
        ...loops,
        shift: shiftBy(0),
        channels: { email, slack: slackChannel, ...channels },
        perSecond: { email: 1_000, slack: 1_000 },
        appUrl: 'https://coaching.example.com',
        concurrency: 2,
      });
      for (let lane = 0; lane < LANES; lane++)
        await new MockActivityEnvironment().run(drain, lane, api.clock.now());
    },
    async settle() {
      await lanes.lookAll();
      await lanes.drain();
    },
    async liveUntil(at) {
      const until = Date.parse(at);
      for (;;) {
        await lanes.settle();
        const [{ next }] = await api.dataSource.query<[{ next: number | null }]>(
          `SELECT (extract(epoch FROM min(at)) * 1000)::float8 AS next FROM (
             SELECT wake_at AS at FROM enrolment UNION ALL SELECT slot_at FROM nudge WHERE state = 'queued'
             UNION ALL SELECT next_try_at FROM delivery WHERE state = 'retrying'
             UNION ALL SELECT due_at FROM invitation) AS due WHERE at > $1`,
          [now()],
        );
        if (next === null || next > until) break;
        api.clock.time = next;
      }
      api.clock.time = until;
      await lanes.settle();
    },
    async end() {
      email.close();
      await Promise.all([mail.stop(), slack.stop()]);
    },
  };
  return lanes;
}
