import type { FastifyInstance } from 'fastify';

/** Bodies of these kinds reach their route as a stream: a completion list may be larger than memory should hold. */
export const FILE_TYPES = ['text/csv', 'text/plain', 'application/octet-stream'] as const;

/** Hands files through unread. The route that takes one limits its size. */
export function takeFiles(server: FastifyInstance): void {
  server.removeContentTypeParser('text/plain');
  server.addContentTypeParser([...FILE_TYPES], (_request, payload, done) => done(null, payload));
}
