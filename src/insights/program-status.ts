import type { EntityManager } from 'typeorm';
import type { Phase, StallReason } from '../domain/words.js';

/** Enrolments of one capability in one region. Every count is of `enrolments`, the denominator. */
export interface StatusCell {
  capabilityId: string;
  capability: string;
  /** Null: people of whom no region is known. */
  region: string | null;
  enrolments: number;
  /** Neither ended nor standing still. */
  active: number;
  phases: Partial<Record<Phase, number>>;
  stalled: number;
  stallReasons: Partial<Record<StallReason, number>>;
  /** Adopted and holding, whatever the phase. */
  adopted: number;
  overdue: number;
  faulted: number;
}

/**
 * Where a program's capabilities stand, region by region: what the loops said last, so nothing that anybody reported
 * of themselves. A rep without opportunity or a manager on leave is counted under that reason, not as failing.
 */
export async function programStatus(tx: EntityManager, programId: string, now: Date): Promise<StatusCell[]> {
  return (await tx.query(
    `WITH cell AS (
       SELECT e.capability_id, r.region, e.phase, e.stall_reason, count(*)::int AS n,
              count(*) FILTER (WHERE e.adopted_at IS NOT NULL)::int AS adopted,
              count(*) FILTER (WHERE e.ended_at IS NULL AND e.next_due_at < $2)::int AS overdue,
              count(*) FILTER (WHERE e.fault IS NOT NULL)::int AS faulted
         FROM enrolment e JOIN person r ON r.id = e.rep_id
        WHERE e.program_id = $1 GROUP BY e.capability_id, r.region, e.phase, e.stall_reason
     ), phase AS (
       SELECT capability_id, region, phase, sum(n)::int AS n FROM cell GROUP BY 1, 2, 3
     ), stall AS (
       SELECT capability_id, region, stall_reason, sum(n)::int AS n FROM cell WHERE stall_reason IS NOT NULL GROUP BY 1, 2, 3
     )
     SELECT c.capability_id AS "capabilityId", k.code AS capability, c.region, sum(c.n)::int AS enrolments,
            coalesce(sum(c.n) FILTER (WHERE c.phase NOT IN ('completed', 'withdrawn', 'paused', 'excused')), 0)::int AS active,
            (SELECT jsonb_object_agg(p.phase, p.n) FROM phase p
              WHERE p.capability_id = c.capability_id AND p.region IS NOT DISTINCT FROM c.region) AS phases,
            coalesce(sum(c.n) FILTER (WHERE c.stall_reason IS NOT NULL), 0)::int AS stalled,
            coalesce((SELECT jsonb_object_agg(s.stall_reason, s.n) FROM stall s
              WHERE s.capability_id = c.capability_id AND s.region IS NOT DISTINCT FROM c.region), '{}') AS "stallReasons",
            sum(c.adopted)::int AS adopted, sum(c.overdue)::int AS overdue, sum(c.faulted)::int AS faulted
       FROM cell c JOIN capability k ON k.id = c.capability_id
      GROUP BY c.capability_id, k.code, c.region ORDER BY k.code, c.region NULLS LAST`,
    [programId, now],
  )) as StatusCell[];
}
