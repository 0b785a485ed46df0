import { QueryFailedError } from 'typeorm';
import type { Refused } from '../domain/refusals.js';

/**
 * - `notFound`: what the request is about does not exist.
 * - `conflict`: it exists, but its present state does not allow this.
 * - `invalid`: well-formed, but it cannot be true: it names somebody unknown, or lies in the future.
 * - `stale`: it was changed by somebody else since it was read.
 */
export type RefusalKind = 'notFound' | 'conflict' | 'invalid' | 'stale';

/** The store says no, in words fit for whoever asked. Thrown inside a transaction, so that nothing of it stays. */
export class Refusal extends Error {
  /**
   * @param why in words for machines, or a code that has words in every language, for what people meet
   * @param details shown beside it, such as `allowed`: what could be done instead
   */
  constructor(
    readonly kind: RefusalKind,
    readonly why: string | Refused,
    readonly details: Readonly<Record<string, unknown>> = {},
  ) {
    super(typeof why === 'string' ? why : why.code);
    this.name = 'Refusal';
  }
}

export const unknown = (what: string, id: string): Refusal =>
  new Refusal('notFound', { code: 'notFound', params: { what, id } });

/** Runs the work; a broken unique constraint that is named here becomes a conflict in words. */
export async function refusingDuplicates<T>(
  messages: Readonly<Record<string, string | Refused>>,
  work: () => Promise<T>,
): Promise<T> {
  try {
    return await work();
  } catch (error) {
    const { constraint } =
      error instanceof QueryFailedError ? (error.driverError as { constraint?: string }) : {};
    const message = constraint === undefined ? undefined : messages[constraint];
    throw message === undefined ? error : new Refusal('conflict', message);
  }
}
