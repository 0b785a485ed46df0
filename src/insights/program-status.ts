import type { EntityManager } from 'typeorm';
import { strictest, type Block, type Cell, type Question, type Thresholds } from '../access/suppression.js';
import { PHASES, STALL_REASONS } from '../domain/words.js';

/** What is asked of a program, and the answers there are. */
export const QUESTIONS = {
  phases: { answers: PHASES, aboutCoaching: true },
  stalls: { answers: [...STALL_REASONS, 'notStalled'], aboutCoaching: true },
  overdue: { answers: ['overdue', 'notOverdue'], aboutCoaching: true },
  adopted: { answers: ['adopted', 'notAdopted'], aboutCoaching: false },
} as const satisfies Readonly<Record<string, Question>>;

export type QuestionName = keyof typeof QUESTIONS;
export const QUESTION_NAMES = Object.keys(QUESTIONS) as QuestionName[];

/** The reps of one capability in one region, in blocks: raw, to be published through suppression only. */
export interface StatusCell extends Cell {
  capabilityId: string;
  capability: string;
}

interface Row {
  capabilityId: string;
  capability: string;
  region: string | null;
  /** Null: newcomers who are not counted yet. */
  block: number | null;
  phase: string;
  stall: string;
  adopted: boolean;
  overdue: boolean;
  reps: number;
  countries: string[];
  managersThen: string[];
  managersNow: string[];
}

/**
 * Where a program's capabilities stand, region by region: what the loops said last, so nothing that anybody reported
 * of themselves. A rep without opportunity or a manager on leave is counted under that reason, not as failing. Of each
 * rep the newest loop counts, in the place where they were first counted.
 */
export async function programStatus(
  tx: EntityManager,
  programId: string,
  now: Date,
  thresholdsOf: (country: string) => Thresholds,
): Promise<StatusCell[]> {
  const rows = (await tx.query(
    `WITH newest AS (
       SELECT DISTINCT ON (capability_id, rep_id) * FROM enrolment WHERE program_id = $1
        ORDER BY capability_id, rep_id, opened_at DESC, id DESC
     )
     SELECT p.capability_id AS "capabilityId", k.code AS capability, p.region, p.block, e.phase,
            coalesce(e.stall_reason, 'notStalled') AS stall, e.adopted_at IS NOT NULL AS adopted,
            coalesce(e.ended_at IS NULL AND e.next_due_at < $2, false) AS overdue, count(*)::int AS reps,
            array_agg(DISTINCT r.country) AS countries,
            coalesce(array_agg(DISTINCT p.manager_id) FILTER (WHERE p.manager_id IS NOT NULL), '{}') AS "managersThen",
            coalesce(array_agg(DISTINCT e.manager_id) FILTER (WHERE e.manager_id IS NOT NULL), '{}') AS "managersNow"
       FROM figure_place p JOIN newest e USING (capability_id, rep_id)
       JOIN capability k ON k.id = p.capability_id JOIN person r ON r.id = p.rep_id
      WHERE p.program_id = $1 GROUP BY 1, 2, 3, 4, 5, 6, 7, 8
      ORDER BY k.code, p.region NULLS LAST, p.block NULLS LAST`,
    [programId, now],
  )) as Row[];
  return groupBy(rows, ({ capabilityId, region }) => `${capabilityId} ${region ?? ''}`).map((ofCell) => {
    const [{ capabilityId, capability, region }] = ofCell as [Row];
    return {
      capabilityId,
      capability,
      region,
      thresholds: strictest(ofCell.flatMap(({ countries }) => countries.map(thresholdsOf))),
      blocks: groupBy(
        ofCell.filter(({ block }) => block !== null),
        ({ block }) => String(block),
      ).map(toBlock),
    };
  });
}

function toBlock(rows: readonly Row[]): Block {
  const tally = (answerOf: (row: Row) => string): Record<string, number> => {
    const counts: Record<string, number> = {};
    for (const row of rows) counts[answerOf(row)] = (counts[answerOf(row)] ?? 0) + row.reps;
    return counts;
  };
  const counts: Record<QuestionName, Record<string, number>> = {
    phases: tally(({ phase }) => phase),
    stalls: tally(({ stall }) => stall),
    overdue: tally(({ overdue }) => (overdue ? 'overdue' : 'notOverdue')),
    adopted: tally(({ adopted }) => (adopted ? 'adopted' : 'notAdopted')),
  };
  return {
    reps: rows.reduce((sum, { reps }) => sum + reps, 0),
    managersThen: rows.flatMap(({ managersThen }) => managersThen),
    managersNow: rows.flatMap(({ managersNow }) => managersNow),
    counts,
  };
}

function groupBy<T>(items: readonly T[], keyOf: (item: T) => string): T[][] {
  const groups = new Map<string, T[]>();
  for (const item of items) {
    const group = groups.get(keyOf(item));
    if (group) group.push(item);
    else groups.set(keyOf(item), [item]);
  }
  return [...groups.values()];
}
