import { Catch, HttpException, type ArgumentsHost, type ExceptionFilter } from '@nestjs/common';
import type { FastifyReply, FastifyRequest } from 'fastify';
import type { Logger } from 'pino';
import { Refusal, type RefusalKind } from '../../store/refusal.js';
import { isDatabaseAway, isUnstorableText } from './database-errors.js';
import { Problem } from './problem.js';

const STATUS_OF: Readonly<Record<RefusalKind, number>> = {
  notFound: 404,
  conflict: 409,
  invalid: 422,
  stale: 412,
};

/** Answers whatever goes wrong with problem details. What nobody foresaw goes to the log; the caller gets its id. */
@Catch()
export class ProblemFilter implements ExceptionFilter {
  constructor(private readonly log: Logger) {}

  catch(error: unknown, host: ArgumentsHost): void {
    const request = host.switchToHttp().getRequest<FastifyRequest>();
    const reply = host.switchToHttp().getResponse<FastifyReply>();
    if (reply.sent) return;
    const problem = problemOf(error, request);
    if (problem.status >= 500) this.log.error({ err: error, requestId: request.id }, 'a request failed');
    void reply
      .status(problem.status)
      .headers(problem.headers)
      .type('application/problem+json')
      .send(JSON.stringify(problem.body(request.id)));
  }
}

function problemOf(error: unknown, request: FastifyRequest): Problem {
  if (error instanceof Problem) return error;
  if (error instanceof Refusal)
    return new Problem(STATUS_OF[error.kind], error.message, { members: error.details });
  if (isDatabaseAway(error))
    return new Problem(
      503,
      'The database cannot be reached just now. Nothing was stored; send the request again.',
      {
        headers: { 'retry-after': '5' },
      },
    );
  if (isUnstorableText(error))
    return new Problem(
      400,
      'A text contains a character that cannot be stored, such as U+0000. Leave it out.',
    );
  const status = statusOf(error);
  if (status !== null) return new Problem(status, detailOf(status, request));
  return new Problem(
    500,
    'Something went wrong on our side. Nothing was stored; the log has more under the request id.',
  );
}

/** Of what Nest and Fastify refuse by themselves, below 500. */
function statusOf(error: unknown): number | null {
  const status =
    error instanceof HttpException
      ? error.getStatus()
      : (error as { statusCode?: unknown } | null)?.statusCode;
  return typeof status === 'number' && status >= 400 && status < 500 ? status : null;
}

function detailOf(status: number, request: FastifyRequest): string {
  switch (status) {
    case 404:
      return `There is nothing to ${request.method} at ${request.url.split('?')[0]}. The routes are listed at /api.`;
    case 413:
      return 'The body is larger than this route takes. Send less at once.';
    case 415:
      return 'The body is of a kind that this route does not take. Send JSON, with Content-Type: application/json.';
    case 429:
      return 'Too many requests. Wait as long as Retry-After says.';
    default:
      return 'The request could not be read. Where a body is sent it must be JSON, and well-formed.';
  }
}
