import 'reflect-metadata';
import helmet from '@fastify/helmet';
import rateLimit from '@fastify/rate-limit';
import { NestFactory } from '@nestjs/core';
import { FastifyAdapter, type NestFastifyApplication } from '@nestjs/platform-fastify';
import { randomUUID } from 'node:crypto';
import type { FastifyInstance } from 'fastify';
import { hashOfKey } from '../store/api-keys.js';
import { AppModule } from './app.module.js';
import type { CalledRequest } from './common/caller.js';
import { takeFiles } from './common/file-body.js';
import { NestLog } from './common/log.js';
import { describeApi } from './common/openapi.js';
import type { ApiParts } from './common/parts.js';
import { serveReference } from './common/reference.js';

/** Most of a JSON body. Files are streamed and have limits of their own. */
const BODY_LIMIT = 1_048_576;

/** The API, ready to listen. Closing it leaves the data source open: whoever opened it closes it. */
export async function createApi(parts: ApiParts): Promise<NestFastifyApplication> {
  const { settings, log } = parts;
  const adapter = new FastifyAdapter({
    bodyLimit: BODY_LIMIT,
    trustProxy: settings.trustProxy,
    genReqId: () => randomUUID(),
    // A connection that is kept alive must not hold up a shutdown.
    forceCloseConnections: 'idle',
  });
  const app = await NestFactory.create<NestFastifyApplication>(AppModule.with(parts), adapter, {
    logger: new NestLog(log),
    abortOnError: false,
  });
  app.setGlobalPrefix('api/v1', { exclude: ['health/live', 'health/ready', 'metrics'] });
  const server = adapter.getInstance() as unknown as FastifyInstance;
  await protect(server, settings.requestsPerMinute);
  logRequests(server, parts);
  takeFiles(server);
  serveReference(server, describeApi(app, settings.buildId));
  await app.init();
  await server.ready();
  return app;
}

async function protect(server: FastifyInstance, requestsPerMinute: number): Promise<void> {
  // Without this exception a browser would ask for the reference's scripts over https where only http is spoken.
  await server.register(helmet, { contentSecurityPolicy: { directives: { upgradeInsecureRequests: null } } });
  await server.register(rateLimit, {
    max: requestsPerMinute,
    timeWindow: 60_000,
    keyGenerator: ({ headers, ip }) => (headers.authorization ? hashOfKey(headers.authorization) : ip),
    allowList: ({ url }) => url?.startsWith('/health/') ?? false,
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
