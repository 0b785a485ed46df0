// `npm run mail`: letter.mjml, which people edit, becomes letter.hbs, which the worker fills in.
import { readFileSync, writeFileSync } from 'node:fs';
import { compiledLetter } from './setup/mail.mjs';

const folder = new URL('../src/channels/mail/', import.meta.url);
writeFileSync(
  new URL('letter.hbs', folder),
  await compiledLetter(readFileSync(new URL('letter.mjml', folder), 'utf8')),
);
