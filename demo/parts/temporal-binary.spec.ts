import { execFile } from 'node:child_process';
import { chmod, mkdir, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { createServer, type Server } from 'node:http';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { promisify } from 'node:util';
import { freePort, LOOPBACK, portOf } from './ports.js';
import { resolveTemporal } from './temporal-binary.js';
import { cachedCli } from './temporal-sources.js';

const run = promisify(execFile);
const ANSWERS_1_29 = '#!/bin/sh\necho "temporal version 1.5.1 (Server 1.29.1, UI 2.42.1)"\n';
const ANSWERS_1_24 = '#!/bin/sh\necho "temporal version 1.0.0 (Server 1.24.2, UI 2.28.0)"\n';

let home: string;
let bin: string;
let nobodyThere: string;
const told: string[] = [];
const log = (line: string) => void told.push(line);

async function program(file: string, text: string): Promise<string> {
  await mkdir(dirname(file), { recursive: true });
  await writeFile(file, text);
  await chmod(file, 0o755);
  return file;
}

/** Nothing but what the story puts there: no temporal, no Go. `sh` is found by its absolute path. */
const machine = (more: Record<string, string> = {}) => ({
  PATH: bin,
  XDG_CACHE_HOME: join(home, 'cache'),
  ...more,
});

beforeEach(async () => {
  home = await mkdtemp(join(tmpdir(), 'temporal-binary-'));
  bin = join(home, 'bin');
  nobodyThere = `http://${LOOPBACK}:${await freePort()}`;
  told.length = 0;
});

afterEach(() => rm(home, { recursive: true, force: true }));

describe('where Temporal is taken from', () => {
  it('is a running server if the environment names one', async () => {
    const source = await resolveTemporal({ env: machine({ TEMPORAL_ADDRESS: '10.0.0.7:7233' }), log });
    expect(source).toEqual({ kind: 'address', address: '10.0.0.7:7233', taken: 'TEMPORAL_ADDRESS' });
  });

  it('is a binary the environment names, or a refusal that says why that one cannot be used', async () => {
    const good = await program(join(home, 'good'), ANSWERS_1_29);
    const source = await resolveTemporal({ env: machine({ TEMPORAL_CLI: good }), log });
    expect(source).toMatchObject({ kind: 'binary', path: good });

    const old = await program(join(home, 'old'), ANSWERS_1_24);
    await expect(resolveTemporal({ env: machine({ TEMPORAL_CLI: old }), log })).rejects.toThrow(
      /TEMPORAL_CLI names .*old.* its server is 1\.24, older than 1\.29/,
    );
  });

  it('is the one on PATH before the cached one, unless it is too old', async () => {
    const env = machine();
    const cached = await program(cachedCli(env), ANSWERS_1_29);
    const installed = await program(join(bin, 'temporal'), ANSWERS_1_29);
    expect(await resolveTemporal({ env, log })).toMatchObject({ path: installed });

    await program(installed, ANSWERS_1_24);
    expect(await resolveTemporal({ env, log })).toMatchObject({ path: cached });
  });

  it('is downloaded into the cache, once', async () => {
    const env = machine();
    const { service, asked, close } = await downloadService();

    const source = await resolveTemporal({ env, log, downloadService: service });

    expect(source).toMatchObject({ path: cachedCli(env), taken: expect.stringContaining('the download') });
    expect(await readFile(cachedCli(env), 'utf8')).toBe(ANSWERS_1_29);
    expect(asked[0]).toMatch(/^\/cli\/v1\.5\.1\?arch=\w+&platform=\w+&format=tar\.gz$/);
    await close();
    expect(await resolveTemporal({ env, log, downloadService: service })).toMatchObject({
      taken: expect.stringContaining('the cached copy'),
    });
  });

  it('is built with Go where the download cannot be reached', async () => {
    await program(
      join(bin, 'go'),
      `#!/bin/sh\necho "go: downloading x v1" >&2\n/bin/mkdir -p "$GOBIN"\nprintf '%s' '${ANSWERS_1_29}' > "$GOBIN/temporal"\n` +
        `printf '%s' "$*" > '${home}/asked'\n`,
    );
    const source = await resolveTemporal({ env: machine(), log, downloadService: nobodyThere });
    expect(source).toMatchObject({ taken: expect.stringContaining('a build with Go') });
    expect(await readFile(join(home, 'asked'), 'utf8')).toBe(
      'install -ldflags=-s -w github.com/temporalio/cli/cmd/temporal@v1.5.1',
    );
  });

  it('is one clear error where there is none to be had', async () => {
    await program(join(bin, 'go'), '#!/bin/sh\necho "no route to proxy" >&2\nexit 1\n');
    const refusal = resolveTemporal({ env: machine(), log, downloadService: nobodyThere });
    await expect(refusal).rejects.toThrow(/temporal on PATH: there is none/);
    await expect(refusal).rejects.toThrow(/the download: .* cannot be used/);
    await expect(refusal).rejects.toThrow(/go install ended with 1: no route to proxy/);
    await expect(refusal).rejects.toThrow(
      /install the Temporal CLI .* set TEMPORAL_CLI .* TEMPORAL_ADDRESS .* Go/,
    );
  });
});

/** Answers as Temporal's own service does: where the archive is, and which file in it to take. */
async function downloadService(): Promise<{ service: string; asked: string[]; close(): Promise<void> }> {
  const asked: string[] = [];
  await program(join(home, 'archive', 'temporal'), ANSWERS_1_29);
  await run('tar', ['-czf', join(home, 'archive.tar.gz'), '-C', join(home, 'archive'), 'temporal']);
  const archive = await readFile(join(home, 'archive.tar.gz'));
  const server: Server = createServer((request, response) => {
    asked.push(request.url ?? '');
    if (request.url === '/archive') return void response.end(archive);
    const archiveUrl = `http://${LOOPBACK}:${portOf(server)}/archive`;
    response.end(JSON.stringify({ archiveUrl, fileToExtract: 'temporal' }));
  });
  await new Promise<void>((resolve) => server.listen(0, LOOPBACK, resolve));
  return {
    service: `http://${LOOPBACK}:${portOf(server)}`,
    asked,
    close: () => new Promise((resolve) => (server.closeAllConnections(), server.close(() => resolve()))),
  };
}
