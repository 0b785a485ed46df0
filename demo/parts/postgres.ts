import { execFile } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import { chown, readFile, rename, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { promisify } from 'node:util';
import pg from 'pg';
import { errorCode } from './errors.js';
import type { Log } from './log.js';
import { assertPortFree, freePort, LOOPBACK } from './ports.js';
import { reachableBinaries, reachableFolder, unprivilegedAccount } from './postgres-account.js';
import { findPostgres, type PostgresBinaries } from './postgres-binaries.js';
import { backgroundProcess, commandLine, isAlive, lastLines, startInBackground } from './processes.js';
import type { Account, BackgroundProcess } from './processes.js';

const run = promisify(execFile);
const SUPERUSER = 'postgres';
const OWNER = 'followthrough';
const APP = 'followthrough_app';
const READY_WITHIN_MS = 60_000;
const STOP_WITHIN_MS = 20_000;

export interface PostgresOptions {
  /** Data, password and log live here. Deleting it, with the server stopped, starts over. */
  dir: string;
  /** Left out: that of the server still running on `dir`, else a free one. */
  port?: number;
  /** For tests: small and not durable, a crash of the machine may cost the data. */
  fast?: boolean;
  log: Log;
  /** Left out: the best found on this machine. */
  binaries?: PostgresBinaries;
}

export interface RunningPostgres {
  /** The database `followthrough`, as its owner, who is no superuser: as in production. */
  url: string;
  /** The same database, as the role of API and worker: it owns nothing, and may what it was granted. */
  appUrl: string;
  /** The database `postgres`, as superuser. */
  adminUrl: string;
  pid: number;
  stop(): Promise<void>;
  /** Makes an empty database of the same owner and returns its URL. */
  createDatabase(name: string): Promise<string>;
}

/**
 * Starts PostgreSQL on loopback with data that persists. A server that a killed predecessor left running on the same
 * data is taken over.
 */
export async function startPostgres(options: PostgresOptions): Promise<RunningPostgres> {
  const account = await unprivilegedAccount();
  const folder = await reachableFolder(options.dir, account);
  const cluster = new Cluster(options, folder, account);
  const running = (await cluster.takeOver()) ?? (await cluster.start());
  await cluster.ensureRoles(running.port);
  return {
    url: cluster.url(OWNER, running.port, OWNER),
    appUrl: cluster.url(APP, running.port, OWNER),
    adminUrl: cluster.url(SUPERUSER, running.port, 'postgres'),
    pid: running.process.pid,
    stop: () => running.process.stop('SIGINT', STOP_WITHIN_MS),
    createDatabase: async (name) => {
      await cluster.asAdmin(running.port, (admin) => createDatabase(admin, name));
      return cluster.url(OWNER, running.port, name);
    },
  };
}

interface Server {
  port: number;
  process: BackgroundProcess;
}

class Cluster {
  private readonly data: string;
  private readonly logFile: string;
  private password = '';

  constructor(
    private readonly options: PostgresOptions,
    private readonly folder: string,
    private readonly account: Account | undefined,
  ) {
    this.data = join(folder, 'data');
    this.logFile = join(options.dir, 'postgres.log');
  }

  url(user: string, port: number, database: string): string {
    return `postgres://${user}:${this.password}@${LOOPBACK}:${port}/${encodeURIComponent(database)}`;
  }

  /** The server that still runs on our data, if it has the settings asked for. */
  async takeOver(): Promise<Server | undefined> {
    const lock = await readFile(join(this.data, 'postmaster.pid'), 'utf8').catch(() => undefined);
    if (lock === undefined) return undefined;
    const lines = lock.split('\n');
    const [pid, port] = [Number(lines[0]), Number(lines[3])];
    if (!isAlive(pid)) return undefined;
    const command = await commandLine(pid);
    if (!command.includes(`-D ${this.data}`)) {
      // The number of the dead server was given to another program; PostgreSQL itself would take it for alive.
      await rm(join(this.data, 'postmaster.pid'), { force: true });
      return undefined;
    }
    const found = backgroundProcess(pid);
    const asAsked = command.endsWith(
      this.settings(this.options.port ?? port)
        .join(' ')
        .trim(),
    );
    if (asAsked) {
      this.password = await readFile(this.passwordFile, 'utf8');
      if (await this.ready(pid, port)) {
        this.options.log(`PostgreSQL was still running on port ${port}; it is used as it is.`);
        return { port, process: found };
      }
    }
    await found.stop('SIGINT', STOP_WITHIN_MS);
    return undefined;
  }

  async start(): Promise<Server> {
    const binaries = await this.binaries();
    if ((await this.majorOfData()) === undefined) await this.initialise(binaries);
    this.password = await readFile(this.passwordFile, 'utf8');
    if (this.options.port !== undefined) await assertPortFree(this.options.port, 'PostgreSQL');
    for (let attempt = 1; ; attempt += 1) {
      const port = this.options.port ?? (await freePort());
      const server = await startInBackground({
        command: binaries.postgres,
        args: ['-D', this.data, ...this.settings(port)],
        logFile: this.logFile,
        cwd: this.folder,
        account: this.account,
      });
      const answers = await this.ready(server.pid, port).catch(async (error: unknown) => {
        await server.stop('SIGINT', STOP_WITHIN_MS);
        throw error;
      });
      if (answers) {
        this.options.log(`PostgreSQL runs on port ${port} (${binaries.origin}).`);
        return { port, process: server };
      }
      await server.stop('SIGINT', STOP_WITHIN_MS);
      // A port lost to somebody quicker, or workers of a killed server that need a moment to notice.
      const passing = /Address already in use|pre-existing shared memory/.test(lastLines(this.logFile, 6));
      if (!passing || attempt === 10) {
        throw new Error(
          `PostgreSQL did not start. Its log, ${this.logFile}, ends:\n${lastLines(this.logFile)}`,
        );
      }
      await pause(300);
    }
  }

  /** The owner, the role of the application, and the database; safe to repeat. */
  async ensureRoles(port: number): Promise<void> {
    await this.asAdmin(port, async (admin) => {
      const exists = async (sql: string, name: string) => (await admin.query(sql, [name])).rowCount === 1;
      for (const role of [OWNER, APP])
        if (!(await exists('SELECT 1 FROM pg_roles WHERE rolname = $1', role)))
          await admin.query(`CREATE ROLE ${role} LOGIN PASSWORD ${pg.escapeLiteral(this.password)}`);
      if (!(await exists('SELECT 1 FROM pg_database WHERE datname = $1', OWNER)))
        await createDatabase(admin, OWNER);
    });
  }

  async asAdmin(port: number, work: (admin: pg.Client) => Promise<void>): Promise<void> {
    const admin = new pg.Client({ connectionString: this.url(SUPERUSER, port, 'postgres') });
    await admin.connect();
    try {
      await work(admin);
    } finally {
      await admin.end();
    }
  }

  private settings(port: number): string[] {
    const settings = ['-p', String(port), '-c', `listen_addresses=${LOOPBACK}`, '-c', 'max_connections=200'];
    settings.push('-c', 'timezone=UTC', '-c', 'log_timezone=UTC');
    if (this.options.fast) {
      const fast = ['fsync=off', 'synchronous_commit=off', 'full_page_writes=off', 'shared_buffers=64MB'];
      settings.push(...fast.flatMap((setting) => ['-c', setting]));
    }
    return [...settings, '-c', 'unix_socket_directories='];
  }

  private async binaries(): Promise<PostgresBinaries> {
    const found = this.options.binaries ?? (await findPostgres(await this.majorOfData()));
    return reachableBinaries(found, this.account);
  }

  private async majorOfData(): Promise<number | undefined> {
    const version = await readFile(join(this.data, 'PG_VERSION'), 'utf8').catch(() => undefined);
    return version === undefined ? undefined : Number(version);
  }

  /** Makes the data folder under another name first, so that a kill halfway leaves nothing that looks finished. */
  private async initialise(binaries: PostgresBinaries): Promise<void> {
    this.options.log(`Making a new database with ${binaries.origin} in ${this.folder} …`);
    const unfinished = `${this.data}.new`;
    await rm(unfinished, { recursive: true, force: true });
    await writeFile(this.passwordFile, randomBytes(18).toString('base64url'), { mode: 0o600 });
    if (this.account) await chown(this.passwordFile, this.account.uid, this.account.gid);
    const locale = process.platform === 'darwin' ? 'en_US.UTF-8' : 'C.UTF-8';
    const args = ['-D', unfinished, '-U', SUPERUSER, '--auth=scram-sha-256', `--pwfile=${this.passwordFile}`];
    args.push('--encoding=UTF8', `--locale=${locale}`, ...(this.options.fast ? ['--no-sync'] : []));
    await run(binaries.initdb, args, { cwd: this.folder, ...this.account });
    await rename(unfinished, this.data);
  }

  private get passwordFile(): string {
    return join(this.folder, 'password');
  }

  /** Waits until the server takes queries; false if it ended instead. */
  private async ready(pid: number, port: number): Promise<boolean> {
    for (const deadline = Date.now() + READY_WITHIN_MS; isAlive(pid); await pause(40)) {
      try {
        await this.asAdmin(port, async (admin) => void (await admin.query('SELECT 1')));
        return true;
      } catch (error) {
        if (!['ECONNREFUSED', 'ECONNRESET', '57P03'].includes(errorCode(error))) throw error;
        if (Date.now() > deadline) return false;
      }
    }
    return false;
  }
}

async function createDatabase(admin: pg.Client, name: string): Promise<void> {
  await admin.query(`CREATE DATABASE ${pg.escapeIdentifier(name)} OWNER ${OWNER}`);
}
