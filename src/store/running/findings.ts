import type { EntityManager } from 'typeorm';
import { HOUR, toIso, type Instant } from '../../domain/time.js';
import { FINDING_CODES, type FindingCode } from '../../entities/index.js';
import { ringAtOnce } from './bells.js';
import type { KeptPromise } from './promises.js';

/** What ringing did not repair is rung again after this, not at every round. */
const RING_AGAIN = HOUR;
/** How long what was repaired is remembered. */
const REPAIRED_KEPT = 30 * 24 * HOUR;

/** Checks a promise behind a subject: remembers and rings up to `limit` of what breaks it; says the last, null at the end. */
export async function checkPromise(
  tx: EntityManager,
  { code, query, repair }: KeptPromise,
  now: Instant,
  after: string | null,
  limit: number,
): Promise<string | null> {
  const broken = (await tx.query(query, [toIso(now), after, limit])) as {
    subject: string | number;
    bell: string | number;
  }[];
  if (broken.length === 0) return null;
  const toRing = (await tx.query(
    `WITH seen AS (
       SELECT * FROM jsonb_to_recordset($2::jsonb) AS s (subject text, bell text)
     ), kept AS (
       INSERT INTO finding AS f (code, subject, first_found_at, last_found_at, rung_at) SELECT $1, subject, $3::timestamptz, $3::timestamptz, $3::timestamptz FROM seen
       ON CONFLICT (code, subject) DO UPDATE SET
         first_found_at = CASE WHEN f.repaired_at IS NULL THEN f.first_found_at ELSE $3::timestamptz END,
         rung_at = CASE WHEN f.repaired_at IS NULL AND f.rung_at > $4::timestamptz THEN f.rung_at ELSE $3::timestamptz END,
         last_found_at = $3::timestamptz, repaired_at = NULL
       RETURNING f.subject, f.rung_at
     )
     SELECT DISTINCT s.bell FROM seen s JOIN kept k ON k.subject = s.subject WHERE k.rung_at = $3::timestamptz`,
    [code, JSON.stringify(broken), toIso(now), toIso(now - RING_AGAIN)],
  )) as { bell: string }[];
  await ringAtOnce(
    tx,
    repair,
    toRing.map(({ bell }) => bell),
  );
  return broken.length < limit ? null : String(broken.at(-1)!.subject);
}

/** The round of this instant is through with a promise: what it did not see any more is closed. */
export async function closeRound(tx: EntityManager, code: FindingCode, now: Instant): Promise<void> {
  await tx.query(
    `INSERT INTO promise_check (code, checked_at) VALUES ($1, $2) ON CONFLICT (code) DO UPDATE SET checked_at = $2`,
    [code, toIso(now)],
  );
  await tx.query(
    `UPDATE finding SET repaired_at = $2 WHERE code = $1 AND repaired_at IS NULL AND last_found_at < $2`,
    [code, toIso(now)],
  );
}

/** Forgets up to `limit` findings that were repaired long ago; says how many. */
export async function forgetRepaired(tx: EntityManager, now: Instant, limit: number): Promise<number> {
  const [, count] = (await tx.query(
    `DELETE FROM finding WHERE (code, subject) IN (
       SELECT code, subject FROM finding WHERE repaired_at < $1 ORDER BY repaired_at LIMIT $2)`,
    [toIso(now - REPAIRED_KEPT), limit],
  )) as [unknown[], number];
  return count;
}

/** When the promise that was looked after longest ago was; null: one of them never was. */
export async function lastRoundAt(tx: EntityManager): Promise<Instant | null> {
  const [row] = (await tx.query(
    `SELECT (extract(epoch FROM min(checked_at)) * 1000)::float8 AS at FROM promise_check WHERE code = ANY($1) HAVING count(*) = $2`,
    [FINDING_CODES, FINDING_CODES.length],
  )) as { at: Instant }[];
  return row?.at ?? null;
}

/** Open findings by code; a promise that holds counts 0. */
export async function countFindings(tx: EntityManager): Promise<Record<FindingCode, number>> {
  const rows = (await tx.query(
    `SELECT code, count(*)::int AS count FROM finding WHERE repaired_at IS NULL GROUP BY code`,
  )) as { code: FindingCode; count: number }[];
  const none = Object.fromEntries(FINDING_CODES.map((code) => [code, 0])) as Record<FindingCode, number>;
  return Object.assign(none, Object.fromEntries(rows.map(({ code, count }) => [code, count])));
}

export interface FindingRow {
  code: FindingCode;
  subject: string;
  firstFoundAt: Date;
  lastFoundAt: Date;
  rungAt: Date;
  repairedAt: Date | null;
}

/** Findings by code and subject, behind one: the open ones, or those repaired of late. */
export const listFindings = (
  tx: EntityManager,
  repaired: boolean,
  after: readonly string[] | null,
  limit: number,
): Promise<FindingRow[]> =>
  tx.query(
    `SELECT code, subject, first_found_at AS "firstFoundAt", last_found_at AS "lastFoundAt", rung_at AS "rungAt", repaired_at AS "repairedAt"
       FROM finding WHERE repaired_at IS ${repaired ? 'NOT NULL' : 'NULL'} AND ($1::text IS NULL OR (code, subject) > ($1, $2))
      ORDER BY code, subject LIMIT $3`,
    [after?.[0] ?? null, after?.[1] ?? null, limit],
  );
