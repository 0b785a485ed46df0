import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import { errorMessage } from './errors.js';
import { LOOPBACK, portError, portOf } from './ports.js';

const LARGEST_BODY = 4 * 1024 * 1024;

export interface HttpPart {
  port: number;
  /** Without a slash at the end. */
  url: string;
  close(): Promise<void>;
}

export type Handler = (request: IncomingMessage, response: ServerResponse, url: URL) => Promise<void> | void;

/** An HTTP server on loopback. What a handler throws becomes a plain 500. */
export async function serveHttp(port: number, part: string, handle: Handler): Promise<HttpPart> {
  const server = createServer((request, response) => {
    void (async () => {
      try {
        await handle(request, response, new URL(request.url ?? '/', `http://${LOOPBACK}`));
      } catch (error) {
        if (response.headersSent) return void response.destroy();
        answer(response, 500, 'text/plain; charset=utf-8', errorMessage(error));
      }
    })();
  });
  await new Promise<void>((resolve, reject) => {
    server.once('error', (error) => reject(portError(error, port, part)));
    server.listen(port, LOOPBACK, resolve);
  });
  const listening = portOf(server);
  return {
    port: listening,
    url: `http://${LOOPBACK}:${listening}`,
    close: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  };
}

export async function readBody(request: IncomingMessage): Promise<string> {
  const chunks: Buffer[] = [];
  let size = 0;
  for await (const chunk of request as AsyncIterable<Buffer>) {
    size += chunk.length;
    if (size > LARGEST_BODY) throw new Error(`The body is larger than ${LARGEST_BODY} bytes.`);
    chunks.push(chunk);
  }
  return Buffer.concat(chunks).toString('utf8');
}

export function answer(response: ServerResponse, status: number, type: string, body: string): void {
  response.writeHead(status, { 'content-type': type, 'x-content-type-options': 'nosniff' });
  response.end(body);
}

export function answerJson(response: ServerResponse, body: unknown, status = 200): void {
  answer(response, status, 'application/json; charset=utf-8', JSON.stringify(body));
}

/** A page of ours: no script, nothing from elsewhere. */
export function answerPage(response: ServerResponse, page: string, status = 200): void {
  response.setHeader(
    'content-security-policy',
    `default-src 'none'; style-src 'unsafe-inline'; frame-src 'self'; img-src data:; form-action 'self'`,
  );
  answer(response, status, 'text/html; charset=utf-8', page);
}
