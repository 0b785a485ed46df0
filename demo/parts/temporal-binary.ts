import type { Log } from './log.js';
import { cachedCli, download, goInstall, onPath, whyUnfit, type Environment } from './temporal-sources.js';

export type TemporalSource =
  { kind: 'address'; address: string; taken: string } | { kind: 'binary'; path: string; taken: string };

export interface ResolveOptions {
  env?: Environment;
  log: Log;
  /** Another download service than Temporal's. */
  downloadService?: string;
}

/**
 * Finds a Temporal: an address or a binary named in the environment, `temporal` on PATH, a cached copy, Temporal's
 * download, `go install`, in this order. What is downloaded or built is kept in the cache.
 * @throws one error that says what was tried and what to do
 */
export async function resolveTemporal({
  env = process.env,
  log,
  downloadService,
}: ResolveOptions): Promise<TemporalSource> {
  if (env.TEMPORAL_ADDRESS) {
    return { kind: 'address', address: env.TEMPORAL_ADDRESS, taken: 'TEMPORAL_ADDRESS' };
  }
  if (env.TEMPORAL_CLI) {
    const unfit = await whyUnfit(env.TEMPORAL_CLI);
    if (unfit) throw new Error(`TEMPORAL_CLI names ${env.TEMPORAL_CLI}, which cannot be used: ${unfit}.`);
    return { kind: 'binary', path: env.TEMPORAL_CLI, taken: `TEMPORAL_CLI (${env.TEMPORAL_CLI})` };
  }
  const tried: string[] = [];
  const installed = await onPath('temporal', env);
  const cached = cachedCli(env);
  for (const [path, name] of [
    [installed, 'temporal on PATH'],
    [cached, 'the cached copy'],
  ] as const) {
    const unfit = path === undefined ? 'there is none' : await whyUnfit(path);
    if (path !== undefined && !unfit) return { kind: 'binary', path, taken: `${name} (${path})` };
    tried.push(`${name}: ${unfit}`);
  }
  const ways = [
    ['the download', () => download(cached, log, downloadService)],
    ['a build with Go', () => goInstall(cached, env, log)],
  ] as const;
  for (const [name, fetchIt] of ways) {
    const failed = (await fetchIt()) ?? (await whyUnfit(cached));
    if (!failed) return { kind: 'binary', path: cached, taken: `${name}, kept as ${cached}` };
    tried.push(`${name}: ${failed}`);
  }
  throw new Error(
    `No Temporal is to be had.\n${tried.map((line) => `  - ${line}`).join('\n')}\n` +
      `Do one of these: install the Temporal CLI (https://docs.temporal.io/cli) so that "temporal" is on PATH, ` +
      `set TEMPORAL_CLI to its path, set TEMPORAL_ADDRESS to a running server such as 127.0.0.1:7233, or install Go.`,
  );
}
