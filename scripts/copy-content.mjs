// Words and templates lie beside the code that reads them, in dist/ as in src/.
import { cpSync } from 'node:fs';
import { extname } from 'node:path';
import { fileURLToPath } from 'node:url';

const CONTENT = new Set(['', '.json', '.hbs']);

for (const folder of ['locales', 'mail'])
  cpSync(
    fileURLToPath(new URL(`../src/channels/${folder}`, import.meta.url)),
    fileURLToPath(new URL(`../dist/src/channels/${folder}`, import.meta.url)),
    { recursive: true, filter: (file) => CONTENT.has(extname(file)) },
  );
