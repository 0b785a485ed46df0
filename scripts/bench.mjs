// `npm run bench -- NAME`: builds if it must and runs the bench of that name.
import { spawnSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import { fileURLToPath } from 'node:url';

const root = fileURLToPath(new URL('..', import.meta.url));
const run = (command, args) => {
  const { status } = spawnSync(command, args, { cwd: root, stdio: 'inherit' });
  if (status !== 0) process.exit(status ?? 1);
};
if (!existsSync(`${root}node_modules`)) run('npm', ['ci']);
run('npm', ['run', '--silent', 'build']);
run(process.execPath, ['--enable-source-maps', 'dist/bench/main.js', ...process.argv.slice(2)]);
