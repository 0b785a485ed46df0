import type { EntityManager } from 'typeorm';
import type { FactKind } from '../../domain/facts.js';
import { unknown } from '../refusal.js';

export interface FactRow {
  id: string;
  seq: number;
  kind: FactKind;
  happenedAt: string;
  recordedAt: string;
  actorId: string | null;
  data: unknown;
  note: string | null;
}

const iso = (column: string): string =>
  `to_char(${column} AT TIME ZONE 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"')`;

/** The log of an enrolment as it was recorded, with the notes beside it, behind a number. */
export async function listFacts(
  tx: EntityManager,
  enrolmentId: string,
  after: number,
  limit: number,
): Promise<FactRow[]> {
  return (await tx.query(
    `SELECT f.id, f.seq, f.kind, ${iso('f.happened_at')} AS "happenedAt", ${iso('f.recorded_at')} AS "recordedAt",
            f.actor_id AS "actorId", f.data, n.text AS note
       FROM fact f LEFT JOIN fact_note n ON n.fact_id = f.id
      WHERE f.enrolment_id = $1 AND f.seq > $2 ORDER BY f.seq LIMIT $3`,
    [enrolmentId, after, limit],
  )) as FactRow[];
}

/** Who told these facts, and the notes beside them, by their ids. */
export async function toldWith(
  tx: EntityManager,
  ids: readonly string[],
): Promise<Map<string, { by: string | null; note: string | null }>> {
  const rows = (await tx.query(
    `SELECT f.id, f.actor_id AS by, n.text AS note FROM fact f LEFT JOIN fact_note n ON n.fact_id = f.id
      WHERE f.id = ANY ($1)`,
    [ids],
  )) as { id: string; by: string | null; note: string | null }[];
  return new Map(rows.map(({ id, ...told }) => [id, told]));
}

/** @throws Refusal (notFound) where this enrolment's log has no such fact */
export async function factOf(
  tx: EntityManager,
  enrolmentId: string,
  id: string,
): Promise<{ id: string; kind: FactKind }> {
  const [row] = (await tx.query('SELECT id, kind FROM fact WHERE id = $1 AND enrolment_id = $2', [
    id,
    enrolmentId,
  ])) as {
    id: string;
    kind: FactKind;
  }[];
  if (!row) throw unknown('fact of this enrolment', id);
  return row;
}

/**
 * Who made an observation.
 * @throws Refusal (notFound) where this enrolment has no such observation
 */
export async function observerOf(
  tx: EntityManager,
  enrolmentId: string,
  observationId: string,
): Promise<string> {
  const [row] = (await tx.query(
    'SELECT observer_id AS id FROM observation WHERE id = $1 AND enrolment_id = $2',
    [observationId, enrolmentId],
  )) as { id: string }[];
  if (!row) throw unknown('observation of this enrolment', observationId);
  return row.id;
}
