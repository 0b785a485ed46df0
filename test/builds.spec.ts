import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Client } from '@temporalio/client';
import { DefaultLogger, NativeConnection, Runtime, Worker } from '@temporalio/worker';
import { freePort } from '../demo/parts/ports.js';
import { startTemporal, type RunningTemporal } from '../demo/parts/temporal.js';
import { MINUTE, SECOND } from '../src/domain/time.js';
import { noteBuild } from '../src/store/running/builds.js';
import { openSchedules } from '../worker/schedules.js';
import { currentBuild, deploymentOf, followCurrent } from '../worker/versions.js';
import { startTestApi, type TestApi } from './support/api.js';
import { eventually } from './support/plant.js';

/** Replicas of two builds start and stop in any order; one build at a time is the current one, and it has workers. */
describe('the current build', () => {
  let api: TestApi;
  let dir: string;
  let temporal: RunningTemporal;
  let connection: NativeConnection;
  let client: Client;
  const replicas: { stop(): Promise<void> }[] = [];

  beforeAll(async () => {
    Runtime.install({ shutdownSignals: [], logger: new DefaultLogger('ERROR') });
    dir = await mkdtemp(join(tmpdir(), 'followthrough-builds-'));
    api = await startTestApi();
    temporal = await startTemporal({ dir, port: await freePort(), headless: true, log: () => undefined });
    connection = await NativeConnection.connect({ address: temporal.address });
    client = new Client({ connection });
  });
  afterAll(async () => {
    await Promise.all(replicas.map((replica) => replica.stop()));
    await connection?.close();
    await temporal?.stop();
    await api?.close();
    await rm(dir, { recursive: true, force: true });
  });

  /** A worker that polls, and looks after its build every few moments; `said` is what readiness would say. */
  async function startReplica(buildId: string) {
    const worker = await Worker.create({
      connection,
      taskQueue: 'builds',
      activities: { nothing: async () => undefined },
      workerDeploymentOptions: deploymentOf(buildId),
    });
    const stopping = new AbortController();
    const looks: boolean[] = [];
    const running = worker.run();
    const following = followCurrent(
      {
        client,
        buildId,
        isNewest: () => noteBuild(api.dataSource.manager, buildId, api.clock.now()),
        tell: async (isCurrent) => void looks.push(isCurrent),
        lookAgainMs: 100,
      },
      stopping.signal,
    );
    let stopped = false;
    const replica = {
      says: (isCurrent: boolean) =>
        eventually(
          async () => looks.at(-1),
          (said) => said === isCurrent,
        ),
      /** Looks for some more times, whatever it finds. */
      looksAgain: () => {
        const seen = looks.length;
        return eventually(
          async () => looks.length,
          (now) => now >= seen + 3,
        );
      },
      stop: async () => {
        if (stopped) return;
        stopped = true;
        stopping.abort();
        worker.shutdown();
        await Promise.all([running, following]);
      },
    };
    replicas.push(replica);
    return replica;
  }

  it('is the one that started first for the first time last, whichever replica restarts', async () => {
    const old = await startReplica('old');
    await old.says(true);
    expect(await currentBuild(client)).toBe('old');
    api.clock.time += MINUTE;
    const young = await startReplica('young');
    await young.says(true);
    await old.says(false);
    await old.stop();
    const restarted = await startReplica('old');
    await restarted.says(false);
    await restarted.looksAgain();
    expect(await currentBuild(client)).toBe('young');

    // The newer build goes: a moment without it is a restart, a minute is none.
    await young.stop();
    api.clock.time += 30 * SECOND;
    await restarted.looksAgain();
    expect(await currentBuild(client)).toBe('young');
    api.clock.time += MINUTE;
    await restarted.says(true);
    expect(await currentBuild(client)).toBe('old');
    await (await startReplica('young')).says(true);
    await restarted.says(false);

    // A rollback is the old code under a new name.
    api.clock.time += MINUTE;
    await (await startReplica('old again')).says(true);
    expect(await currentBuild(client)).toBe('old again');
  });

  it('says at which hours the schedules run, and pauses none and wakes none that somebody paused', async () => {
    await openSchedules(client, 'builds');
    const auditor = client.schedule.getHandle('keepPromises');
    await auditor.pause('for the maintenance');
    await auditor.update((before) => ({
      ...before,
      spec: { intervals: [{ every: '6h' }] },
      action: { ...before.action, memo: { hours: 'others' } },
    }));
    await openSchedules(client, 'builds');
    const { spec, policies, state } = await auditor.describe();
    expect(spec.intervals?.map(({ every }) => every)).toEqual([5 * MINUTE]);
    expect(policies.catchupWindow).toBe(MINUTE);
    expect(state).toMatchObject({ paused: true, note: 'for the maintenance' });
  });
});
