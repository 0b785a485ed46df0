import type { EntityManager } from 'typeorm';

/** What changed about a program and may show in its figures. */
export interface Mark {
  at: string;
  what: 'launch' | 'cadence';
  /** Of the cadence. */
  version: number | null;
}

const iso = (column: string): string =>
  `to_char(${column} AT TIME ZONE 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"')`;

/** The launch of a program and the versions of its cadence, oldest first. */
export const readMarks = (tx: EntityManager, programId: string): Promise<Mark[]> =>
  tx.query(
    `SELECT ${iso('launch_at')} AS at, 'launch' AS what, NULL::int AS version FROM program WHERE id = $1 AND launch_at IS NOT NULL
      UNION ALL
     SELECT ${iso('v.published_at')}, 'cadence', v.version FROM program p JOIN cadence_version c ON c.id = p.cadence_version_id
       JOIN cadence_version v ON v.cadence_plan_id = c.cadence_plan_id WHERE p.id = $1
      ORDER BY 1, 2`,
    [programId],
  );
