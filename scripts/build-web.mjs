// Builds the app into dist/web: the client from the OpenAPI document, the bundle, the script that keeps it on a device, and
// each file compressed beside it.
import { createClient } from '@hey-api/openapi-ts';
import { execFileSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { brotliCompressSync, gzipSync } from 'node:zlib';
import { build } from 'vite';
import { firstFilesOf } from './setup/web-files.mjs';

const root = fileURLToPath(new URL('..', import.meta.url));
const document = join(root, 'dist', 'openapi.json');

// Larger than what Node takes from a child unless told.
const MOST_BYTES = 64 * 1024 * 1024;
writeFileSync(
  document,
  execFileSync(process.execPath, [join(root, 'dist/src/api/print-openapi.js')], { maxBuffer: MOST_BYTES }),
);
await createClient({
  input: document,
  output: { path: join(root, 'dist/api-client') },
  plugins: ['@hey-api/client-fetch', '@hey-api/typescript', '@hey-api/sdk', '@tanstack/react-query'],
  logs: { level: 'error' },
});
await build({ configFile: join(root, 'web/vite.config.ts'), logLevel: 'warn' });

const out = join(root, 'dist/web');
writeFileSync(join(out, '.vite/first-files.json'), JSON.stringify(firstFilesOf(root)));
const byContent = (file) =>
  createHash('sha256')
    .update(readFileSync(join(out, file)))
    .digest('hex')
    .slice(0, 16);
const shell = [
  { url: '/', revision: byContent('index.html') },
  ...['icon.svg', 'manifest.webmanifest'].map((file) => ({ url: `/${file}`, revision: byContent(file) })),
  // A drawing of figures weighs as much as a screen, and without a line there are no figures to draw.
  ...readdirSync(join(out, 'assets'))
    .filter((file) => !file.startsWith('share-line-'))
    .map((file) => ({ url: `/assets/${file}`, revision: null })),
];
await build({
  configFile: join(root, 'web/worker.config.ts'),
  define: { SHELL: JSON.stringify(shell) },
  logLevel: 'warn',
});

for (const entry of readdirSync(out, { recursive: true, withFileTypes: true })) {
  if (!entry.isFile() || !/\.(js|css|html|svg|webmanifest)$/.test(entry.name)) continue;
  const file = join(entry.parentPath, entry.name);
  const content = readFileSync(file);
  writeFileSync(`${file}.br`, brotliCompressSync(content));
  writeFileSync(`${file}.gz`, gzipSync(content, { level: 9 }));
}
