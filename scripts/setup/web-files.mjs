// What a browser loads at first for each screen of the built app.
import { readFileSync, statSync } from 'node:fs';
import { join } from 'node:path';

/** Most of its script, compressed as the API serves it, in bytes. */
export const MOST = 200_000;

const SCREEN = /^src\/screens\/.+\.tsx$/;
/** Loaded before anything can be said; the largest language counts. */
const WORDS = /^src\/words\/\w+\.json$/;
/** A route as web/src/frame/router.tsx writes it: its address, then its screen. */
const ROUTE = /path: '([^']+)',(?:(?!createRoute)[^])+?import\('\.\.\/([^']+)'\)/g;

const manifestOf = (root) =>
  JSON.parse(readFileSync(join(root, 'dist', 'web', '.vite', 'manifest.json'), 'utf8'));
const entryOf = (manifest) => Object.keys(manifest).find((key) => manifest[key].isEntry);
const screensOf = (manifest) =>
  Object.keys(manifest).filter((key) => SCREEN.test(key) && manifest[key].isDynamicEntry);

/** By the file of each screen, how many bytes of compressed script it takes. */
export function sizesOf(root) {
  const manifest = manifestOf(root);
  const size = (file) => statSync(join(root, 'dist', 'web', `${file}.br`)).size;
  const words = Math.max(
    ...Object.keys(manifest)
      .filter((key) => WORDS.test(key))
      .map((key) => size(manifest[key].file)),
  );
  return new Map(
    screensOf(manifest).map((screen) => {
      const files = [...needed(manifest, [entryOf(manifest), screen])].map((key) => manifest[key].file);
      return [screen, files.reduce((sum, file) => sum + size(file), words)];
    }),
  );
}

/**
 * By the address of each route, as the router writes it, the files that its screen begins with, beside those of every
 * screen. @throws Error where the router has no route that can be read
 */
export function firstFilesOf(root) {
  const manifest = manifestOf(root);
  const ofAll = needed(manifest, [entryOf(manifest)]);
  const routes = [...readFileSync(join(root, 'web/src/frame/router.tsx'), 'utf8').matchAll(ROUTE)];
  if (routes.length === 0) throw new Error('web/src/frame/router.tsx has no route as ROUTE reads them');
  return Object.fromEntries(
    routes.map(([, path, screen]) => {
      const keys = [...needed(manifest, [`src/${screen}.tsx`])].filter((key) => !ofAll.has(key));
      return [path, keys.flatMap((key) => [manifest[key].file, ...(manifest[key].css ?? [])])];
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
