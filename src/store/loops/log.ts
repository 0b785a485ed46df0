import type { EntityManager } from 'typeorm';
import { v7 as uuid } from 'uuid';
import type { AnyFact, FactData, FactKind } from '../../domain/facts.js';
import { grouped } from '../../domain/grouped.js';
import { toIso, type Instant } from '../../domain/time.js';

/** A fact on its way into a log. */
export type NewFact = {
  [K in FactKind]: {
    kind: K;
    happenedAt: Instant;
    data: FactData[K];
    actorId?: string | null;
    note?: string | null;
  };
}[FactKind];

export interface Appended {
  enrolmentId: string;
  seq: number;
  id: string;
}

/** The channel on which Postgres says which enrolment has changed. */
export const CHANGES = 'enrolment';

/**
 * In the RETURNING of what changes enrolments: says so to whoever looks at one now, at the commit and once each. A hint
 * only; nobody relies on it.
 */
export const tellsChange = (row = 'enrolment'): string => `pg_notify('${CHANGES}', ${row}.id::text)`;

/** The same by itself. */
export const tellOfChange = (tx: EntityManager, enrolmentId: string): Promise<unknown> =>
  tx.query('SELECT pg_notify($1, $2)', [CHANGES, enrolmentId]);

/** Says the same to somebody who sees it no more: what they show of it goes. */
export const tellOfLoss = (tx: EntityManager, enrolmentId: string, personId: string): Promise<unknown> =>
  tx.query('SELECT pg_notify($1, $2)', [CHANGES, `${enrolmentId} ${personId}`]);

/** Says that something else has changed that pages show: they read anew whatever they show. For what is rare. */
export const tellOfAnything = (tx: EntityManager): Promise<unknown> =>
  tx.query(`SELECT pg_notify($1, '')`, [CHANGES]);

/** Whether a fact was taken back, as a condition in SQL: the newest correction of it counts. */
export const isTakenBack = (fact: string): string => `coalesce((
  SELECT c.data -> 'data' = 'null' FROM fact c
   WHERE c.enrolment_id = ${fact}.enrolment_id AND c.kind = 'corrected' AND c.data ->> 'factId' = ${fact}.id::text
   ORDER BY c.recorded_at DESC, c.id DESC LIMIT 1), false)`;

/** The columns of a fact as SQL reads them from one JSON array. */
export const FACT_RECORD = `(seq int, id uuid, kind text, "happenedAt" timestamptz, "actorId" uuid, data jsonb)`;

/**
 * Appends facts to an enrolment's log, numbered on from its newest, and rings its bell in the same transaction.
 * @param rings false for what needs no reaction, such as a hand-over; it rings all the same where the loop waits for one
 * @returns null if there is no such enrolment
 */
export async function appendFacts(
  tx: EntityManager,
  enrolmentId: string,
  facts: readonly NewFact[],
  recordedAt: Instant,
  rings = true,
): Promise<Appended[] | null> {
  if (facts.length === 0) return [];
  const [rows] = (await tx.query(
    `UPDATE enrolment
        SET last_seq = last_seq + $2, ring_seq = ring_seq + CASE WHEN $3 OR waits_for_hand_over THEN 1 ELSE 0 END
      WHERE id = $1 RETURNING last_seq, $3 OR waits_for_hand_over AS rang, ${tellsChange()}`,
    [enrolmentId, facts.length, rings],
  )) as [{ last_seq: number; rang: boolean }[], number];
  const row = rows[0];
  if (!row) return null;
  const numbered = facts.map((fact, index) => ({
    seq: row.last_seq - facts.length + index + 1,
    id: uuid(),
    kind: fact.kind,
    happenedAt: toIso(fact.happenedAt),
    actorId: fact.actorId ?? null,
    data: fact.data,
  }));
  await tx.query(
    `INSERT INTO fact (enrolment_id, seq, id, kind, happened_at, recorded_at, actor_id, data)
     SELECT $1, f.seq, f.id, f.kind, f."happenedAt", $2, f."actorId", f.data FROM jsonb_to_recordset($3::jsonb) AS f ${FACT_RECORD}`,
    [enrolmentId, toIso(recordedAt), JSON.stringify(numbered)],
  );
  for (const [index, fact] of facts.entries())
    if (fact.note)
      await tx.query('INSERT INTO fact_note (fact_id, text, author_id) VALUES ($1, $2, $3)', [
        numbered[index]!.id,
        fact.note,
        fact.actorId ?? null,
      ]);
  if (row.rang) await hintRelay(tx);
  return numbered.map(({ seq, id }) => ({ enrolmentId, seq, id }));
}

/** An empty hint that somewhere a bell was raised; Postgres sends it once a transaction, at its commit. */
export const hintRelay = (tx: EntityManager): Promise<unknown> => tx.query(`SELECT pg_notify('bell', '')`);

const COLUMNS = `id, kind, (extract(epoch FROM happened_at) * 1000)::float8 AS "happenedAt",
            (extract(epoch FROM recorded_at) * 1000)::float8 AS "recordedAt", data`;

/** All facts of an enrolment in the order of their recording. */
export async function readLog(tx: EntityManager, enrolmentId: string): Promise<AnyFact[]> {
  return (await tx.query(`SELECT ${COLUMNS} FROM fact WHERE enrolment_id = $1 ORDER BY seq`, [
    enrolmentId,
  ])) as AnyFact[];
}

/** The same of several, or of them the facts of some kinds; those of which nothing was told are missing. */
export async function readLogs(
  tx: EntityManager,
  enrolments: readonly string[],
  until: Instant | null = null,
  kinds: readonly FactKind[] | null = null,
): Promise<ReadonlyMap<string, AnyFact[]>> {
  const rows = (await tx.query(
    `SELECT ${COLUMNS}, enrolment_id AS "enrolmentId" FROM fact
      WHERE enrolment_id = ANY($1) AND ($2::timestamptz IS NULL OR recorded_at <= $2)
        AND ($3::text[] IS NULL OR kind = ANY($3)) ORDER BY enrolment_id, seq`,
    [enrolments, until === null ? null : toIso(until), kinds],
  )) as (AnyFact & { enrolmentId: string })[];
  return grouped(rows, ({ enrolmentId }) => enrolmentId);
}
