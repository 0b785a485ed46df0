import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';

/** Another one whenever a source has changed: the compiler keeps a hash of each beside what it built. */
export function buildId(): string {
  const built = readFileSync(new URL('../../.tsbuildinfo', import.meta.url));
  return `demo-${createHash('sha256').update(built).digest('hex').slice(0, 10)}`;
}
