import type { OpenAPIObject } from '@nestjs/swagger';
import type { FastifyInstance } from 'fastify';
import { createReadStream } from 'node:fs';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';

const UI = dirname(createRequire(import.meta.url).resolve('swagger-ui-dist/package.json'));

const FILES: Readonly<Record<string, string>> = {
  'swagger-ui.css': 'text/css; charset=utf-8',
  'swagger-ui-bundle.js': 'text/javascript; charset=utf-8',
  'favicon-32x32.png': 'image/png',
};

const PAGE = `<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>Followthrough API</title>
<link rel="icon" href="/api/reference/favicon-32x32.png">
<link rel="stylesheet" href="/api/reference/swagger-ui.css">
</head>
<body>
<div id="reference"></div>
<script src="/api/reference/swagger-ui-bundle.js"></script>
<script src="/api/reference/start.js"></script>
</body>
</html>
`;

const START = `SwaggerUIBundle({
  url: '/api/openapi.json',
  dom_id: '#reference',
  deepLinking: true,
  docExpansion: 'none',
  persistAuthorization: true,
});
`;

/**
 * Serves the OpenAPI document at /api/openapi.json and a page to read and try it at /api. Everything the page needs
 * comes from here, so that it also works without a way to the Internet.
 * @param describe makes the document, when somebody asks for it first
 */
export function serveReference(server: FastifyInstance, describe: () => OpenAPIObject): void {
  let document: OpenAPIObject | undefined;
  server.get('/api/openapi.json', async () => (document ??= describe()));
  server.get('/api', async (_request, reply) => reply.type('text/html; charset=utf-8').send(PAGE));
  server.get('/api/reference/start.js', async (_request, reply) =>
    reply.type('text/javascript; charset=utf-8').send(START),
  );
  for (const [name, type] of Object.entries(FILES))
    server.get(`/api/reference/${name}`, async (_request, reply) =>
      reply
        .type(type)
        .header('cache-control', 'public, max-age=86400')
        .send(createReadStream(join(UI, name))),
    );
}
