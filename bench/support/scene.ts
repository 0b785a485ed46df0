import { fork, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import type { DataSource } from 'typeorm';
import { startPostgres, type RunningPostgres } from '../../demo/parts/postgres.js';
import { startTemporal, type RunningTemporal } from '../../demo/parts/temporal.js';
import { createDataSource } from '../../src/entities/data-source.js';
import { cpuOf, memoryOf } from './processes.js';

export type WorkerKind = 'ours' | 'empty';

export type WorkerOrder = { kind: 'open'; count: number } | { kind: 'ring'; count: number };

/** Fresh servers and one worker process, for one run of one contender. */
export interface Scene {
  dataSource: DataSource;
  databaseUrl: string;
  /** Tells the worker of the empty loops what to do; resolves when all of it was done. */
  order(order: WorkerOrder): Promise<void>;
  cpu(): Record<'server' | 'worker' | 'postgres', number>;
  memory(): Record<'server' | 'worker', number>;
  close(): Promise<void>;
}

const WORKER = fileURLToPath(new URL('../worker.js', import.meta.url));
const quiet = (): void => undefined;

export async function openScene(
  kind: WorkerKind,
  postgres: RunningPostgres,
  cachedLoops: number,
): Promise<Scene> {
  const dir = await mkdtemp(join(tmpdir(), 'followthrough-bench-'));
  const databaseUrl = await postgres.createDatabase(`bench_${Date.now()}`);
  const dataSource = await createDataSource({
    url: databaseUrl,
    poolSize: 10,
    applicationName: 'bench',
  }).initialize();
  await dataSource.runMigrations();
  const temporal = await startTemporal({ dir, headless: true, log: quiet });
  const worker = fork(WORKER, [kind], {
    env: {
      ...process.env,
      DATABASE_URL: databaseUrl,
      TEMPORAL_ADDRESS: temporal.address,
      WORKER_CACHE: String(cachedLoops),
    },
  });
  await said(worker, 'ready');
  return {
    dataSource,
    databaseUrl,
    order: async (order) => {
      worker.send(order);
      await said(worker, 'done');
    },
    cpu: () => ({ server: cpuOf(temporal.pid!), worker: cpuOf(worker.pid!), postgres: cpuOf(postgres.pid!) }),
    memory: () => ({ server: memoryOf(temporal.pid!), worker: memoryOf(worker.pid!) }),
    close: async () => {
      worker.kill('SIGTERM');
      if (worker.exitCode === null && worker.signalCode === null) await once(worker, 'exit');
      await dataSource.destroy();
      await stopTemporal(temporal);
      await rm(dir, { recursive: true, force: true });
    },
  };
}

const stopTemporal = (temporal: RunningTemporal): Promise<void> => temporal.stop();

/** @throws Error if the worker ends before it has said so */
async function said(worker: ChildProcess, word: string): Promise<void> {
  const ended = once(worker, 'exit').then(([code]) => {
    throw new Error(`the worker of the bench ended with code ${String(code)} before it said "${word}"`);
  });
  const heard = new Promise<void>((resolve) => {
    const listen = (message: unknown): void => {
      if (message !== word) return;
      worker.off('message', listen);
      resolve();
    };
    worker.on('message', listen);
  });
  await Promise.race([heard, ended]);
  ended.catch(quiet);
}

export async function benchPostgres(): Promise<{ postgres: RunningPostgres; close(): Promise<void> }> {
  const dir = await mkdtemp(join(tmpdir(), 'followthrough-bench-postgres-'));
  const postgres = await startPostgres({ dir, log: quiet });
  return {
    postgres,
    close: async () => {
      await postgres.stop();
      await rm(dir, { recursive: true, force: true });
    },
  };
}
