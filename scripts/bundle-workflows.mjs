// Bundles the workflows once, at build time, so that a worker starts without webpack.
import { bundleWorkflowCode } from '@temporalio/worker';
import { mkdir, writeFile } from 'node:fs/promises';
import { fileURLToPath } from 'node:url';

const root = fileURLToPath(new URL('..', import.meta.url));
const { code } = await bundleWorkflowCode({
  workflowsPath: `${root}dist/src/workflows/index.js`,
  logger: { log() {}, trace() {}, debug() {}, info() {}, warn: console.warn, error: console.error },
});
await mkdir(`${root}dist/worker`, { recursive: true });
await writeFile(`${root}dist/worker/workflow-bundle.js`, code);
