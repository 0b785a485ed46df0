import { existsSync } from 'node:fs';
import { mkdir, readFile, rm, writeFile } from 'node:fs/promises';
import { join, resolve } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { Connection } from '@temporalio/client';
import { errorMessage } from './errors.js';
import type { Log } from './log.js';
import { assertPortFree, freePort, LOOPBACK } from './ports.js';
import { backgroundProcess, commandLine, isAlive, lastLines, startInBackground } from './processes.js';
import type { BackgroundProcess } from './processes.js';
import { resolveTemporal, type TemporalSource } from './temporal-binary.js';

const READY_WITHIN_MS = 60_000;
const STOP_WITHIN_MS = 15_000;
const GRPC_NOT_FOUND = 5;

export interface TemporalOptions {
  /** The database file and the log live here. Deleting it, with the server stopped, starts over. */
  dir: string;
  /** Left out: that of the server still running on `dir`, else a free one. */
  port?: number;
  uiPort?: number;
  /** For tests: no web UI. */
  headless?: boolean;
  /** Made if it is missing; `default` unless given. */
  namespace?: string;
  log: Log;
  /** Left out: the best to be had, see `resolveTemporal`. */
  source?: TemporalSource;
}

export interface RunningTemporal {
  address: string;
  namespace: string;
  /** Absent when headless or not ours. */
  uiUrl?: string;
  /** Absent when not ours. */
  pid?: number;
  /** Does nothing to a server that is not ours. */
  stop(): Promise<void>;
}

/** What is remembered beside the database, so that the next start finds a server that outlived its starter. */
interface Remembered {
  pid: number;
  port: number;
  uiPort?: number;
}

/**
 * A Temporal that takes work: the one at TEMPORAL_ADDRESS, or a dev server on loopback with a database file, which
 * goes on after a kill where it was.
 */
export async function startTemporal(options: TemporalOptions): Promise<RunningTemporal> {
  const namespace = options.namespace ?? 'default';
  const source = options.source ?? (await resolveTemporal({ log: options.log }));
  if (source.kind === 'address') {
    await assertTakesWork(source.address, namespace).catch((error: unknown) => {
      throw new Error(
        `Temporal at ${source.address} (from ${source.taken}) cannot be used with namespace ${namespace}: ` +
          `${errorMessage(error)}. Start it, make the namespace, or unset TEMPORAL_ADDRESS.`,
      );
    });
    options.log(`Temporal is the one at ${source.address}, from ${source.taken}.`);
    return { address: source.address, namespace, stop: () => Promise.resolve() };
  }
  const server = new DevServer(options, namespace, source.path);
  const running = (await server.takeOver()) ?? (await server.start(source.taken));
  return {
    address: `${LOOPBACK}:${running.port}`,
    namespace,
    uiUrl: running.uiPort === undefined ? undefined : `http://${LOOPBACK}:${running.uiPort}`,
    pid: running.process.pid,
    stop: () => running.process.stop('SIGTERM', STOP_WITHIN_MS),
  };
}

interface Server extends Remembered {
  process: BackgroundProcess;
}

class DevServer {
  private readonly database: string;
  private readonly memory: string;
  private readonly logFile: string;

  constructor(
    private readonly options: TemporalOptions,
    private readonly namespace: string,
    private readonly binary: string,
  ) {
    const dir = resolve(options.dir);
    this.database = join(dir, 'temporal.db');
    this.memory = join(dir, 'temporal.json');
    this.logFile = join(dir, 'temporal.log');
  }

  /** The server that still runs on our database, if it is the one asked for and answers; else it is ended. */
  async takeOver(): Promise<Server | undefined> {
    const text = await readFile(this.memory, 'utf8').catch(() => undefined);
    if (text === undefined) return undefined;
    const { pid, port, uiPort } = JSON.parse(text) as Remembered;
    const command = isAlive(pid) ? await commandLine(pid) : '';
    if (!command.includes(`--db-filename ${this.database}`)) return undefined;
    const found = backgroundProcess(pid);
    const wanted = this.args(
      this.options.port ?? port,
      this.options.headless ? undefined : (this.options.uiPort ?? uiPort),
    );
    if (command.endsWith(wanted.join(' ')) && (await this.ready(pid, port, 10_000))) {
      this.options.log(`Temporal was still running on port ${port}; it is used as it is.`);
      return { pid, port, uiPort, process: found };
    }
    await found.stop('SIGTERM', STOP_WITHIN_MS);
    return undefined;
  }

  async start(taken: string): Promise<Server> {
    await mkdir(resolve(this.options.dir), { recursive: true });
    if (this.options.port !== undefined) await assertPortFree(this.options.port, 'Temporal');
    if (this.options.uiPort !== undefined)
      await assertPortFree(this.options.uiPort, 'the web UI of Temporal');
    this.options.log(`Temporal comes from ${taken}.`);
    const known = existsSync(this.database);
    for (let attempt = 1; ; attempt += 1) {
      const port = this.options.port ?? (await freePort());
      const uiPort = this.options.headless ? undefined : (this.options.uiPort ?? (await freePort()));
      const server = await startInBackground({
        command: this.binary,
        args: this.args(port, uiPort),
        logFile: this.logFile,
      });
      const remembered: Remembered = { pid: server.pid, port, uiPort };
      await writeFile(this.memory, JSON.stringify(remembered));
      if (await this.ready(server.pid, port, READY_WITHIN_MS)) {
        this.options.log(`Temporal runs on port ${port}${known ? ', with what it knew before' : ''}.`);
        return { ...remembered, process: server };
      }
      await server.stop('SIGTERM', STOP_WITHIN_MS);
      await rm(this.memory, { force: true });
      // It takes further ports for itself, which somebody else may have been given meanwhile.
      const passing = /address already in use/i.test(lastLines(this.logFile));
      if (!passing || attempt === 3) {
        throw new Error(
          `Temporal did not start. Its log, ${this.logFile}, ends:\n${lastLines(this.logFile)}`,
        );
      }
    }
  }

  private args(port: number, uiPort: number | undefined): string[] {
    const ui = uiPort === undefined ? ['--headless'] : ['--ui-port', String(uiPort)];
    const settings = ['--log-level', 'error', '--namespace', this.namespace, ...ui];
    return [
      'server',
      'start-dev',
      '--ip',
      LOOPBACK,
      '--port',
      String(port),
      '--db-filename',
      this.database,
      ...settings,
    ];
  }

  /** Waits until it takes work; false if it ended or did not in time. */
  private async ready(pid: number, port: number, withinMs: number): Promise<boolean> {
    for (const deadline = Date.now() + withinMs; isAlive(pid); await pause(50)) {
      try {
        await assertTakesWork(`${LOOPBACK}:${port}`, this.namespace);
        return true;
      } catch {
        if (Date.now() > deadline) return false;
      }
    }
    return false;
  }
}

/** Asks each inner service that starting and running a workflow needs; the front answers before they do. */
async function assertTakesWork(address: string, namespace: string): Promise<void> {
  const connection = await Connection.connect({ address, connectTimeout: 2_000 });
  try {
    await connection.withDeadline(Date.now() + 5_000, async () => {
      const { workflowService } = connection;
      await workflowService.describeNamespace({ namespace });
      await workflowService.describeTaskQueue({
        namespace,
        taskQueue: { name: 'is-anybody-there' },
        taskQueueType: 1,
      });
      await workflowService.countWorkflowExecutions({ namespace });
      await workflowService
        .describeWorkflowExecution({ namespace, execution: { workflowId: 'is-anybody-there' } })
        .catch((error: unknown) => {
          const missing =
            typeof error === 'object' && error !== null && 'code' in error && error.code === GRPC_NOT_FOUND;
          if (!missing) throw error;
        });
    });
  } finally {
    await connection.close();
  }
}
