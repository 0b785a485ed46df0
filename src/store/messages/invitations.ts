import type { EntityManager } from 'typeorm';
import { toIso, type Instant } from '../../domain/time.js';
import { hintRelay } from '../loops/log.js';
import { ms } from '../instants.js';

/**
 * Says, in the transaction that changes visits, what of them should stand in whose calendar: the rep's and each
 * observer's, from the planning on. Whoever had it and is no part of it any more is to lose it. What a CRM keeps and
 * what lies behind concerns nobody's calendar.
 */
export async function invite(tx: EntityManager, visitIds: readonly string[], now: Instant): Promise<void> {
  if (visitIds.length === 0) return;
  await tx.query(
    `WITH visit AS (
       SELECT v.id, v.rep_id, v.at, v.state = 'planned' AND v.at > $2 AS stands,
              (SELECT coalesce(max(i.wanted) + 1, 0) FROM invitation i WHERE i.visit_id = v.id) AS sequence
         FROM joint_visit v WHERE v.id = ANY($1) AND v.external_id IS NULL AND v.state <> 'held'
     ), part AS (
       SELECT v.id AS visit_id, v.sequence, v.at, p.id AS person_id, p.lane FROM visit v
         CROSS JOIN LATERAL (
           SELECT v.rep_id AS id UNION SELECT o.person_id FROM joint_visit_observer o WHERE o.visit_id = v.id) q
         JOIN person p ON p.id = q.id
        WHERE v.stands
     ), out AS (
       UPDATE invitation i SET wanted = v.sequence, cancelled = true, changed_at = $2, due_at = $2, attempts = 0, error = NULL
         FROM visit v WHERE i.visit_id = v.id AND NOT i.cancelled AND i.starts_at > $2
          AND NOT EXISTS (SELECT 1 FROM part WHERE part.visit_id = i.visit_id AND part.person_id = i.person_id)
     )
     INSERT INTO invitation (id, visit_id, person_id, lane, wanted, cancelled, starts_at, changed_at, due_at)
     SELECT gen_random_uuid(), visit_id, person_id, lane, sequence, false, at, $2, $2 FROM part
     ON CONFLICT (visit_id, person_id) DO UPDATE
       SET wanted = excluded.wanted, cancelled = false, starts_at = excluded.starts_at, changed_at = excluded.changed_at,
           due_at = excluded.due_at, attempts = 0, error = NULL`,
    [visitIds, toIso(now)],
  );
  await hintRelay(tx);
}

/** Invitations of a lane that are to be sent, or were under way when their process died; the longest waiting first. */
export async function dueInvitations(
  tx: EntityManager,
  lane: number,
  now: Instant,
  limit: number,
): Promise<string[]> {
  const rows = (await tx.query(
    `SELECT id FROM invitation WHERE lane = $1 AND due_at <= $2 ORDER BY due_at, id LIMIT $3`,
    [lane, toIso(now), limit],
  )) as { id: string }[];
  return rows.map(({ id }) => id);
}

/** What is to be brought of a visit to one calendar. */
export interface InvitationRow {
  id: string;
  personId: string;
  visitId: string;
  /** The SEQUENCE that it brings. */
  sequence: number;
  cancelled: boolean;
  /** They had an earlier one, or may have had; null: they had none. */
  again: boolean | null;
  startsAt: Instant;
  changedAt: Instant;
  institution: string | null;
  /** Whom they go with: the rep, or, for the rep, who comes along. */
  company: string[];
  attempts: number;
}

/** Whoever has left is invited to nothing. */
const IS_HERE = `(p.active_until IS NULL OR p.active_until >= ($2::timestamptz AT TIME ZONE p.zone)::date)`;

/**
 * Marks the call as under way, unless there is nothing to bring: the day has come, the visit took place, there is
 * nobody to bring it to, or nothing in their calendar to take away. Then it is let be, and null is the answer. A call
 * that was under way when its process died may have arrived: it is the same mail again, by its key.
 */
export async function beginInvitation(
  tx: EntityManager,
  id: string,
  now: Instant,
): Promise<InvitationRow | null> {
  // The same order as the transaction that changes a visit: its row first.
  await tx.query(
    `SELECT 1 FROM joint_visit WHERE id = (SELECT visit_id FROM invitation WHERE id = $1) FOR NO KEY UPDATE`,
    [id],
  );
  const [[row]] = (await tx.query(
    `UPDATE invitation i SET sending = i.wanted, attempts = i.attempts + 1, in_doubt = i.in_doubt OR i.sending IS NOT NULL,
            sent = CASE WHEN i.sending < i.wanted THEN i.sending ELSE i.sent END
       FROM joint_visit v, person p
      WHERE i.id = $1 AND i.due_at IS NOT NULL AND v.id = i.visit_id AND p.id = i.person_id AND i.starts_at > $2
        AND v.state <> 'held' AND (NOT i.cancelled OR coalesce(i.sending, i.sent) IS NOT NULL) AND ${IS_HERE}
      RETURNING i.id, i.person_id AS "personId", i.visit_id AS "visitId", i.wanted AS sequence, i.cancelled,
            i.sent < i.wanted AS again, ${ms('i.starts_at')} AS "startsAt",
            ${ms('i.changed_at')} AS "changedAt", v.institution, i.attempts,
            CASE WHEN i.person_id = v.rep_id
              THEN ARRAY(SELECT q.name FROM joint_visit_observer o JOIN person q ON q.id = o.person_id WHERE o.visit_id = v.id ORDER BY q.name)
              ELSE ARRAY(SELECT q.name FROM person q WHERE q.id = v.rep_id) END AS company`,
    [id, toIso(now)],
  )) as [InvitationRow[], number];
  if (!row) await tx.query(`UPDATE invitation SET due_at = NULL, sending = NULL WHERE id = $1`, [id]);
  return row ?? null;
}

/** The mail server took it. What changed meanwhile is due at once. */
export async function invitationSent(tx: EntityManager, { id, sequence }: InvitationRow): Promise<void> {
  await tx.query(
    `UPDATE invitation SET sent = $2, sending = NULL, attempts = 0, error = NULL,
            due_at = CASE WHEN wanted > $2 THEN due_at END WHERE id = $1`,
    [id, sequence],
  );
}

/** Tried again at an instant. One that is in doubt stays under way: they may have it. */
export async function invitationLater(
  tx: EntityManager,
  { id, sequence }: InvitationRow,
  code: string,
  inDoubt: boolean,
  at: Instant,
): Promise<void> {
  await tx.query(
    `UPDATE invitation SET sending = CASE WHEN $4 THEN sending END, error = $3, in_doubt = in_doubt OR $4,
            due_at = CASE WHEN wanted > $2 THEN due_at ELSE $5::timestamptz END WHERE id = $1`,
    [id, sequence, code, inDoubt, toIso(at)],
  );
}

/**
 * It cannot be brought to them; the next change of the visit is tried anew. After an earlier try in doubt they may have
 * it all the same, so that calling it off is told.
 */
export async function invitationRefused(
  tx: EntityManager,
  { id, sequence }: InvitationRow,
  code: string,
): Promise<void> {
  await tx.query(
    `UPDATE invitation SET sent = CASE WHEN in_doubt THEN coalesce(sent, sending) ELSE sent END, sending = NULL, error = $3,
            due_at = CASE WHEN wanted > $2 THEN due_at END WHERE id = $1`,
    [id, sequence, code],
  );
}
