import type { FastifyRequest } from 'fastify';
import { Readable } from 'node:stream';
import { MOST_BYTES } from '../../imports/read-import.js';
import { Problem } from '../common/problem.js';
import { tooLarge } from './reading.js';

/** A request whose body is a file. */
export type FileRequest = FastifyRequest;

/** The file in a request, as a stream. Throws a Problem where there is none, or where it says itself that it is too large. */
export function fileOf(request: FileRequest): Readable {
  if (Number(request.headers['content-length'] ?? 0) > MOST_BYTES) throw tooLarge();
  if (request.body instanceof Readable) return request.body;
  throw new Problem(415, 'A CSV file is expected. Send it as the body, with Content-Type: text/csv.');
}
