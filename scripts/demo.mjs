// `npm run demo`: all of its own set-up on a fresh clone, then the demo. Plain Node: nothing is installed yet.
import { spawn } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { whyNodeIsUnfit } from './setup/node-version.mjs';

const root = fileURLToPath(new URL('..', import.meta.url));
const say = (line) => console.log(line);

function giveUp(sentence) {
  console.error(`\n${sentence}`);
  process.exit(1);
}

const unfit = whyNodeIsUnfit();
if (unfit) giveUp(unfit);
try {
  const { ensureDependencies } = await import('./setup/dependencies.mjs');
  const { ensureBuild } = await import('./setup/build.mjs');
  await ensureDependencies(root, say);
  await ensureBuild(root, say);
} catch (error) {
  giveUp(error.message);
}

const args = ['--enable-source-maps', 'dist/demo/main.js', ...process.argv.slice(2)];
const demo = spawn(process.execPath, args, { cwd: root, stdio: 'inherit' });
// Ctrl-C reaches both; the demo stops its parts in order, and this one waits for it.
for (const signal of ['SIGINT', 'SIGHUP']) process.on(signal, () => undefined);
process.on('SIGTERM', () => demo.kill('SIGTERM'));
demo.once('exit', (code, signal) => process.exit(code ?? (signal === 'SIGKILL' ? 137 : 1)));
