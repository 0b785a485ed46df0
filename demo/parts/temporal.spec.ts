import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Client, Connection } from '@temporalio/client';
import { errorMessage } from './errors.js';
import { freePort, LOOPBACK } from './ports.js';
import { isAlive } from './processes.js';
import { resolveTemporal, type TemporalSource } from './temporal-binary.js';
import { startTemporal, type RunningTemporal, type TemporalOptions } from './temporal.js';

/** Found before the stories are told, so that one that cannot be told here is counted as skipped. */
const found = await resolveTemporal({ log: () => undefined }).catch((error: unknown) => {
  if (process.env.CI) throw error;
  process.stderr.write(`The stories of a real Temporal are skipped: ${errorMessage(error)}\n`);
  return undefined;
});
const told = found?.kind === 'binary' ? it : it.skip;

let dir: string;
let running: RunningTemporal | undefined;
const lines: string[] = [];

async function start(more: Partial<TemporalOptions> = {}): Promise<RunningTemporal> {
  const options = { dir, headless: true, namespace: 'stories', source: found as TemporalSource };
  running = await startTemporal({ ...options, log: (line) => lines.push(line), ...more });
  return running;
}

async function withClient<T>(server: RunningTemporal, work: (client: Client) => Promise<T>): Promise<T> {
  const connection = await Connection.connect({ address: server.address });
  try {
    return await work(new Client({ connection, namespace: server.namespace }));
  } finally {
    await connection.close();
  }
}

beforeEach(async () => {
  dir = await mkdtemp(join(tmpdir(), 'temporal-part-'));
  lines.length = 0;
});

afterEach(async () => {
  await running?.stop();
  running = undefined;
  await rm(dir, { recursive: true, force: true });
});

describe('the dev server of Temporal', () => {
  told(
    'takes work the moment it is said to run, and knows after a kill what it was given before',
    async () => {
      const first = await start();
      await withClient(first, (client) =>
        client.workflow.start('coachingLoop', { workflowId: 'coaching/1', taskQueue: 'loops', args: [] }),
      );
      process.kill(first.pid!, 'SIGKILL');
      await first.stop();

      const second = await start();

      expect(lines.at(-1)).toContain('with what it knew before');
      const open = await withClient(second, (client) => client.workflow.getHandle('coaching/1').describe());
      expect(open.status.name).toBe('RUNNING');
    },
  );

  told(
    'is taken over when a predecessor left it running, and restarted if it was to be another',
    async () => {
      const orphan = await start();

      const adopted = await start();
      expect(adopted).toMatchObject({ pid: orphan.pid, address: orphan.address });
      expect(lines.at(-1)).toContain('was still running');

      const other = await start({ headless: false, uiPort: await freePort() });
      expect(isAlive(orphan.pid!)).toBe(false);
      const page = await fetch(other.uiUrl!);
      expect(page.headers.get('content-type')).toContain('text/html');
    },
  );

  told('is left alone when the environment names one that runs already', async () => {
    const theirs = await start();
    const source = await resolveTemporal({ env: { TEMPORAL_ADDRESS: theirs.address }, log: () => undefined });

    const used = await startTemporal({
      dir: join(dir, 'unused'),
      namespace: 'stories',
      log: () => undefined,
      source,
    });
    await used.stop();

    expect(used).toMatchObject({ address: theirs.address, namespace: 'stories' });
    expect(isAlive(theirs.pid!)).toBe(true);
  });

  it('says so when nobody answers at the address in the environment', async () => {
    const address = `${LOOPBACK}:${await freePort()}`;
    const source = await resolveTemporal({ env: { TEMPORAL_ADDRESS: address }, log: () => undefined });
    await expect(start({ source })).rejects.toThrow(
      new RegExp(`Temporal at ${address} \\(from TEMPORAL_ADDRESS\\) cannot be used with namespace stories`),
    );
  });

  told('says what the server said when it cannot start', async () => {
    await expect(start({ dir: '/dev/null/nowhere' })).rejects.toThrow(/not a directory|ENOTDIR/);
    const refusing: TemporalSource = { kind: 'binary', path: '/bin/false', taken: 'this story' };
    await expect(start({ source: refusing })).rejects.toThrow(
      /Temporal did not start\. Its log, .*temporal\.log/,
    );
  });
});
