import { createHash } from 'node:crypto';
import { existsSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { runQuietly } from './run.mjs';

const SOURCES = ['src', 'worker', 'demo', 'bench', 'test/processes', 'web'];
const BUILT_FROM = /\.(tsx?|json|hbs|css|html|svg|png|webmanifest)$/;
const RECIPE = [
  'scripts/build-web.mjs',
  'scripts/bundle-workflows.mjs',
  'scripts/copy-content.mjs',
  'package-lock.json',
  'tsconfig.json',
  'tsconfig.build.json',
];

/** Builds into dist/ if a source has changed since the last build that went well. Throws what the compiler said. */
export async function ensureBuild(root, say) {
  const stamp = join(root, 'dist', '.built');
  const state = stateOfSources(root);
  if (existsSync(stamp) && readFileSync(stamp, 'utf8') === state) return;
  say('Building …');
  // The compiler skips what it believes to be written already, which is wrong once dist/ was cleared by hand.
  if (!existsSync(stamp)) rmSync(join(root, 'dist', '.tsbuildinfo'), { force: true });
  const { code, output } = await runQuietly('npm', ['run', '--silent', 'build'], { cwd: root, say });
  if (code !== 0)
    throw new Error(
      /\b(EACCES|EPERM|EROFS)\b/.test(output)
        ? `The build cannot be written to ${join(root, 'dist')}: no permission. Make the folder yours, or run the command in a copy that is.`
        : `The build failed:\n${output.trimEnd()}`,
    );
  writeFileSync(stamp, state);
}

/** Changes when a file that goes into the build appears, changes or vanishes. */
function stateOfSources(root) {
  const hash = createHash('sha256');
  for (const file of [...SOURCES.flatMap((folder) => filesBelow(root, folder)), ...RECIPE]) {
    const { mtimeMs, size } = statSync(join(root, file));
    hash.update(`${file} ${mtimeMs} ${size}\n`);
  }
  return hash.digest('hex');
}

function filesBelow(root, folder) {
  return readdirSync(join(root, folder), { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile() && BUILT_FROM.test(entry.name) && !entry.name.endsWith('.spec.ts'))
    .map((entry) => join(entry.parentPath, entry.name).slice(root.length))
    .sort();
}
