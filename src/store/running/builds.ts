import type { EntityManager } from 'typeorm';
import { SECOND, toIso, type Instant } from '../../domain/time.js';

/** A build of which no worker has said for so long that it runs has none left. */
const GONE_AFTER = 60 * SECOND;

/**
 * Notes that a worker of a build runs, and says whether it is the newest of those that do: the one whose first start,
 * ever, was the latest. A replica of an older build that starts once more makes it no newer.
 */
export async function noteBuild(tx: EntityManager, id: string, now: Instant): Promise<boolean> {
  const [{ newest }] = (await tx.query(
    `WITH noted AS (
       INSERT INTO build (id, first_started_at, seen_at) VALUES ($1, $2, $2)
       ON CONFLICT (id) DO UPDATE SET seen_at = excluded.seen_at RETURNING id, first_started_at)
     SELECT NOT EXISTS (
       SELECT 1 FROM build b WHERE b.seen_at > $3 AND (b.first_started_at, b.id) > (n.first_started_at, n.id)) AS newest
       FROM noted n`,
    [id, toIso(now), toIso(now - GONE_AFTER)],
  )) as [{ newest: boolean }];
  return newest;
}
