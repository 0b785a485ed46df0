import type { EntityManager } from 'typeorm';
import { toIso, type Instant } from '../../domain/time.js';

export interface LinkHolder {
  name: string;
  /** BCP 47. */
  language: string;
  /** They belong to the organisation today, and nobody has erased them. */
  here: boolean;
}

/** Whose message a link came in; null where this person never had it. */
export async function readLinkHolder(
  tx: EntityManager,
  { deliveryId, personId }: { deliveryId: string; personId: string },
  now: Instant,
): Promise<LinkHolder | null> {
  const [row] = (await tx.query(
    `SELECT p.name, p.language,
            p.external_id <> 'erased ' || p.id
              AND (p.active_until IS NULL OR p.active_until >= ($3::timestamptz AT TIME ZONE p.zone)::date) AS here
       FROM delivery d JOIN person p ON p.id = d.person_id WHERE d.id = $1 AND p.id = $2`,
    [deliveryId, personId, toIso(now)],
  )) as LinkHolder[];
  return row ?? null;
}
