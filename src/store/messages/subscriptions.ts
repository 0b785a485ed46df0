import type { EntityManager } from 'typeorm';
import type { Subscription } from '../../domain/message/subscription.js';
import { unknown } from '../refusal.js';

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

/**
 * Counts from the next message on: what is under way still comes. In one statement, so that of two choices at once
 * neither undoes the other. Answers what a person chose not to be told.
 * @throws Refusal notFound
 */
export async function changeSubscriptions(
  tx: EntityManager,
  personId: string,
  wanted: readonly Subscription[],
  unwanted: readonly Subscription[],
): Promise<Subscription[]> {
  const [[row]] = (await tx.query(
    `UPDATE person SET unsubscribed = ARRAY(
              (SELECT unnest(unsubscribed) EXCEPT SELECT unnest($2::text[])) UNION SELECT unnest($3::text[]) ORDER BY 1)
      WHERE id = $1 RETURNING unsubscribed`,
    [personId, wanted, unwanted],
  )) as [{ unsubscribed: Subscription[] }[], number];
  if (!row) throw unknown('person', personId);
  return row.unsubscribed;
}
