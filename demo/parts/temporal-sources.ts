import { execFile, spawn } from 'node:child_process';
import { access, chmod, constants, mkdir, rename, rm } from 'node:fs/promises';
import { homedir, tmpdir } from 'node:os';
import { delimiter, dirname, join } from 'node:path';
import { createInterface } from 'node:readline';
import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { createWriteStream } from 'node:fs';
import { promisify } from 'node:util';
import { errorMessage } from './errors.js';
import type { Log } from './log.js';

const run = promisify(execFile);
export const TEMPORAL_CLI_VERSION = 'v1.5.1';
const OLDEST_SERVER = [1, 29] as const;
const MODULE = `github.com/temporalio/cli/cmd/temporal@${TEMPORAL_CLI_VERSION}`;
const DOWNLOAD_SERVICE = 'https://temporal.download';
const REACH_SERVICE_MS = 5_000;
const DOWNLOAD_MS = 5 * 60_000;
const INSTALL_MS = 20 * 60_000;
const SAY_EVERY_MS = 15_000;

export type Environment = Readonly<Record<string, string | undefined>>;

/** Where this user's downloads are kept between starts. */
export function cacheFolder(env: Environment, ...below: string[]): string {
  return join(env.XDG_CACHE_HOME || join(homedir(), '.cache'), 'followthrough', ...below);
}

export function cachedCli(env: Environment): string {
  return cacheFolder(env, 'temporal', TEMPORAL_CLI_VERSION, 'temporal');
}

/** The first program of that name on PATH. */
export async function onPath(name: string, env: Environment): Promise<string | undefined> {
  for (const folder of (env.PATH ?? '').split(delimiter).filter(Boolean)) {
    const file = join(folder, name);
    if (
      await access(file, constants.X_OK).then(
        () => true,
        () => false,
      )
    )
      return file;
  }
  return undefined;
}

/** @returns why this file cannot serve as the Temporal CLI; undefined if it can. */
export async function whyUnfit(file: string): Promise<string | undefined> {
  try {
    const { stdout } = await run(file, ['--version'], { timeout: 20_000 });
    const server = /\(Server (\d+)\.(\d+)/.exec(stdout);
    if (!server) return `it does not answer --version as the Temporal CLI does`;
    const [major, minor] = [Number(server[1]), Number(server[2])];
    const recent = major > OLDEST_SERVER[0] || (major === OLDEST_SERVER[0] && minor >= OLDEST_SERVER[1]);
    return recent ? undefined : `its server is ${major}.${minor}, older than ${OLDEST_SERVER.join('.')}`;
  } catch (error) {
    return errorMessage(error).split('\n')[0];
  }
}

/** Takes the CLI from the service that Temporal's SDKs download it from. @returns why not, or undefined if done. */
export async function download(
  target: string,
  log: Log,
  service = DOWNLOAD_SERVICE,
): Promise<string | undefined> {
  const arch = { x64: 'amd64', arm64: 'arm64' }[process.arch as string];
  if (!arch) return `there is no build for ${process.arch}`;
  const question = `arch=${arch}&platform=${process.platform}&format=tar.gz`;
  const unpacked = `${target}.unpacking.${process.pid}`;
  try {
    const answer = await fetch(`${service}/cli/${TEMPORAL_CLI_VERSION}?${question}`, {
      signal: AbortSignal.timeout(REACH_SERVICE_MS),
    });
    if (!answer.ok) return `${service} answered ${answer.status}`;
    const { archiveUrl, fileToExtract } = (await answer.json()) as {
      archiveUrl: string;
      fileToExtract: string;
    };
    log(`Downloading the Temporal CLI ${TEMPORAL_CLI_VERSION} …`);
    const archive = await fetch(archiveUrl, { signal: AbortSignal.timeout(DOWNLOAD_MS) });
    if (!archive.ok || !archive.body) return `${archiveUrl} answered ${archive.status}`;
    await mkdir(unpacked, { recursive: true });
    const file = join(unpacked, 'archive.tar.gz');
    await pipeline(Readable.fromWeb(archive.body), createWriteStream(file));
    await run('tar', ['-xzf', file, '-C', unpacked, fileToExtract]);
    await keep(join(unpacked, fileToExtract), target);
    return undefined;
  } catch (error) {
    return `${service} cannot be used (${errorMessage(error)})`;
  } finally {
    await rm(unpacked, { recursive: true, force: true });
  }
}

/** Builds the CLI with Go's own tool. @returns why not, or undefined if done. */
export async function goInstall(target: string, env: Environment, log: Log): Promise<string | undefined> {
  const go = await onPath('go', env);
  if (!go) return 'Go is not installed';
  log(
    `Building the Temporal CLI ${TEMPORAL_CLI_VERSION} with Go. Once only; this takes two to six minutes …`,
  );
  const bin = join(dirname(target), `building.${process.pid}`);
  const child = spawn(go, ['install', '-ldflags=-s -w', MODULE], {
    env: { ...env, GOBIN: bin, GOFLAGS: '' },
    cwd: tmpdir(),
    stdio: ['ignore', 'ignore', 'pipe'],
    timeout: INSTALL_MS,
  });
  const last: string[] = [];
  let modules = 0;
  createInterface({ input: child.stderr }).on('line', (line) => {
    if (line.startsWith('go: downloading')) modules += 1;
    else last.push(line);
  });
  const began = Date.now();
  const progress = setInterval(() => {
    log(`  … ${Math.round((Date.now() - began) / 1_000)} s, ${modules} modules fetched`);
  }, SAY_EVERY_MS);
  try {
    const code = await new Promise<number | null>((resolve, reject) => {
      child.once('error', reject);
      child.once('close', resolve);
    });
    if (code !== 0) return `go install ended with ${code ?? 'a timeout'}: ${last.slice(-3).join(' ')}`;
    await keep(join(bin, 'temporal'), target);
    return undefined;
  } catch (error) {
    return `go install failed: ${errorMessage(error)}`;
  } finally {
    clearInterval(progress);
    await rm(bin, { recursive: true, force: true });
  }
}

/** Appears under its final name only when it is whole. */
async function keep(file: string, target: string): Promise<void> {
  await mkdir(dirname(target), { recursive: true });
  await chmod(file, 0o755);
  await rename(file, target);
}
