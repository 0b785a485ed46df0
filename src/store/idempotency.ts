import type { EntityManager } from 'typeorm';
import { IdempotentAnswer } from '../entities/index.js';
import type { Instant } from '../domain/time.js';
import { Refusal } from './refusal.js';

/** A request that may arrive more than once. */
export interface RepeatableRequest {
  /** The key of a machine, or the person who signed in. */
  callerId: string;
  /** What the caller named the request; null: it is not to be recognised. */
  key: string | null;
  /** Of everything that makes it the same request. */
  requestHash: string;
  now: Instant;
}

export interface Answer<T> {
  status: number;
  body: T;
}

/**
 * Does the work at most once for one caller’s key and remembers its answer in the same transaction, so that fact and answer
 * are stored together or not at all. The same request again gets the first answer; one that arrives while the first
 * is under way waits for it. Work that throws leaves nothing behind and may be tried again.
 *
 * Throws a Refusal (`invalid`) where the key was used for another request.
 */
export async function answerOnce<T>(
  tx: EntityManager,
  request: RepeatableRequest,
  work: () => Promise<Answer<T>>,
): Promise<Answer<T>> {
  const { callerId, key, requestHash, now } = request;
  if (key === null) return work();
  // A concurrent insert of the same key makes this one wait until the other transaction has ended.
  const claimed: unknown[] = await tx.query(
    `INSERT INTO idempotent_answer (caller_id, key, request_hash, status, created_at) VALUES ($1, $2, $3, 0, $4)
     ON CONFLICT DO NOTHING RETURNING key`,
    [callerId, key, requestHash, new Date(now)],
  );
  if (claimed.length === 0) return earlierAnswer<T>(tx, request, key);
  const answer = await work();
  await tx.query('UPDATE idempotent_answer SET status = $3, body = $4 WHERE caller_id = $1 AND key = $2', [
    callerId,
    key,
    answer.status,
    JSON.stringify(answer.body ?? null),
  ]);
  return answer;
}

/** The answer that the same request got before; null: it is remembered of none. */
export async function answeredBefore<T>(tx: EntityManager, request: RepeatableRequest): Promise<T | null> {
  const { callerId, key, requestHash } = request;
  const earlier = key && (await tx.findOneBy(IdempotentAnswer, { callerId, key, requestHash }));
  return earlier ? (earlier.body as T) : null;
}

/** Remembers the answer of what was done in transactions of its own, should the same request come again. */
export async function rememberAnswer(
  tx: EntityManager,
  { callerId, key, requestHash, now }: RepeatableRequest,
  { status, body }: Answer<unknown>,
): Promise<void> {
  if (key === null) return;
  await tx.query(
    `INSERT INTO idempotent_answer (caller_id, key, request_hash, status, body, created_at)
     VALUES ($1, $2, $3, $4, $5, $6) ON CONFLICT DO NOTHING`,
    [callerId, key, requestHash, status, JSON.stringify(body), new Date(now)],
  );
}

async function earlierAnswer<T>(
  tx: EntityManager,
  request: RepeatableRequest,
  key: string,
): Promise<Answer<T>> {
  const earlier = await tx.findOneByOrFail(IdempotentAnswer, { callerId: request.callerId, key });
  if (earlier.requestHash === request.requestHash) return { status: earlier.status, body: earlier.body as T };
  throw new Refusal(
    'invalid',
    'This Idempotency-Key was used for another request. Send a new key with every new request, the same key only ' +
      'to repeat one.',
    { keyUsed: true },
  );
}
