import { createParamDecorator, type ExecutionContext } from '@nestjs/common';
import { ApiHeader } from '@nestjs/swagger';
import { createHash } from 'node:crypto';
import type { FastifyRequest } from 'fastify';
import type { DataSource, EntityManager } from 'typeorm';
import type { Instant } from '../../domain/time.js';
import { answerOnce, type RepeatableRequest } from '../../store/idempotency.js';
import { inTransaction } from '../../store/transaction.js';
import { statusOf } from './operation.js';
import { Problem } from './problem.js';
import { alongWith } from './valid.js';

/** Who asks. */
export interface Actor {
  /** What let them in: the key of a machine, or the session of a person who signed in. */
  by: { kind: 'key' | 'session'; id: string };
  /** Who it is, or on whose behalf a machine speaks (header Acting-As); null: nobody's. */
  personId: string | null;
}

/** Left on the request by the guard. */
export interface Caller extends Actor {
  receivedAt: Instant;
}

export type CalledRequest = FastifyRequest & { caller?: Caller };

const callerOf = (context: ExecutionContext): Caller => {
  const { caller } = context.switchToHttp().getRequest<CalledRequest>();
  if (!caller) throw new Error('a route that wants to know its caller cannot be public');
  return caller;
};

const actor = createParamDecorator((_: unknown, context: ExecutionContext): Actor => {
  const { by, personId } = callerOf(context);
  return { by, personId };
});

/** The parameter that says who asks. */
export const By = (): ParameterDecorator =>
  alongWith(
    actor(),
    ApiHeader({
      name: 'Acting-As',
      required: false,
      description: 'The id of the person who says so, where a machine passes it on.',
      schema: { type: 'string', format: 'uuid' },
    }),
  );

/** A request that is carried out at most once, however often it is sent. */
export interface OnceRequest extends RepeatableRequest {
  status: number;
}

const onceRequest = createParamDecorator((_: unknown, context: ExecutionContext): OnceRequest => {
  const request = context.switchToHttp().getRequest<CalledRequest>();
  const { by, personId, receivedAt } = callerOf(context);
  return {
    // A person who signs in anew and sends a request again is still the one who sent it first.
    callerId: by.kind === 'session' && personId ? personId : by.id,
    key: readKey(request.headers['idempotency-key']),
    requestHash: createHash('sha256')
      .update(JSON.stringify([request.method, request.url, personId, request.body ?? null]))
      .digest('hex'),
    now: receivedAt,
    status: statusOf(context),
  };
});

/** The parameter that stands for the request as one that may be sent again; hand it to `once`. */
export const Once = (): ParameterDecorator =>
  alongWith(
    onceRequest(),
    ApiHeader({
      name: 'Idempotency-Key',
      required: false,
      description:
        'Names this request. Sent again under the same key it changes nothing and is answered as before.',
      schema: { type: 'string', minLength: 1, maxLength: 200 },
    }),
  );

function readKey(header: string | string[] | undefined): string | null {
  if (header === undefined) return null;
  if (typeof header === 'string' && /^[\x21-\x7e]{1,200}$/.test(header)) return header;
  throw new Problem(400, 'An Idempotency-Key has 1 to 200 visible ASCII characters, such as a UUID.');
}

/**
 * Does the work in one transaction, and remembers its answer there if the request has an Idempotency-Key: the same
 * request again gets the same answer. The work answers what can be written as JSON.
 */
export async function once<T>(
  dataSource: DataSource,
  request: OnceRequest,
  work: (tx: EntityManager) => Promise<T>,
): Promise<T> {
  const { body } = await inTransaction(dataSource, (tx) =>
    answerOnce(tx, request, async () => ({ status: request.status, body: await work(tx) })),
  );
  return body;
}
