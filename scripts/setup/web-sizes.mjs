// What a browser loads at first for each screen of the built app: its script, compressed as the API serves it.
import { readFileSync, statSync } from 'node:fs';
import { join } from 'node:path';

/** Most of it, in bytes. */
export const MOST = 200_000;

const SCREEN = /^src\/screens\/.+\.tsx$/;
/** Loaded before anything can be said; the largest language counts. */
const WORDS = /^src\/words\/\w+\.json$/;

/** By the file of each screen, how many bytes of compressed script it takes. */
export function sizesOf(root) {
  const folder = join(root, 'dist', 'web');
  const manifest = JSON.parse(readFileSync(join(folder, '.vite', 'manifest.json'), 'utf8'));
  const size = (file) => statSync(join(folder, `${file}.br`)).size;
  const entry = Object.keys(manifest).find((key) => manifest[key].isEntry);
  const words = Math.max(
    ...Object.keys(manifest)
      .filter((key) => WORDS.test(key))
      .map((key) => size(manifest[key].file)),
  );
  const screens = Object.keys(manifest).filter((key) => SCREEN.test(key) && manifest[key].isDynamicEntry);
  return new Map(
    screens.map((screen) => {
      const files = [...needed(manifest, [entry, screen])].map((key) => manifest[key].file);
      return [screen, files.reduce((sum, file) => sum + size(file), words)];
    }),
  );
}

/** What is imported by these, and by what they import; what is imported only on demand is not. */
function needed(manifest, keys, found = new Set()) {
  for (const key of keys) {
    if (found.has(key)) continue;
    found.add(key);
    needed(manifest, manifest[key].imports ?? [], found);
  }
  return found;
}
