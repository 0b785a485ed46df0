import { execFile } from 'node:child_process';
import { access, chmod, mkdir, rename, rm, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { promisify } from 'node:util';
import { TestWorkflowEnvironment } from '@temporalio/testing';
import { errorMessage } from './errors.js';
import type { Log } from './log.js';
import { cacheFolder, onPath, type Environment } from './temporal-sources.js';

const run = promisify(execFile);
const VERSION = '1.38.0';
const FETCH_MS = 5 * 60_000;
const MOST_TRIES = 4;

export interface TimeSkippingOptions {
  env?: Environment;
  log: Log;
}

/**
 * A Temporal that jumps from timer to timer. Its clock starts at the present, is shared by all its workflows, and
 * everything is lost with it.
 */
export async function startTimeSkipping(options: TimeSkippingOptions): Promise<TestWorkflowEnvironment> {
  const path = await timeSkippingServer(options);
  for (let tries = 1; ; tries++)
    try {
      return await TestWorkflowEnvironment.createTimeSkipping({
        server: { executable: { type: 'existing-path', path } },
      });
    } catch (error) {
      // The SDK waits for five seconds, and Java can take longer to begin on a busy machine.
      if (tries === MOST_TRIES) throw error;
    }
}

/**
 * Temporal's Java test server, fetched once with Maven and kept in the cache.
 * @returns the path of a script that runs it
 */
export async function timeSkippingServer({ env = process.env, log }: TimeSkippingOptions): Promise<string> {
  const folder = cacheFolder(env, 'temporal-test-server', VERSION);
  const script = join(folder, 'temporal-test-server');
  const java = await onPath('java', env);
  if (!java) throw new Error(missing('Java'));
  if (await exists(script)) return script;

  const maven = await onPath('mvn', env);
  if (!maven) throw new Error(missing('Maven (mvn)'));
  log(`Fetching Temporal's test server ${VERSION} with Maven, once only (38 MB) …`);
  const unfinished = `${folder}.${process.pid}`;
  try {
    await mkdir(unfinished, { recursive: true });
    const pom = join(unfinished, 'pom.xml');
    await writeFile(pom, POM);
    const args = [
      '-B',
      '-q',
      '-f',
      pom,
      'dependency:copy-dependencies',
      `-DoutputDirectory=${join(unfinished, 'jars')}`,
    ];
    await run(maven, args, { env: { ...env }, timeout: FETCH_MS, maxBuffer: 1 << 24 });
    const jars = `'${join(folder, 'jars').replaceAll("'", `'\\''`)}'/'*'`;
    await writeFile(
      join(unfinished, 'temporal-test-server'),
      `#!/bin/sh\nexec java -cp ${jars} io.temporal.testserver.TestServer "$@"\n`,
    );
    await chmod(join(unfinished, 'temporal-test-server'), 0o755);
    await mkdir(dirname(folder), { recursive: true });
    await rename(unfinished, folder).catch(async (error: unknown) => {
      if (!(await exists(script))) throw error; // Somebody else was quicker, which is just as good.
    });
  } catch (error) {
    throw new Error(`Temporal's test server could not be fetched with Maven: ${errorMessage(error)}`);
  } finally {
    await rm(unfinished, { recursive: true, force: true });
  }
  return script;
}

const exists = (file: string): Promise<boolean> =>
  access(file).then(
    () => true,
    () => false,
  );

const missing = (what: string): string =>
  `Stories in skipped time need ${what}, which is not on PATH. Install it, or leave out the specs that skip time.`;

const POM = `<?xml version="1.0" encoding="UTF-8"?>
<project xmlns="http://maven.apache.org/POM/4.0.0">
  <modelVersion>4.0.0</modelVersion>
  <groupId>followthrough</groupId>
  <artifactId>temporal-test-server</artifactId>
  <version>1</version>
  <packaging>pom</packaging>
  <dependencies>
    <dependency>
      <groupId>io.temporal</groupId>
      <artifactId>temporal-test-server</artifactId>
      <version>${VERSION}</version>
    </dependency>
  </dependencies>
</project>
`;
