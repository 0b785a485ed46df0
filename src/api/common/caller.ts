import { createParamDecorator, type ExecutionContext } from '@nestjs/common';
import { ApiHeader } from '@nestjs/swagger';
import { createHash } from 'node:crypto';
import type { FastifyRequest } from 'fastify';
import type { DataSource, EntityManager } from 'typeorm';
import type { Sight } from '../../access/ability.js';
import type { Holder, Scope } from '../../access/words.js';
import type { Instant } from '../../domain/time.js';
import { isOwnWay, type LetIn } from '../../store/acting.js';
import { answerOnce, type RepeatableRequest } from '../../store/idempotency.js';
import type { OwnRows } from '../../store/rights/own-rows.js';
import { inTransaction } from '../../store/transaction.js';
import { statusOf } from './operation.js';
import { Problem } from './problem.js';
import { alongWith } from './valid.js';

/** Who asks. */
export interface Actor {
  by: LetIn;
  /** Who it is, or on whose behalf a machine speaks (header Acting-As); null: nobody's. */
  personId: string | null;
  /** In which they read, BCP 47; of a machine: left out, since it asks for one with each request. */
  language?: string | undefined;
  /** Of a key: what it may be used for. A person who comes in themselves has none: their rights are all there are. */
  scopes?: readonly Scope[] | undefined;
  /** Of a key: who made it, and until when it holds. */
  madeBy?: string | null | undefined;
  expiresAt?: Date | null | undefined;
}

/** Left on the request by the guard that lets callers in. */
export interface Caller extends Actor {
  receivedAt: Instant;
}

/** What the caller may do here, and see. Left on the request by the guard that asks the policy. */
export interface Allowed {
  /** Of the record, or of every row of a list. */
  sight: Sight;
  /** What a person is to the record; nothing where a machine speaks for itself. */
  holds: ReadonlySet<Holder>;
  /** In a list: whose own rows alone are shown; null: all. */
  own: OwnRows | null;
}

export type CalledRequest = FastifyRequest & { caller?: Caller; allowed?: Allowed };

const callerOf = (context: ExecutionContext): Caller => {
  const { caller } = context.switchToHttp().getRequest<CalledRequest>();
  if (!caller) throw new Error('a route that wants to know its caller cannot be public');
  return caller;
};

const actor = createParamDecorator((_data: unknown, context: ExecutionContext): Actor => {
  const { receivedAt: _, ...actor } = callerOf(context);
  return actor;
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

/** The parameter that says what of the record, or of a list, may be shown. */
export const Shown = createParamDecorator((_: unknown, context: ExecutionContext): Allowed => {
  const { allowed } = context.switchToHttp().getRequest<CalledRequest>();
  if (!allowed) throw new Error('a route that wants to know what may be shown cannot be public');
  return allowed;
});

/** A request that is carried out at most once, however often it is sent. */
export interface OnceRequest extends RepeatableRequest {
  status: number;
}

const onceRequest = createParamDecorator((_: unknown, context: ExecutionContext): OnceRequest => {
  const { method, url, headers, body } = context.switchToHttp().getRequest<CalledRequest>();
  const { by, personId, receivedAt } = callerOf(context);
  return {
    // A person who comes in anew and sends a request again is still the one who sent it first.
    callerId: isOwnWay(by.kind) && personId ? personId : by.id,
    key: readKey(headers['idempotency-key']),
    requestHash: createHash('sha256')
      // Of another revision it is another request.
      .update(JSON.stringify([method, url, personId, body ?? null].concat(headers['if-match'] ?? [])))
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
