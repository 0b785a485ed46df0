import { spawn } from 'node:child_process';
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { networkInterfaces, tmpdir } from 'node:os';
import { connect, createServer } from 'node:net';
import { join } from 'node:path';
import pg from 'pg';
import { LOOPBACK, portOf } from './ports.js';
import { unprivilegedAccount } from './postgres-account.js';
import { embeddedPostgres } from './postgres-binaries.js';
import { startPostgres, type PostgresOptions, type RunningPostgres } from './postgres.js';
import { isAlive } from './processes.js';

let dir: string;
let running: RunningPostgres | undefined;
const told: string[] = [];

async function start(more: Partial<PostgresOptions> = {}): Promise<RunningPostgres> {
  running = await startPostgres({ dir, fast: true, log: (line) => told.push(line), ...more });
  return running;
}

async function query(url: string, sql: string): Promise<unknown[]> {
  const client = new pg.Client({ connectionString: url });
  client.on('error', () => undefined);
  await client.connect();
  try {
    return (await client.query({ text: sql, rowMode: 'array' })).rows.flat();
  } finally {
    await client.end();
  }
}

beforeEach(async () => {
  dir = await mkdtemp(join(tmpdir(), 'postgres-part-'));
  told.length = 0;
});

afterEach(async () => {
  await running?.stop();
  running = undefined;
  await rm(dir, { recursive: true, force: true });
});

describe('the embedded PostgreSQL', () => {
  it('keeps its data across an orderly stop, on loopback only, owned by someone who is no superuser', async () => {
    const first = await start();
    await query(first.url, 'CREATE TABLE fact (what text)');
    await query(first.url, `INSERT INTO fact VALUES ('observed')`);
    expect(await query(first.url, `SELECT rolsuper FROM pg_roles WHERE rolname = current_user`)).toEqual([
      false,
    ]);
    expect(await outsideAnswers(first.url)).toBe(false);
    await first.stop();
    expect(isAlive(first.pid)).toBe(false);

    const second = await start();

    expect(await query(second.url, 'SELECT what FROM fact')).toEqual(['observed']);
  });

  it('has a role for the app that owns nothing and makes nothing', async () => {
    const server = await start();
    await query(server.url, 'CREATE TABLE fact (what text)');
    expect(await query(server.appUrl, 'SELECT current_user, current_database()')).toEqual([
      'followthrough_app',
      'followthrough',
    ]);
    await expect(query(server.appUrl, 'SELECT what FROM fact')).rejects.toThrow('permission denied');
    await expect(query(server.appUrl, 'CREATE TABLE mine (id int)')).rejects.toThrow('permission denied');
  });

  it('hands out further databases of the same owner', async () => {
    const server = await start();
    const url = await server.createDatabase('story "one"');
    expect(await query(url, 'SELECT current_database(), current_user')).toEqual([
      'story "one"',
      'followthrough',
    ]);
    await query(url, 'CREATE TABLE mine (id int)');
  });

  it('comes back after a kill with what was committed, even if its number now belongs to another program', async () => {
    const first = await start({ fast: false });
    expect(await query(first.adminUrl, 'SHOW fsync')).toEqual(['on']);
    await query(first.url, 'CREATE TABLE fact AS SELECT 1 AS seq');
    process.kill(first.pid, 'SIGKILL');
    const lock = await lockFile(first);
    await first.stop();
    const another = spawn('sleep', ['60'], { stdio: 'ignore', ...(await unprivilegedAccount()) });
    await writeFile(lock, (await readFile(lock, 'utf8')).replace(String(first.pid), String(another.pid)));

    const second = await start({ fast: false });
    another.kill();

    expect(await query(second.url, 'SELECT seq FROM fact')).toEqual([1]);
  });

  it('is taken over when a predecessor left it running, and restarted if it was to be another', async () => {
    const orphan = await start();
    await query(orphan.url, 'CREATE TABLE fact AS SELECT 1 AS seq');

    const adopted = await start();
    expect(adopted.pid).toBe(orphan.pid);
    expect(adopted.url).toBe(orphan.url);
    expect(told.at(-1)).toContain('was still running');

    const durable = await start({ fast: false });
    expect(isAlive(orphan.pid)).toBe(false);
    expect(await query(durable.adminUrl, 'SHOW fsync')).toEqual(['on']);
    expect(await query(durable.url, 'SELECT seq FROM fact')).toEqual([1]);
  });

  it('runs from the binaries that npm installed where the machine has none', async () => {
    const binaries = await embeddedPostgres();
    expect(binaries).toBeDefined();
    const server = await start({ binaries });
    expect(await query(server.url, `SELECT current_setting('server_version_num')::int / 10000`)).toEqual([
      binaries?.major,
    ]);
  });

  it('says so when the wanted port is taken', async () => {
    const other = createServer();
    await new Promise<void>((resolve) => other.listen(0, LOOPBACK, resolve));
    await expect(start({ port: portOf(other) })).rejects.toThrow(
      /wanted for PostgreSQL, is in use by another/,
    );
    await new Promise((resolve) => other.close(resolve));
  });
});

async function lockFile(server: RunningPostgres): Promise<string> {
  const candidates = [join(dir, 'data', 'postmaster.pid'), join(dir, 'elsewhere', 'data', 'postmaster.pid')];
  for (const file of candidates) {
    const text = await readFile(file, 'utf8').catch(() => '');
    if (text.startsWith(`${server.pid}\n`)) return file;
  }
  throw new Error('The server left no postmaster.pid.');
}

async function outsideAnswers(url: string): Promise<boolean> {
  const outside = Object.values(networkInterfaces())
    .flatMap((addresses) => addresses ?? [])
    .filter((address) => !address.internal && address.family === 'IPv4');
  const answers = outside.map(
    ({ address }) =>
      new Promise<boolean>((resolve) => {
        const socket = connect({ host: address, port: Number(new URL(url).port), timeout: 2_000 });
        socket.once('connect', () => resolve((socket.destroy(), true)));
        socket.once('error', () => resolve(false));
        socket.once('timeout', () => resolve((socket.destroy(), false)));
      }),
  );
  return (await Promise.all(answers)).includes(true);
}
