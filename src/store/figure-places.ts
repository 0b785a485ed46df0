import type { EntityManager } from 'typeorm';
import { FLOOR } from '../access/suppression.js';

/**
 * Gives every rep of a program who has none a place in its figures, and counts newcomers of a region as soon as they
 * are enough. Done before figures are read, so that no two answers ever differ by fewer people than a figure may show.
 */
export async function placeNewcomers(tx: EntityManager, programId: string): Promise<void> {
  // Of two readers at once, one places: a block is closed once.
  await tx.query(`SELECT pg_advisory_xact_lock(hashtextextended('figures of ' || $1, 0))`, [programId]);
  await tx.query(
    `INSERT INTO figure_place (program_id, capability_id, rep_id, region, manager_id)
     SELECT DISTINCT ON (e.capability_id, e.rep_id) e.program_id, e.capability_id, e.rep_id, r.region, e.manager_id
       FROM enrolment e JOIN person r ON r.id = e.rep_id
      WHERE e.program_id = $1 AND NOT EXISTS (
        SELECT 1 FROM figure_place p
         WHERE p.program_id = e.program_id AND p.capability_id = e.capability_id AND p.rep_id = e.rep_id)
      ORDER BY e.capability_id, e.rep_id, e.opened_at DESC
     ON CONFLICT DO NOTHING`,
    [programId],
  );
  await tx.query(
    `UPDATE figure_place p SET block = cell.next
       FROM (SELECT capability_id, region, coalesce(max(block), 0) + 1 AS next FROM figure_place WHERE program_id = $1
              GROUP BY capability_id, region HAVING count(*) FILTER (WHERE block IS NULL) >= $2) cell
      WHERE p.program_id = $1 AND p.block IS NULL AND p.capability_id = cell.capability_id
        AND p.region IS NOT DISTINCT FROM cell.region`,
    [programId, FLOOR.reps],
  );
}
