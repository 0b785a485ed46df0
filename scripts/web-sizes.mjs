// `npm run sizes`: how much compressed script each screen of the built app takes at first. Fails beyond the limit.
import { fileURLToPath } from 'node:url';
import { MOST, sizesOf } from './setup/web-files.mjs';

const sizes = [...sizesOf(fileURLToPath(new URL('..', import.meta.url)))];
for (const [screen, bytes] of sizes) console.log(`${(bytes / 1000).toFixed(1).padStart(7)} kB  ${screen}`);
const tooLarge = sizes.filter(([, bytes]) => bytes > MOST);
if (tooLarge.length > 0) {
  console.error(`More than ${MOST / 1000} kB: ${tooLarge.map(([screen]) => screen).join(', ')}`);
  process.exit(1);
}
