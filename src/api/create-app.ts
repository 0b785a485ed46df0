import 'reflect-metadata';
import cookie from '@fastify/cookie';
import helmet from '@fastify/helmet';
import rateLimit from '@fastify/rate-limit';
import { NestFactory } from '@nestjs/core';
import { FastifyAdapter, type NestFastifyApplication } from '@nestjs/platform-fastify';
import { randomUUID } from 'node:crypto';
import type { FastifyError, FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import type { OpenAPIObject } from '@nestjs/swagger';
import { AppModule } from './app.module.js';
import { serveApp } from './app/serve-app.js';
import type { CalledRequest } from './common/caller.js';
import { takeFiles } from './common/file-body.js';
import { NestLog } from './common/log.js';
import { describeApi } from './common/openapi.js';
import type { ApiParts } from './common/parts.js';
import { Problem } from './common/problem.js';
import { serveReference } from './common/reference.js';
import { Within } from './common/within.js';
import { takeMails } from './mail/mail-body.js';
import { keepRawBodies } from './slack/signed.js';
import { serveLinks } from './links/serve-links.js';
import { serveSignIn } from './sign-in/serve-page.js';
import { PREFIX, UNPREFIXED } from './common/prefix.js';
import { refuseStrayRoutes, requirePermissions, routesOf } from './common/routes.js';

/** Most of a JSON body. Files are streamed and have limits of their own. */
const BODY_LIMIT = 1_048_576;

/** The API, ready to listen. Closing it leaves the data source open: whoever opened it closes it. */
export async function createApi(parts: ApiParts): Promise<NestFastifyApplication> {
  const { settings } = parts;
  const adapter = new FastifyAdapter({
    bodyLimit: BODY_LIMIT,
    // The proxy's own word only: what stands before it in X-Forwarded-For is what the caller says of themselves.
    trustProxy: settings.trustProxy && ((_address, hop) => hop === 0),
    genReqId: () => randomUUID(),
    // A connection that is kept alive must not hold up a shutdown.
    forceCloseConnections: 'idle',
    frameworkErrors: (_error: FastifyError, request: FastifyRequest, reply: FastifyReply) => {
      const problem = new Problem(
        400,
        'The address cannot be read. A % in it is followed by two hexadecimal digits.',
      );
      void reply.status(400).type('application/problem+json').send(problem.body(request.id, 'en'));
    },
  });
  const app = await assemble(parts, adapter);
  const routes = routesOf(app);
  requirePermissions(routes);
  const server = adapter.getInstance() as unknown as FastifyInstance;
  refuseStrayRoutes(server, routes);
  await protect(server, app.get(Within), settings.requestsPerMinute);
  logRequests(server, parts);
  takeFiles(server, ['/api/v1/imports/', '/api/v1/calendars']);
  takeMails(server, '/api/v1/mail/inbound');
  keepRawBodies(server, '/api/v1/slack/', BODY_LIMIT);
  serveReference(server, () => describeApi(app, settings.buildId));
  serveSignIn(server, app, settings);
  await serveLinks(server, app, parts);
  await serveApp(server);
  await app.init();
  await server.ready();
  return app;
}

/** All controllers and what they need; nothing is served yet. */
async function assemble(parts: ApiParts, adapter: FastifyAdapter): Promise<NestFastifyApplication> {
  const app = await NestFactory.create<NestFastifyApplication>(AppModule.with(parts), adapter, {
    logger: new NestLog(parts.log),
    abortOnError: false,
  });
  return app.setGlobalPrefix(PREFIX, { exclude: UNPREFIXED });
}

/** The OpenAPI document of the API, without serving it. */
export const documentOf = async (parts: ApiParts): Promise<OpenAPIObject> =>
  describeApi(await assemble(parts, new FastifyAdapter()), parts.settings.buildId);

async function protect(server: FastifyInstance, within: Within, requestsPerMinute: number): Promise<void> {
  // Without this exception a browser would ask for the reference's scripts over https where only http is spoken.
  await server.register(helmet, {
    contentSecurityPolicy: { directives: { upgradeInsecureRequests: null } },
    // With none at all a browser would not say from which site a form of ours comes.
    referrerPolicy: { policy: 'same-origin' },
  });
  await server.register(cookie);
  await server.register(rateLimit, {
    max: requestsPerMinute,
    timeWindow: 60_000,
    allowList: (request) => /^\/(health|assets)\//.test(request.url) || within.isComing(request),
  });
}

/** One line a request: which route, never its query or body, since these name people. */
function logRequests(server: FastifyInstance, { log }: ApiParts): void {
  server.addHook('onRequest', async (request, reply) => {
    reply.header('x-request-id', request.id);
  });
  server.addHook('onResponse', async (request, reply) => {
    log.info(
      {
        requestId: request.id,
        method: request.method,
        route: request.routeOptions.url,
        status: reply.statusCode,
        ms: Math.round(reply.elapsedTime),
        caller: (request as CalledRequest).caller?.by,
      },
      'request',
    );
  });
}
