import { createHash } from 'node:crypto';

/** Names what stands in these parts, for whatever counts no revisions of its own: other parts have another name. */
export const revisionOfParts = (...parts: unknown[]): string =>
  createHash('sha256').update(JSON.stringify(parts)).digest('base64url').slice(0, 16);
