import { createHash } from 'node:crypto';
import type { EntityManager } from 'typeorm';
import { HOUR, toIso, type Instant } from '../../domain/time.js';

/* What somebody began to fill in and has not sent, so that a window that was closed loses nothing. Theirs alone. */

/** Nobody goes on writing after this, and a text that nobody sends is not to lie about. */
const KEPT = 14 * 24 * HOUR;

export type Written = Readonly<Record<string, string>>;

/** Names what is written: what is done with it, and what of which enrolments it is about. */
export function draftKey(
  action: string,
  about: readonly { enrolment: string | null; subject: string }[],
): string {
  const enrolments = [...new Set(about.flatMap(({ enrolment }) => enrolment ?? []))].sort();
  const subjects = createHash('sha256').update(JSON.stringify(about)).digest('hex');
  return [action, ...enrolments, subjects].join(' ');
}

/** Keeps what was filled in, in place of what was kept before. What holds nothing is not kept. */
export async function keepDraft(
  tx: EntityManager,
  personId: string,
  key: string,
  filled: Written,
  now: Instant,
): Promise<void> {
  if (Object.keys(filled).length === 0) return dropDraft(tx, personId, key);
  await tx.query(
    `INSERT INTO draft (person_id, key, filled, expires_at) VALUES ($1, $2, $3, $4)
     ON CONFLICT (person_id, key) DO UPDATE SET filled = excluded.filled, expires_at = excluded.expires_at`,
    [personId, key, JSON.stringify(filled), toIso(now + KEPT)],
  );
}

/** What was kept; nothing where there is no draft. */
export async function readDraft(
  tx: EntityManager,
  personId: string,
  key: string,
  now: Instant,
): Promise<Written> {
  const [row] = (await tx.query(
    'SELECT filled FROM draft WHERE person_id = $1 AND key = $2 AND expires_at > $3',
    [personId, key, toIso(now)],
  )) as { filled: Written }[];
  return row?.filled ?? {};
}

export async function dropDraft(tx: EntityManager, personId: string, key: string): Promise<void> {
  await tx.query('DELETE FROM draft WHERE person_id = $1 AND key = $2', [personId, key]);
}

/** What anybody has begun to write about these enrolments. */
export async function dropDraftsAbout(tx: EntityManager, enrolmentIds: readonly string[]): Promise<void> {
  await tx.query('DELETE FROM draft WHERE key LIKE ANY($1)', [enrolmentIds.map((id) => `% ${id} %`)]);
}

/** Forgets up to `limit` drafts that nobody went on with; says how many. */
export async function forgetDrafts(tx: EntityManager, now: Instant, limit: number): Promise<number> {
  const [, count] = (await tx.query(
    `DELETE FROM draft WHERE (person_id, key) IN (
       SELECT person_id, key FROM draft WHERE expires_at <= $1 ORDER BY expires_at LIMIT $2)`,
    [toIso(now), limit],
  )) as [unknown[], number];
  return count;
}
