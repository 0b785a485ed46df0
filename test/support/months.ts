import { fork, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import type { TestWorkflowEnvironment } from '@temporalio/testing';
import { startMailSink, type MailSink } from '../../demo/parts/mail-sink.js';
import { startSlackStandIn, type SlackStandIn } from '../../demo/parts/slack-stand-in.js';
import { startTimeSkipping } from '../../demo/parts/time-skipping.js';
import { startTestApi, type TestApi } from './api.js';

const WORKER = join(import.meta.dirname, '../../dist/test/processes/worker.js');
const CALM_WITHIN_MS = 30_000;

/** Months of product life in seconds: API, worker, Temporal, mail and Slack, on a clock that jumps from event to event. */
export interface Months {
  api: TestApi;
  mail: MailSink;
  slack: SlackStandIn;
  /** Lives until an instant: everything that comes due before it happens, in order. */
  liveUntil(instant: string): Promise<void>;
  /** Kills the worker where it stands and starts another. */
  killWorker(): Promise<void>;
  end(): Promise<void>;
}

/** @param cachedLoops loops that the worker keeps between two looks; with none, each look replays the whole history */
export async function startMonths(start: string, { cachedLoops = 0 } = {}): Promise<Months> {
  const temporal = await startTimeSkipping({ log: () => undefined });
  const offset = Date.parse(start) - (await temporal.currentTimeMs());
  const [api, mail, slack] = await Promise.all([
    startTestApi({ at: start }),
    startMailSink(),
    startSlackStandIn(),
  ]);
  const start_ = (): Promise<ChildProcess> =>
    startWorker({
      DATABASE_URL: api.databaseUrl,
      TEMPORAL_ADDRESS: temporal.address,
      CLOCK_OFFSET_MS: String(offset),
      CACHED_LOOPS: String(cachedLoops),
      SMTP_URL: mail.smtpUrl,
      SLACK_API_URL: slack.apiUrl,
    });
  let worker = await start_();
  const now = async (): Promise<number> => (await temporal.currentTimeMs()) + offset;
  return {
    api,
    mail,
    slack,
    async liveUntil(instant) {
      const until = Date.parse(instant);
      for (;;) {
        const next = await calm(api, await now());
        const at = Math.min(next ?? Infinity, until);
        await jump(temporal, at - (await now()));
        api.clock.time = Math.max(at, await now());
        if (at === until) break;
      }
      await calm(api, await now());
      api.clock.time = Math.max(until, await now());
    },
    async killWorker() {
      worker.kill('SIGKILL');
      await once(worker, 'exit');
      worker = await start_();
    },
    async end() {
      worker.kill('SIGKILL');
      await Promise.all([api.close(), mail.stop(), slack.stop()]);
      await temporal.teardown();
    },
  };
}

async function startWorker(env: Record<string, string>): Promise<ChildProcess> {
  const worker = fork(WORKER, { env: { ...process.env, ...env, NODE_OPTIONS: '' }, execArgv: [] });
  await Promise.race([
    once(worker, 'message'),
    once(worker, 'exit').then(() => {
      throw new Error('the worker ended before it was ready; is the build up to date? (npm run build)');
    }),
  ]);
  return worker;
}

const jump = async (temporal: TestWorkflowEnvironment, ms: number): Promise<void> => {
  if (ms > 0) await temporal.sleep(ms);
};

/**
 * Waits until everything that is due has happened: bells answered, wakes taken, messages handed over. Says when the
 * next thing is due; null: nothing is.
 */
async function calm({ dataSource }: TestApi, now: number): Promise<number | null> {
  const deadline = performance.now() + CALM_WITHIN_MS;
  let state: State;
  do {
    state = await readState(dataSource, new Date(now).toISOString());
    if (state.unanswered === 0 && state.overdue === 0) return state.next;
    await pause(10);
  } while (performance.now() < deadline);
  throw new Error(
    `not calm after ${CALM_WITHIN_MS} ms at ${new Date(now).toISOString()}: ${JSON.stringify(state)}`,
  );
}

interface State {
  unanswered: number;
  overdue: number;
  next: number | null;
}

async function readState(dataSource: TestApi['dataSource'], now: string): Promise<State> {
  const [state] = await dataSource.query<[State]>(
    `WITH bells AS (
       SELECT ring_seq, applied_seq, wake_at FROM enrolment UNION ALL SELECT ring_seq, applied_seq, wake_at FROM lane
       UNION ALL SELECT ring_seq, applied_seq, wake_at FROM job
     ), due AS (
       SELECT wake_at AS at FROM bells WHERE wake_at IS NOT NULL
       UNION ALL SELECT slot_at FROM nudge WHERE state = 'queued'
       UNION ALL SELECT next_try_at FROM delivery WHERE state = 'retrying'
     )
     SELECT (SELECT count(*) FROM bells WHERE ring_seq > applied_seq)::int
              + (SELECT count(*) FROM lane l WHERE EXISTS (SELECT 1 FROM nudge n WHERE n.lane = l.id AND n.state = 'queued'
                   AND n.slot_at < coalesce(l.wake_at, 'infinity')))::int AS unanswered,
            (SELECT count(*) FROM due WHERE at <= $1)::int
              + (SELECT count(*) FROM delivery WHERE state = 'sending' OR stale)::int AS overdue,
            (SELECT extract(epoch FROM min(at)) * 1000 FROM due WHERE at > $1)::float8 AS next`,
    [now],
  );
  return state;
}
