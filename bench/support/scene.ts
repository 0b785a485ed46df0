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

export type WorkerKind = 'ours' | 'empty' | 'graphileWorker' | 'pgBoss' | 'plainMails';

export type WorkerOrder =
  /** Of the empty loops: `wake` waits for `count` timers of loops that were opened to wake at an instant. */
  | { kind: 'open'; count: number; wakeAt?: number }
  | { kind: 'ring' | 'wake'; count: number }
  /** Of what sends: so many messages at a slot (ms since the epoch). */
  | { kind: 'send'; count: number; slot: number };

/** Fresh servers and one worker process at a time, for one run. */
export interface Scene {
  dataSource: DataSource;
  databaseUrl: string;
  /** Starts a worker in place of the one before, which may finish what it is at. */
  start(kind: WorkerKind, env?: Readonly<Record<string, string>>): Promise<void>;
  /** Ends the worker as a power cut does. */
  kill(): Promise<void>;
  /** Tells the worker what to do; resolves when it says that all of it was done. */
  order(order: WorkerOrder): Promise<void>;
  cpu(): Record<'server' | 'worker' | 'postgres', number>;
  memory(): Record<'server' | 'worker', number>;
  close(): Promise<void>;
}

const WORKER = fileURLToPath(new URL('../workers/main.js', import.meta.url));
const quiet = (): void => undefined;

export async function openScene(postgres: RunningPostgres, cachedLoops: number): Promise<Scene> {
  const dir = await mkdtemp(join(tmpdir(), 'followthrough-bench-'));
  const databaseUrl = await postgres.createDatabase(`bench_${Date.now()}`);
  const dataSource = await createDataSource({
    url: databaseUrl,
    poolSize: 10,
    applicationName: 'bench',
  }).initialize();
  await dataSource.runMigrations();
  const temporal = await startTemporal({ dir, headless: true, log: quiet });
  let worker: ChildProcess | null = null;
  const running = (): ChildProcess => {
    if (!worker) throw new Error('no worker was started in this scene');
    return worker;
  };
  const end = async (signal: NodeJS.Signals): Promise<void> => {
    if (!worker) return;
    worker.kill(signal);
    if (worker.exitCode === null && worker.signalCode === null) await once(worker, 'exit');
    worker = null;
  };
  return {
    dataSource,
    databaseUrl,
    start: async (kind, env = {}) => {
      await end('SIGTERM');
      worker = fork(WORKER, [kind], {
        env: {
          ...process.env,
          DATABASE_URL: databaseUrl,
          TEMPORAL_ADDRESS: temporal.address,
          WORKER_CACHE: String(cachedLoops),
          ...env,
        },
      });
      await said(worker, 'ready');
    },
    kill: () => end('SIGKILL'),
    order: async (order) => {
      running().send(order);
      await said(running(), 'done');
    },
    cpu: () => ({
      server: cpuOf(temporal.pid!),
      worker: cpuOf(running().pid!),
      postgres: cpuOf(postgres.pid!),
    }),
    memory: () => ({ server: memoryOf(temporal.pid!), worker: memoryOf(running().pid!) }),
    close: async () => {
      await end('SIGTERM');
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
