import type { EntityManager } from 'typeorm';
import type { Subscription } from '../domain/message/subscription.js';
import { unknown } from './refusal.js';

/**
 * What a person chose not to be told.
 * @throws Refusal notFound
 */
export async function readUnsubscribed(tx: EntityManager, personId: string): Promise<Subscription[]> {
  const [row] = (await tx.query('SELECT unsubscribed FROM person WHERE id = $1', [personId])) as {
    unsubscribed: Subscription[];
  }[];
  if (!row) throw unknown('person', personId);
  return row.unsubscribed;
}

/** Counts from the next message on: what is under way still comes. */
export const setUnsubscribed = (
  tx: EntityManager,
  personId: string,
  unsubscribed: readonly Subscription[],
): Promise<unknown> =>
  tx.query('UPDATE person SET unsubscribed = $2 WHERE id = $1', [personId, unsubscribed]);
