import type { EntityManager } from 'typeorm';
import { grouped } from '../../domain/grouped.js';
import { toIso, type Instant } from '../../domain/time.js';
import { standingsTo } from '../rights/relations.js';

/** What a rep and a coach agreed on, and nobody has looked at since. */
export interface Agreed {
  id: string;
  text: string;
}

const { manager: LEADS, delegate: STANDS_IN } = standingsTo('enrolment');

/**
 * What is agreed and open in enrolments, the latest first, as far as a coach may read it: who coaches for a time knows
 * what was agreed since, or what they saw themselves.
 */
export async function readAgreed(
  tx: EntityManager,
  enrolments: readonly string[],
  coach: string,
  now: Instant,
): Promise<ReadonlyMap<string, Agreed[]>> {
  const rows = (await tx.query(
    `SELECT a.enrolment_id AS "enrolmentId", a.id, a.text
       FROM development_action a JOIN enrolment e ON e.id = a.enrolment_id JOIN observation o ON o.id = a.observation_id
      WHERE e.id = ANY($3) AND a.stands AND a.text IS NOT NULL AND a.verified_at IS NULL
        AND (${LEADS} OR ${STANDS_IN} OR o.observer_id = $1 OR EXISTS (
          SELECT 1 FROM co_coach_share c
           WHERE c.rep_id = e.rep_id AND c.coach_id = $1 AND c.valid_to IS NULL AND c.valid_from <= a.agreed_at))
      ORDER BY a.agreed_at DESC, a.id`,
    [coach, toIso(now), enrolments],
  )) as ({ enrolmentId: string } & Agreed)[];
  return grouped(rows, ({ enrolmentId }) => enrolmentId);
}
