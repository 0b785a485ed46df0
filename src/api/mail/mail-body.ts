import type { FastifyInstance } from 'fastify';

export const MAIL_TYPE = 'message/rfc822';

/** A report holds the mail that came back; ours are far smaller. */
const MOST_BYTES = 1_048_576;

/** Hands a raw mail unread to the one route that takes it. */
export function takeMails(server: FastifyInstance, route: string): void {
  server.addContentTypeParser(
    MAIL_TYPE,
    { parseAs: 'buffer', bodyLimit: MOST_BYTES },
    ({ routeOptions }, body, done) => {
      if (routeOptions.url === route) done(null, body);
      else done(Object.assign(new Error('no mail is taken here'), { statusCode: 415 }));
    },
  );
}
