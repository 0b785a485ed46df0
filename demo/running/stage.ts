import { mkdirSync, rmSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';
import type { Log } from '../parts/log.js';
import { startMailSink, type MailSink } from '../parts/mail-sink.js';
import { startPostgres } from '../parts/postgres.js';
import { startSlackStandIn, type SlackStandIn } from '../parts/slack-stand-in.js';
import { startTemporal } from '../parts/temporal.js';
import { ApiClient } from '../organisation/client.js';
import { buildId } from './build-id.js';
import { productionEnvironment } from './environment.js';
import { keepFirstKey } from './first-key.js';
import { KeptPart } from './kept-part.js';
import { keptSecret } from './kept-secret.js';
import { choosePorts, type ChosenPorts, type PortName } from './port-choice.js';
import { ProcessRecord } from './record.js';
import { Supervised } from './supervisor.js';

const DIST = fileURLToPath(new URL('../../', import.meta.url));
/** What a start leaves behind; the folder itself may hold other things. */
const KEPT = [
  'postgres',
  'temporal',
  'mail',
  'slack',
  'log',
  'admin-key',
  'slack-signing-secret',
  'link-secret',
  'ports.json',
  'story.json',
];

export interface StageOptions {
  /** Data, logs and the key live here. */
  dir: string;
  /** Deletes what is there first. */
  fresh: boolean;
  /** Named by the user, or all of them for a run beside others. */
  pinned: Partial<ChosenPorts>;
  log: Log;
  /** What has started, in its order; whoever ends the demo calls them from the last to the first. */
  onStop: (stop: () => Promise<void> | void) => void;
}

export interface Stage {
  dir: string;
  apiUrl: string;
  keyFile: string;
  api: ApiClient;
  mail: MailSink;
  slack: SlackStandIn;
  temporalAddress: string;
  temporalUi: string | undefined;
}

/** Starts the embedded parts, and on them the API and the worker as they run in production. */
export async function startStage({ dir: given, fresh, pinned, log, onStop }: StageOptions): Promise<Stage> {
  const dir = resolve(given);
  const at = (name: string) => join(dir, name);
  mkdirSync(dir, { recursive: true });
  const record = new ProcessRecord(at('run'));
  await takePlace(record, dir);
  onStop(() => record.forget('demo'));
  // A new build may be about to run: these two are not taken over.
  for (const name of ['worker', 'API']) await record.end(name);
  if (fresh) {
    for (const name of record.names()) if (name !== 'demo') await record.end(name);
    for (const name of KEPT) rmSync(at(name), { recursive: true, force: true });
  }
  const ports = await choosePorts({ pinned, memory: at('ports.json'), ours: await stillOurs(record), log });

  const noting = async <P extends { pid?: number }>(name: string, start: Promise<P>): Promise<P> => {
    const part = await start;
    if (part.pid !== undefined) await record.note(name, part.pid);
    return part;
  };
  const kept = async <P extends { pid?: number; stop(): Promise<void> }>(
    name: string,
    begin: () => Promise<P>,
  ) => {
    const part = await KeptPart.start(name, () => noting(name, begin()), log);
    onStop(async () => {
      await part.stop();
      record.forget(name);
    });
    return part.part;
  };
  const postgres = await kept('PostgreSQL', () =>
    startPostgres({ dir: at('postgres'), port: ports.postgres, log }),
  );
  const temporal = await kept('Temporal', () =>
    startTemporal({ dir: at('temporal'), port: ports.temporal, uiPort: ports['temporal-ui'], log }),
  );
  const mail = await startMailSink({ port: ports.smtp, httpPort: ports.inbox, dir: at('mail') });
  onStop(() => mail.stop());
  const signingSecret = keptSecret(at('slack-signing-secret'));
  const slackApp = `http://127.0.0.1:${ports.api}/api/v1/slack`;
  const slack = await startSlackStandIn({
    port: ports.slack,
    dir: at('slack'),
    signingSecret,
    app: {
      interactions: `${slackApp}/interactions`,
      commands: `${slackApp}/commands`,
      events: `${slackApp}/events`,
    },
  });
  onStop(() => slack.stop());

  const env = productionEnvironment({
    databaseUrl: postgres.appUrl,
    temporalAddress: temporal.address,
    smtpUrl: mail.smtpUrl,
    slackApiUrl: slack.apiUrl,
    slackSigningSecret: signingSecret,
    linkSecret: keptSecret(at('link-secret')),
    ports,
    buildId: buildId(),
  });
  const run = async (name: string, script: string, health: string, more: NodeJS.ProcessEnv = {}) => {
    log(`Starting the ${name} …`);
    const args = ['--enable-source-maps', join(DIST, script)];
    const logFile = join(at('log'), `${name.toLowerCase()}.log`);
    const isUp = () => answers(health);
    const process_ = {
      name,
      command: process.execPath,
      args,
      env: { ...env, ...more },
      logFile,
      record,
      isUp,
      log,
    };
    const supervised = await Supervised.start(process_);
    onStop(() => supervised.stop());
    return logFile;
  };
  const apiUrl = `http://localhost:${ports.api}`;
  // The API alone knows the owner, for its migrations.
  const owner = { DATABASE_OWNER_URL: postgres.url };
  const apiLog = await run('API', 'src/api/main.js', `http://127.0.0.1:${ports.api}/health/live`, owner);
  const keyFile = at('admin-key');
  const key = keepFirstKey(keyFile, apiLog);
  await run('worker', 'worker/main.js', `http://127.0.0.1:${ports.worker}/health/ready`);
  return {
    dir,
    apiUrl,
    keyFile,
    api: new ApiClient(`http://127.0.0.1:${ports.api}`, key),
    mail,
    slack,
    temporalAddress: temporal.address,
    temporalUi: temporal.uiUrl,
  };
}

/** One demo at a time on one folder. */
async function takePlace(record: ProcessRecord, dir: string): Promise<void> {
  const other = await record.running('demo');
  if (other !== undefined && other !== process.pid) {
    throw new Error(
      `The demo already runs on ${dir} (process ${other}). Stop it with Ctrl-C where it runs or with ` +
        `"kill ${other}", or give this one a folder of its own with --data DIR.`,
    );
  }
  await record.note('demo', process.pid);
}

/** Servers that a killed start left running are taken over, with their ports. */
async function stillOurs(record: ProcessRecord): Promise<Set<PortName>> {
  const ours = new Set<PortName>();
  if ((await record.running('PostgreSQL')) !== undefined) ours.add('postgres');
  if ((await record.running('Temporal')) !== undefined) ours.add('temporal').add('temporal-ui');
  return ours;
}

async function answers(url: string): Promise<boolean> {
  return fetch(url, { signal: AbortSignal.timeout(2_000) }).then(
    (answer) => answer.ok,
    () => false,
  );
}
