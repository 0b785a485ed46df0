import { Catch, HttpException, type ArgumentsHost, type ExceptionFilter } from '@nestjs/common';
import type { FastifyReply, FastifyRequest } from 'fastify';
import type { Logger } from 'pino';
import type { RefusalCode } from '../../domain/refusals.js';
import { Refusal, type RefusalKind } from '../../store/refusal.js';
import { isDatabaseAway, isUnstorableText } from './database-errors.js';
import { languageOf } from './language.js';
import { Problem, refusedIn, type ProblemExtras } from './problem.js';

/** Of a refusal that has words in every language: what stands in a log, and what a machine reads by default. */
const ENGLISH = 'en';

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
      .send(JSON.stringify(problem.body(request.id, languageOf(request))));
  }
}

function problemOf(error: unknown, request: FastifyRequest): Problem {
  if (error instanceof Problem) return error;
  if (error instanceof Refusal) {
    const { kind, why, details } = error;
    return new Problem(STATUS_OF[kind], typeof why === 'string' ? why : refusedIn(why, ENGLISH), {
      members: details,
      ...(typeof why !== 'string' && { refused: why }),
    });
  }
  if (isDatabaseAway(error))
    return new Problem(
      503,
      'The database cannot be reached just now. Nothing was stored; send the request again.',
      { headers: { 'retry-after': '5' }, refused: { code: 'away' } },
    );
  if (isUnstorableText(error))
    return new Problem(
      400,
      'A text contains a character that cannot be stored, such as U+0000. Leave it out.',
      { refused: { code: 'unstorable' } },
    );
  const status = statusOf(error);
  if (status !== null) return new Problem(status, detailOf(status, request), refusedAs(status));
  return new Problem(
    500,
    'Something went wrong on our side. Nothing was stored; the log has more under the request id.',
    { refused: { code: 'broken' } },
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

const REFUSED_AS: Readonly<Record<number, RefusalCode>> = { 413: 'tooLarge', 429: 'tooMany' };

function refusedAs(status: number): ProblemExtras {
  const code = REFUSED_AS[status];
  return code === undefined ? {} : { refused: { code } };
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
