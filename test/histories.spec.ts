import { randomUUID } from 'node:crypto';
import { existsSync } from 'node:fs';
import { mkdir, mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Client, Connection } from '@temporalio/client';
import proto from '@temporalio/proto';
import {
  bundleWorkflowCode,
  DefaultLogger,
  NativeConnection,
  Runtime,
  Worker,
  type WorkflowBundle,
} from '@temporalio/worker';
import { startTemporal, type RunningTemporal } from '../demo/parts/temporal.js';
import type { HandOver } from '../src/channels/message.js';
import { DEMO_SECONDS } from '../src/domain/cadence-templates.js';
import { shiftBy } from '../src/activities/shift.js';
import { startWorker, type RunningWorker } from '../worker/start.js';
import { startTestApi, type TestApi } from './support/api.js';
import { aTeam, sendFile, type Team } from './support/coaching.js';
import { eventually } from './support/plant.js';

const { History } = proto.temporal.api.history.v1;
const STORED = join(import.meta.dirname, 'histories');
const WORKFLOWS = join(import.meta.dirname, '../src/workflows/index.ts');
const silent = { info() {}, warn() {}, error() {} };
/** What a person would recognise in a history, were it there. */
const SECRET = 'Zaphira Quellwasser';
const WORDS = 'The rep spoke of a rare side effect in ward 7.';

/** A deploy never breaks an open loop: stored histories replay on today's workflows. And histories name nobody. */
describe('histories', () => {
  let bundle: WorkflowBundle;
  beforeAll(async () => {
    Runtime.install({ logger: new DefaultLogger('ERROR') });
    const logger = { log() {}, trace() {}, debug() {}, info() {}, warn() {}, error() {} };
    bundle = await bundleWorkflowCode({ workflowsPath: WORKFLOWS, logger });
  });

  const replay = (name: string, bytes: Uint8Array): Promise<void> =>
    Worker.runReplayHistory({ workflowBundle: bundle }, History.decode(bytes), name);

  describe('of a loop, its launch and its lane, recorded today', () => {
    let temporal: RunningTemporal;
    let dir: string;
    let api: TestApi;
    let worker: RunningWorker;
    let connection: NativeConnection;
    let client: Client;
    let team: Team;
    const histories = new Map<string, Uint8Array>();

    beforeAll(async () => {
      dir = await mkdtemp(join(tmpdir(), 'followthrough-histories-'));
      temporal = await startTemporal({ dir, headless: true, log: () => undefined });
      api = await startTestApi({ at: new Date().toISOString() });
      api.clock.now = () => Date.now();
      connection = await NativeConnection.connect({ address: temporal.address });
      client = new Client({ connection: await Connection.connect({ address: temporal.address }) });
      const arrives = { send: async (): Promise<HandOver> => ({ ok: true, ref: { id: randomUUID() } }) };
      worker = await startWorker({
        dataSource: api.app,
        databaseUrl: api.databaseUrl,
        connection,
        namespace: 'default',
        taskQueue: 'histories',
        buildId: 'histories',
        lanes: 2,
        spread: 0,
        relayPerSecond: 100,
        cachedLoops: 10,
        perSecond: { email: 100, slack: 100 },
        concurrency: 1,
        appUrl: 'http://localhost',
        channels: { email: arrives, slack: arrives },
        shift: shiftBy(0),
        log: silent,
        workflows: { workflowBundle: bundle },
        versioned: true,
      });
      await eventually(async () => worker.ready(), Boolean);
      team = await aTeam(api, DEMO_SECONDS);
      for (const person of [team.owner, team.secondLine, team.manager, team.rep])
        await api.ask('PATCH', `/people/${person}`, { body: { name: SECRET, quietHours: null } });
      const rep = await api.get<{ externalId: string }>(`/people/${team.rep}`);
      const when = new Date(Date.now() - 1_000).toISOString();
      await sendFile(
        api,
        'completions',
        `rep,training,completedAt\n${rep.body.externalId},${team.training},${when}\n`,
      );
      const loops = () =>
        api.dataSource.query<{ id: string; phase: string }[]>('SELECT id, phase FROM enrolment');
      const [loop] = await eventually(loops, ({ length }) => length === 1);
      await eventually(
        () => api.dataSource.query<unknown[]>(`SELECT 1 FROM nudge WHERE state = 'handedOver'`),
        ({ length }) => length > 0,
      );
      await api.post(
        `/enrolments/${loop!.id}/observations`,
        { ratings: { asksFirst: 2 }, evidence: WORDS },
        { 'acting-as': team.manager },
      );
      await eventually(loops, ([one]) => one?.phase === 'evaluate' || one?.phase === 'observe');
      await client.workflow.execute('keepPromises', { workflowId: 'promises', taskQueue: 'histories' });
      for await (const { workflowId, type } of client.workflow.list())
        histories.set(`${type}-${workflowId.replaceAll('/', '-')}`, await historyOf(client, workflowId));
    });

    afterAll(async () => {
      await worker?.stop();
      await connection?.close();
      await api?.close();
      await temporal?.stop();
      await rm(dir, { recursive: true, force: true });
    });

    it('hold opaque ids and codes only: no name, address, rating or word of anybody', async () => {
      expect([...histories.keys()].filter((name) => name.startsWith('coachingLoop')).length).toBeGreaterThan(
        0,
      );
      const people = await api.dataSource.query<{ email: string; external_id: string }[]>(
        'SELECT email, external_id FROM person',
      );
      const forbidden = [
        SECRET,
        'Zaphira',
        WORDS,
        'side effect',
        '@example.com',
        ...people.map(({ email }) => email),
      ];
      for (const [name, bytes] of histories) {
        const text = Buffer.from(bytes).toString('latin1');
        for (const word of forbidden)
          expect({ name, word, found: text.includes(word) }).toEqual({ name, word, found: false });
      }
    });

    it('replay on today’s workflows', async () => {
      for (const [name, bytes] of histories) await replay(name, bytes);
    });

    it('can be kept for the builds to come', async () => {
      if (process.env.RECORD_HISTORIES !== undefined) await keep(histories, process.env.RECORD_HISTORIES);
      expect(existsSync(STORED)).toBe(true);
    });
  });

  it('that earlier builds have left replay on today’s workflows', async () => {
    const files = (await readdir(STORED)).filter((file) => file.endsWith('.bin'));
    expect(files.map((file) => file.replace(/^.*-|\.bin$/g, ''))).toEqual(
      expect.arrayContaining(['coachingLoop', 'deliveryLane', 'rolloutLaunch', 'keepPromises']),
    );
    for (const file of files) await replay(file, await readFile(join(STORED, file)));
  });
});

async function historyOf(client: Client, workflowId: string): Promise<Uint8Array> {
  const history = await client.workflow.getHandle(workflowId).fetchHistory();
  return History.encode(history).finish();
}

/** One of each kind, the longest, under the name of the build that made it. */
async function keep(histories: ReadonlyMap<string, Uint8Array>, build: string): Promise<void> {
  await mkdir(STORED, { recursive: true });
  const longest = new Map<string, Uint8Array>();
  for (const [name, bytes] of histories) {
    const type = name.split('-')[0]!;
    if (bytes.length > (longest.get(type)?.length ?? 0)) longest.set(type, bytes);
  }
  for (const [type, bytes] of longest) await writeFile(join(STORED, `${build}-${type}.bin`), bytes);
}
