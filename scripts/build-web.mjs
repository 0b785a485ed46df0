// Builds the app into dist/web: the client from the OpenAPI document, the bundle, and each file compressed beside it.
import { createClient } from '@hey-api/openapi-ts';
import { execFileSync } from 'node:child_process';
import { readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { brotliCompressSync, gzipSync } from 'node:zlib';
import { build } from 'vite';

const root = fileURLToPath(new URL('..', import.meta.url));
const document = join(root, 'dist', 'openapi.json');

writeFileSync(document, execFileSync(process.execPath, [join(root, 'dist/src/api/print-openapi.js')]));
await createClient({
  input: document,
  output: { path: join(root, 'dist/api-client') },
  plugins: ['@hey-api/client-fetch', '@hey-api/typescript', '@hey-api/sdk', '@tanstack/react-query'],
  logs: { level: 'error' },
});
await build({ configFile: join(root, 'web/vite.config.ts'), logLevel: 'warn' });

const out = join(root, 'dist/web');
for (const entry of readdirSync(out, { recursive: true, withFileTypes: true })) {
  if (!entry.isFile() || !/\.(js|css|html|svg|webmanifest)$/.test(entry.name)) continue;
  const file = join(entry.parentPath, entry.name);
  const content = readFileSync(file);
  writeFileSync(`${file}.br`, brotliCompressSync(content));
  writeFileSync(`${file}.gz`, gzipSync(content, { level: 9 }));
}
