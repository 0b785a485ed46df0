import type { EntityManager } from 'typeorm';
import type { Holder } from '../../access/words.js';
import { toIso, type Instant } from '../../domain/time.js';

/** Somebody who may read what there is of a rep: a person, or a machine by the name of its key. */
export interface MayRead {
  holder: Holder;
  id: string;
  name: string;
}

const key = (scope: string): string => `
  SELECT '${scope}', id, name FROM api_key
   WHERE '${scope}' = ANY (scopes) AND revoked_at IS NULL AND (expires_at IS NULL OR expires_at > $2)`;

/** Everybody who stands so to a rep now, by name; who sees no more than figures is not looked for. */
export const readWhoMayRead = (tx: EntityManager, rep: string, now: Instant): Promise<MayRead[]> =>
  tx.query(
    `SELECT DISTINCT q.holder, q.id, q.name FROM (
       WITH line AS (SELECT manager_id, valid_to FROM reporting_line WHERE person_id = $1 AND manager_id IS NOT NULL),
            lead AS (SELECT m.id, m.delegate_id, m.zone FROM line l JOIN person m ON m.id = l.manager_id WHERE l.valid_to IS NULL),
            loop AS (SELECT id, program_id, trained_at FROM enrolment WHERE rep_id = $1),
            who AS (
              SELECT 'manager' AS holder, id AS person FROM lead
              UNION ALL SELECT 'delegate', delegate_id FROM lead WHERE EXISTS (
                SELECT 1 FROM absence a WHERE a.person_id = lead.id AND a.cancelled_at IS NULL
                   AND ($2::timestamptz AT TIME ZONE lead.zone)::date BETWEEN a.from_date AND a.to_date)
              UNION ALL SELECT 'coCoach', coach_id FROM co_coach_share WHERE rep_id = $1 AND valid_to IS NULL
              UNION ALL SELECT 'observer', o.observer_id FROM observation o JOIN loop ON loop.id = o.enrolment_id
              UNION ALL SELECT 'observer', j.person_id FROM observation o JOIN loop ON loop.id = o.enrolment_id
                JOIN joint_visit_observer j ON j.visit_id = o.visit_id
              UNION ALL SELECT 'formerManager', manager_id FROM line
               WHERE valid_to > (SELECT min(trained_at) FROM loop)
              UNION ALL SELECT 'reader', s.reader_id FROM observation_share s JOIN observation o ON o.id = s.observation_id
                JOIN loop ON loop.id = o.enrolment_id
               WHERE s.by_rep_at IS NOT NULL AND s.by_coach_at IS NOT NULL AND s.ended_at IS NULL
              UNION ALL SELECT 'secondLine', l.manager_id FROM reporting_line l JOIN lead ON lead.id = l.person_id WHERE l.valid_to IS NULL
              UNION ALL SELECT 'programOwner', p.owner_id FROM program p JOIN loop ON loop.program_id = p.id
              UNION ALL SELECT 'sponsor', p.sponsor_id FROM program p JOIN loop ON loop.program_id = p.id
              UNION ALL SELECT 'legal', person_id FROM role_grant
               WHERE role = 'legal' AND subject_id = $1 AND valid_from <= $2 AND (valid_to IS NULL OR valid_to > $2))
       SELECT w.holder, p.id, p.name FROM who w JOIN person p ON p.id = w.person WHERE p.id <> $1
       UNION ALL ${key('records')} UNION ALL ${key('status')}) q
      ORDER BY q.name, q.id`,
    [rep, toIso(now)],
  );
