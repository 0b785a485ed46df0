import type { FastifyInstance } from 'fastify';

/** Bodies of these kinds reach their route as a stream: a completion list may be larger than memory should hold. */
export const FILE_TYPES = ['text/csv', 'text/calendar', 'text/plain', 'application/octet-stream'] as const;

/** Hands files through unread to the routes below one of these, which limit their size; no other route takes one. */
export function takeFiles(server: FastifyInstance, prefixes: readonly string[]): void {
  server.removeContentTypeParser('text/plain');
  server.addContentTypeParser([...FILE_TYPES], ({ routeOptions }, payload, done) => {
    if (prefixes.some((prefix) => routeOptions.url?.startsWith(prefix))) done(null, payload);
    else done(Object.assign(new Error('no file is taken here'), { statusCode: 415 }));
  });
}
