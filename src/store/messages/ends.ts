import type { EntityManager } from 'typeorm';
import type { Instant } from '../../domain/time.js';
import { owedKey } from './subjects.js';

/** What a message speaks of: an obligation, a notice of one, or a visit, of one enrolment. */
export interface Spoken {
  enrolmentId: string;
  subject: string;
}

export const spokenOf = ({ enrolmentId, subject }: Spoken): string => `${enrolmentId} ${subject}`;

/** Closed without having been done; null: it was done. */
export type Closed = 'noAnswer' | 'dropped';

export interface End {
  at: Instant;
  by: string | null;
  how: Closed | null;
}

/**
 * When what was spoken of came to its end, or was said to have, and by whom, as the logs say: the last person who spoke
 * before; nobody where a time to answer ran out. By `spokenOf`; what has not ended is missing.
 */
export async function readEnds(tx: EntityManager, over: readonly Spoken[]): Promise<Map<string, End>> {
  if (over.length === 0) return new Map();
  const rows = (await tx.query(
    `SELECT n.enrolment_id AS "enrolmentId", n.subject, (extract(epoch FROM greatest(d.happened_at, w.recorded_at)) * 1000)::float8 AS at, w.by, d.how
       FROM unnest($1::uuid[], $2::text[]) AS n (enrolment_id, subject) CROSS JOIN LATERAL (
         SELECT f.happened_at, f.seq, CASE WHEN f.kind = 'obligationClosed' THEN f.data ->> 'how' END AS how FROM fact f
          WHERE f.enrolment_id = n.enrolment_id
            AND (f.kind = 'talked' AND n.subject LIKE 'talk/%' AND f.data ->> 'observationId' IN (split_part(n.subject, '/', 3), (
                   SELECT a.observation_id::text FROM development_action a WHERE a.id::text = split_part(n.subject, '/', 3)))
                 OR f.kind IN ('obligationMet', 'obligationClosed') AND f.data ->> 'obligation' = ${owedKey('n.subject')}
                 OR f.kind IN ('visitHeld', 'visitMoved', 'visitCancelled') AND n.subject LIKE 'visit/' || (f.data ->> 'visitId') || '/%')
          ORDER BY f.seq DESC LIMIT 1) d
       LEFT JOIN LATERAL (
         SELECT f.recorded_at, p.name AS by FROM fact f JOIN person p ON p.id = f.actor_id
          WHERE f.enrolment_id = n.enrolment_id AND f.seq <= d.seq ORDER BY f.seq DESC LIMIT 1) w ON d.how IS DISTINCT FROM 'noAnswer'`,
    [over.map(({ enrolmentId }) => enrolmentId), over.map(({ subject }) => subject)],
  )) as (Spoken & End)[];
  return new Map(rows.map(({ at, by, how, ...spoken }) => [spokenOf(spoken), { at, by, how }]));
}
