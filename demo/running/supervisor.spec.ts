import { mkdtemp, readFile, rm, stat, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { isAlive } from '../parts/processes.js';
import { freePort } from '../parts/ports.js';
import { ProcessRecord } from './record.js';
import { Supervised } from './supervisor.js';

let dir: string;
let record: ProcessRecord;
let supervised: Supervised | undefined;
const told: string[] = [];

/** A server of the simplest kind, and how to ask whether it is up. */
async function aServer(script?: string) {
  const port = await freePort();
  const serve = `require('node:http').createServer((_, r) => r.end('up')).listen(${port}, '127.0.0.1')`;
  return {
    name: 'server',
    command: process.execPath,
    args: ['-e', script ?? serve],
    env: process.env,
    logFile: join(dir, 'log', 'server.log'),
    record,
    isUp: () =>
      fetch(`http://127.0.0.1:${port}`).then(
        (answer) => answer.ok,
        () => false,
      ),
    log: (line: string) => told.push(line),
  };
}

/** Asks until it is so; the time limit of the test is the only clock. */
async function until(holds: () => boolean | Promise<boolean>): Promise<void> {
  while (!(await holds())) await pause(20);
}

beforeEach(async () => {
  dir = await mkdtemp(join(tmpdir(), 'supervisor-'));
  record = new ProcessRecord(join(dir, 'run'));
  told.length = 0;
});

afterEach(async () => {
  await supervised?.stop();
  supervised = undefined;
  await rm(dir, { recursive: true, force: true });
});

describe('a supervised process', () => {
  it('is started again after kill -9, says so, and ends when it is told to', async () => {
    const server = await aServer();
    supervised = await Supervised.start(server);
    const first = supervised.pid!;

    process.kill(first, 'SIGKILL');
    await until(async () => supervised!.pid !== first && (await server.isUp()));

    expect(told).toEqual([expect.stringMatching(/^The server ended \(SIGKILL\)\. It is started again/)]);
    const second = supervised.pid!;
    await supervised.stop();
    expect(isAlive(second)).toBe(false);
    expect(record.names()).toEqual([]);
  });

  it('that does not come up says why with the end of its log, which nobody else may read', async () => {
    const broken = await aServer(`console.error('DATABASE_URL is not set.'); process.exit(1)`);

    await expect(Supervised.start(broken)).rejects.toThrow(
      /The server does not start\. Its log, .+, ends:\n[^]*DATABASE_URL/,
    );
    expect((await stat(broken.logFile)).mode & 0o077).toBe(0);
    expect(await readFile(broken.logFile, 'utf8')).toContain('DATABASE_URL is not set.');
  });

  it('left behind by a killed start is ended before its successor begins', async () => {
    const server = await aServer();
    supervised = await Supervised.start(server);
    const left = supervised.pid!;

    const successor = await Supervised.start({ ...server, record: new ProcessRecord(join(dir, 'run')) });

    expect(isAlive(left)).toBe(false);
    expect(successor.pid).not.toBe(left);
    await successor.stop();
  });
});

describe('the record of processes', () => {
  it('takes no stranger for ours, though it got the number of one of ours', async () => {
    await record.note('server', process.pid);
    const file = join(dir, 'run', 'server.json');
    const noted = JSON.parse(await readFile(file, 'utf8')) as { pid: number; command: string };
    await writeFile(file, JSON.stringify({ ...noted, command: 'another program' }));

    expect(await record.running('server')).toBeUndefined();
  });
});
