import type { EntityManager } from 'typeorm';

export interface FaultRow {
  enrolment: string;
  program: string;
  capability: string;
  fault: string;
  since: Date;
  build: string | null;
}

/** Loops that could not decide, the oldest enrolment first, behind an id: ids and codes, nobody's name. */
export const listFaults = (tx: EntityManager, after: string | null, limit: number): Promise<FaultRow[]> =>
  tx.query(
    `SELECT e.id AS enrolment, p.code AS program, c.code AS capability, e.fault, e.fault_at AS since, e.fault_build AS build
       FROM enrolment e JOIN program p ON p.id = e.program_id JOIN capability c ON c.id = e.capability_id
      WHERE e.fault IS NOT NULL AND ($1::uuid IS NULL OR e.id > $1) ORDER BY e.id LIMIT $2`,
    [after, limit],
  );
