import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { closeSync, openSync } from 'node:fs';
import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { productionEnvironment } from '../../demo/running/environment.js';
import { PORT_NAMES, type ChosenPorts } from '../../demo/running/port-choice.js';
import { startMailSink, type MailSink } from '../../demo/parts/mail-sink.js';
import { freePort } from '../../demo/parts/ports.js';
import { startPostgres, type RunningPostgres } from '../../demo/parts/postgres.js';
import { startSlackStandIn, type SlackStandIn } from '../../demo/parts/slack-stand-in.js';
import { startTemporal, type RunningTemporal } from '../../demo/parts/temporal.js';
import { createDataSource } from '../../src/entities/data-source.js';
import { SCOPES } from '../../src/access/words.js';
import { issueKey } from '../../src/store/rights/api-keys.js';
import { askingAt, type TestApi } from './api.js';

const DIST = join(import.meta.dirname, '../../dist');
const UP_WITHIN_MS = 60_000;

/** The whole product as processes of its own, each of which can be killed where it stands. */
export interface Plant {
  api: TestApi;
  mail: MailSink;
  slack: SlackStandIn;
  ownerUrl: string;
  /** All that API and worker have written so far. */
  logs(): Promise<string>;
  workerHealth(): Promise<number>;
  kill(what: 'api' | 'worker' | 'temporal' | 'postgres'): Promise<void>;
  start(what: 'api' | 'worker' | 'temporal' | 'postgres'): Promise<void>;
  /** Starts one more worker beside the first. */
  secondWorker(): Promise<void>;
  end(): Promise<void>;
}

export async function startPlant({ logLevel = 'fatal' } = {}): Promise<Plant> {
  const dir = await mkdtemp(join(tmpdir(), 'followthrough-plant-'));
  const ports = Object.fromEntries(
    await Promise.all(PORT_NAMES.map(async (name) => [name, await freePort()] as const)),
  ) as ChosenPorts;
  const quiet = (): void => undefined;
  const beginPostgres = () => startPostgres({ dir: join(dir, 'postgres'), port: ports.postgres, log: quiet });
  const beginTemporal = () =>
    startTemporal({ dir: join(dir, 'temporal'), port: ports.temporal, headless: true, log: quiet });
  let postgres: RunningPostgres = await beginPostgres();
  let temporal: RunningTemporal = await beginTemporal();
  const [mail, slack] = await Promise.all([startMailSink(), startSlackStandIn()]);
  const env = (metricsPort = ports.worker): NodeJS.ProcessEnv => ({
    ...productionEnvironment({
      databaseUrl: postgres.appUrl,
      temporalAddress: temporal.address,
      smtpUrl: mail.smtpUrl,
      slackApiUrl: slack.apiUrl,
      slackSigningSecret: slack.signingSecret,
      linkSecret: 'the secret of a plant of thirty-two bytes at least',
      ports: { ...ports, worker: metricsPort },
      buildId: 'plant',
    }),
    NODE_OPTIONS: '',
    LOG_LEVEL: logLevel,
  });
  const children: ChildProcess[] = [];
  const logFile = join(dir, 'plant.log');
  const run = async (
    script: string,
    health: string,
    environment: NodeJS.ProcessEnv,
  ): Promise<ChildProcess> => {
    const output = openSync(logFile, 'a');
    const child = spawn(process.execPath, [join(DIST, script)], {
      env: environment,
      stdio: ['ignore', output, output],
    });
    closeSync(output);
    children.push(child);
    await up(child, health, script);
    return child;
  };
  const beginApi = () =>
    run('src/api/main.js', `http://127.0.0.1:${ports.api}/health/live`, {
      ...env(),
      DATABASE_OWNER_URL: postgres.url,
    });
  const beginWorker = () => run('worker/main.js', `http://127.0.0.1:${ports.worker}/health/ready`, env());
  let api = await beginApi();
  let worker = await beginWorker();
  const dataSource = createDataSource({ url: postgres.url, poolSize: 4, applicationName: 'plant' });
  const app = createDataSource({ url: postgres.appUrl, poolSize: 4, applicationName: 'plant app' });
  await Promise.all([dataSource.initialize(), app.initialize()]);
  const { row, secret } = await issueKey(
    dataSource.manager,
    { name: 'plant', expiresAt: null, scopes: SCOPES },
    Date.now(),
  );
  const url = `http://127.0.0.1:${ports.api}`;
  const clock = { time: 0, now: () => Date.now() };
  return {
    mail,
    slack,
    ownerUrl: postgres.url,
    logs: () => readFile(logFile, 'utf8'),
    api: {
      dataSource,
      app,
      databaseUrl: postgres.appUrl,
      url,
      key: secret,
      keyId: row.id,
      routes: [],
      clock,
      close: async () => undefined,
      ...askingAt(url, secret),
    },
    workerHealth: async () => (await fetch(`http://127.0.0.1:${ports.worker}/health/ready`)).status,
    async kill(what) {
      if (what === 'api') return killed(api);
      if (what === 'worker') return killed(worker);
      const pid = what === 'temporal' ? temporal.pid! : postgres.pid!;
      process.kill(pid, 'SIGKILL');
      while (isAlive(pid)) await pause(20);
    },
    async start(what) {
      if (what === 'api') api = await beginApi();
      if (what === 'worker') worker = await beginWorker();
      if (what === 'temporal') temporal = await beginTemporal();
      if (what === 'postgres') postgres = await beginPostgres();
    },
    async secondWorker() {
      const port = await freePort();
      await run('worker/main.js', `http://127.0.0.1:${port}/health/ready`, env(port));
    },
    async end() {
      await Promise.all(children.map(killed));
      await Promise.all([dataSource.destroy(), app.destroy()]).catch(quiet);
      await Promise.all([mail.stop(), slack.stop(), temporal.stop(), postgres.stop()]);
      await rm(dir, { recursive: true, force: true });
    },
  };
}

function isAlive(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch {
    return false;
  }
}

async function killed(child: ChildProcess): Promise<void> {
  if (child.exitCode !== null || child.signalCode !== null) return;
  const gone = once(child, 'exit');
  child.kill('SIGKILL');
  await gone;
}

async function up(child: ChildProcess, health: string, script: string): Promise<void> {
  const deadline = performance.now() + UP_WITHIN_MS;
  while (performance.now() < deadline && child.exitCode === null) {
    const answer = await fetch(health, { signal: AbortSignal.timeout(1_000) }).catch(() => null);
    if (answer?.ok) return;
    await pause(50);
  }
  throw new Error(`${script} did not come up at ${health}; is the build up to date? (npm run build)`);
}

/** Asks again until the answer fits. @throws with the last answer after a minute */
export async function eventually<T>(
  ask: () => Promise<T>,
  fits: (answer: T) => boolean,
  withinMs = 60_000,
): Promise<T> {
  const deadline = performance.now() + withinMs;
  let answer: T;
  do {
    answer = await ask();
    if (fits(answer)) return answer;
    await pause(50);
  } while (performance.now() < deadline);
  throw new Error(`not so within ${withinMs} ms; the last answer was ${JSON.stringify(answer)}`);
}
