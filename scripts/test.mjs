// `npm test [-- PATH …]`: all of its own set-up, then every spec; the last line says how many passed and failed.
import { spawn } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { availableParallelism, tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { whyNodeIsUnfit } from './setup/node-version.mjs';

const root = fileURLToPath(new URL('..', import.meta.url));
const say = (line) => console.log(line);
/** Whoever skips a test under CI would not be told. */
const isCi = Boolean(process.env.CI) && process.env.CI !== 'false';

function finish({ passed, failed, skipped }) {
  console.log(`${passed} passed, ${failed} failed${skipped > 0 ? `, ${skipped} skipped` : ''}`);
  process.exit(failed === 0 && passed > 0 ? 0 : 1);
}

function giveUp(sentence) {
  console.error(`\nThe tests cannot run. ${sentence}\n`);
  finish({ passed: 0, failed: 1, skipped: 0 });
}

/** A server that is not durable, in a folder that goes with it. */
async function startDatabase(folder) {
  if (process.env.TEST_DATABASE_URL)
    return { url: process.env.TEST_DATABASE_URL, stop: async () => undefined };
  const { startPostgres } = await import('../dist/demo/parts/postgres.js');
  const postgres = await startPostgres({ dir: join(folder, 'postgres'), fast: true, log: say });
  return { url: postgres.adminUrl, stop: () => postgres.stop() };
}

/** Fetched once and before the specs, which would else do it at the same time or within their time limits. */
async function fetchServers() {
  const { resolveTemporal } = await import('../dist/demo/parts/temporal-binary.js');
  const { timeSkippingServer } = await import('../dist/demo/parts/time-skipping.js');
  for (const fetchIt of [resolveTemporal, timeSkippingServer]) {
    try {
      await fetchIt({ log: say });
    } catch (error) {
      if (isCi) throw error;
      say(`Some tests will be skipped. ${error.message}`);
    }
  }
}

function runJest(databaseUrl, resultFile) {
  const args = [
    '--json',
    `--outputFile=${resultFile}`,
    `--maxWorkers=${Math.min(4, availableParallelism())}`,
  ];
  const jest = spawn(
    process.execPath,
    [
      '--experimental-vm-modules',
      '--no-warnings=ExperimentalWarning',
      'node_modules/jest/bin/jest.js',
      ...args,
      ...process.argv.slice(2),
    ],
    {
      cwd: root,
      // What jest sums up as JSON on its standard output is in the file.
      stdio: ['inherit', 'ignore', 'inherit'],
      env: { ...process.env, TEST_DATABASE_URL: databaseUrl, NODE_OPTIONS: nodeOptions() },
    },
  );
  return new Promise((resolve) => jest.once('exit', resolve));
}

/** Its workers are processes too, and take their flags from the environment. */
const nodeOptions = () =>
  [process.env.NODE_OPTIONS, '--experimental-vm-modules', '--no-warnings=ExperimentalWarning']
    .filter(Boolean)
    .join(' ');

function count(resultFile) {
  const result = JSON.parse(readFileSync(resultFile, 'utf8'));
  const skipped = result.numPendingTests + result.numTodoTests;
  // A spec file that could not even be loaded has no tests to count.
  const failed = result.numFailedTests + result.numRuntimeErrorTestSuites;
  return { passed: result.numPassedTests, failed: isCi ? failed + skipped : failed, skipped };
}

const unfit = whyNodeIsUnfit();
if (unfit) giveUp(unfit);
const folder = mkdtempSync(join(tmpdir(), 'followthrough-test-'));
let database;
let counted;
try {
  const { ensureDependencies } = await import('./setup/dependencies.mjs');
  const { ensureBuild } = await import('./setup/build.mjs');
  await ensureDependencies(root, say);
  await ensureBuild(root, say);
  await fetchServers();
  database = await startDatabase(folder);
  const resultFile = join(folder, 'result.json');
  // jest ends with Ctrl-C by itself; then what was started here is still to be stopped.
  process.on('SIGINT', () => undefined);
  await runJest(database.url, resultFile);
  counted = count(resultFile);
} catch (error) {
  counted = error;
} finally {
  await database?.stop();
  rmSync(folder, { recursive: true, force: true });
}
if (counted instanceof Error) giveUp(counted.message);
finish(counted);
