import type { EntityManager } from 'typeorm';
import { toIso, type Instant } from '../../domain/time.js';
import { isTakenBack } from '../loops/log.js';

/** What is to be mended: a line that is vacant or in doubt, visit days, or a contact, as channels and the bounce of a mail say it; `other`: no more is known. */
export const UNREACHED = [
  'noManager',
  'notMyRep',
  'noRoom',
  'bounced',
  'noAddress',
  'mailboxRefused',
  'messageRefused',
  'policyRefused',
  'noAccount',
  'deactivated',
  'other',
] as const;
export type Unreached = (typeof UNREACHED)[number];

export interface UnreachableRow {
  id: string;
  name: string;
  why: Unreached;
  since: Instant;
  /** Open loops of the program that wait for it. */
  loops: number;
  /** One of them, where its owner sees it: it stalls for a fault in the data. */
  enrolmentId: string | null;
}

const MOST = 500;

/**
 * Who of the open loops of a program no message reaches, has nobody to whom it could go, as where a manager left, has more
 * loops than visit days, or is of a line that their manager doubts: the longest first. Somebody counts until a message
 * reaches them or their address is another one, a line until it changes or the manager is asked again.
 * @param viewer whose function alone is shown, unless the program crosses them; null: all
 */
export async function readUnreachable(
  tx: EntityManager,
  programId: string,
  viewer: string | null,
  now: Instant,
): Promise<UnreachableRow[]> {
  return (await tx.query(
    `WITH loops AS (
       SELECT id, rep_id, manager_id, opened_at, stall_reason, stall_since FROM enrolment WHERE program_id = $1 AND ended_at IS NULL),
     told AS (
       SELECT rep_id AS person_id, id AS loop FROM loops
       UNION SELECT manager_id, id FROM loops WHERE manager_id IS NOT NULL
       UNION SELECT n.person_id, n.enrolment_id FROM nudge n JOIN loops l ON l.id = n.enrolment_id WHERE n.state = 'unreachable'),
     silent AS (
       SELECT p.id, CASE WHEN missed.slot_at IS NULL THEN 'bounced' ELSE coalesce(missed.error, 'other') END AS why,
              least(missed.slot_at, p.mail_bounced_at) AS since
         FROM person p
         LEFT JOIN LATERAL (
           SELECT max(n.handed_over_at) AS at FROM nudge n WHERE n.person_id = p.id AND n.state = 'handedOver') reached ON true
         LEFT JOIN LATERAL (
           SELECT n.slot_at, d.error FROM nudge n LEFT JOIN delivery d ON d.id = n.delivery_id
            WHERE n.person_id = p.id AND n.state = 'unreachable'
              AND n.slot_at > greatest(reached.at, p.email_since, '-infinity') ORDER BY n.slot_at LIMIT 1) missed ON true
        WHERE p.id IN (SELECT person_id FROM told)
          AND (missed.slot_at IS NOT NULL OR p.mail_bounced_at > coalesce(reached.at, '-infinity'))),
     alone AS (
       SELECT l.rep_id AS id, 'noManager' AS why,
              coalesce((SELECT max(least(r.valid_to, (m.active_until + 1)::timestamptz)) FROM reporting_line r JOIN person m ON m.id = r.manager_id
                         WHERE r.person_id = l.rep_id), min(l.opened_at)) AS since
         FROM loops l
        WHERE NOT EXISTS (SELECT 1 FROM reporting_line r JOIN person m ON m.id = r.manager_id WHERE r.person_id = l.rep_id AND r.valid_to IS NULL
                             AND (m.active_until IS NULL OR m.active_until >= ($3::timestamptz AT TIME ZONE m.zone)::date))
        GROUP BY l.rep_id),
     crowded AS (
       SELECT manager_id AS id, 'noRoom' AS why, min(stall_since) AS since, count(*)::int AS loops FROM loops
        WHERE stall_reason = 'overCapacity' AND manager_id IS NOT NULL GROUP BY manager_id),
     doubted AS (
       SELECT l.rep_id AS id, 'notMyRep' AS why, min(f.recorded_at) AS since, count(DISTINCT l.id)::int AS loops, min(l.id::text)::uuid AS loop
         FROM loops l JOIN fact f ON f.enrolment_id = l.id AND f.kind = 'notMyRep'
        WHERE (f.data ->> 'until')::float8 > extract(epoch FROM $3::timestamptz) * 1000 AND NOT ${isTakenBack('f')}
          AND NOT EXISTS (SELECT 1 FROM reporting_line r WHERE r.person_id = l.rep_id AND r.valid_to IS NULL AND r.valid_from > f.recorded_at)
        GROUP BY l.rep_id)
     SELECT p.id, p.name, CASE WHEN u.why = ANY ($4) THEN u.why ELSE 'other' END AS why,
            (extract(epoch FROM u.since) * 1000)::float8 AS since,
            coalesce(u.loops, (SELECT count(*)::int FROM told t WHERE t.person_id = p.id)) AS loops,
            coalesce(u.loop, (SELECT l.id FROM told t JOIN loops l ON l.id = t.loop
              WHERE t.person_id = p.id AND l.stall_reason = CASE u.why WHEN 'noManager' THEN 'noManager' WHEN 'noRoom' THEN 'overCapacity' ELSE 'unreachable' END
              ORDER BY l.opened_at, l.id LIMIT 1)) AS "enrolmentId"
       FROM (SELECT *, NULL::int AS loops, NULL::uuid AS loop FROM silent UNION ALL SELECT *, NULL, NULL FROM alone
             UNION ALL SELECT *, NULL FROM crowded UNION ALL SELECT * FROM doubted) u
       JOIN person p ON p.id = u.id
      WHERE (p.active_until IS NULL OR p.active_until >= ($3::timestamptz AT TIME ZONE p.zone)::date)
        AND ($2::uuid IS NULL OR p.function = (SELECT v.function FROM person v WHERE v.id = $2)
             OR (SELECT g.crosses_functions FROM program g WHERE g.id = $1))
      ORDER BY u.since, p.name, p.id LIMIT ${MOST}`,
    [programId, viewer, toIso(now), UNREACHED],
  )) as UnreachableRow[];
}
