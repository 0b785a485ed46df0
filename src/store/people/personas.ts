import type { EntityManager } from 'typeorm';
import { toIso, type Instant } from '../../domain/time.js';
import type { BusinessFunction } from '../../entities/index.js';

/** What people are by a granted role, or by their place in lines and programs. Of several, the first here is named. */
export const PLACES = [
  'leadership',
  'training',
  'operator',
  'auditor',
  'programOwner',
  'sponsor',
  'secondLine',
  'manager',
  'coCoach',
  'rep',
] as const;
export type Place = (typeof PLACES)[number];

/** What one person is now, in the order above. */
export async function placesOf(tx: EntityManager, personId: string, now: Instant): Promise<Place[]> {
  const rows = await tx.query<{ place: Place }[]>(
    `SELECT place FROM (
       SELECT role AS place FROM role_grant
        WHERE person_id = $1 AND valid_from <= $2 AND (valid_to IS NULL OR valid_to > $2) AND role = ANY ($3)
       UNION SELECT 'programOwner' FROM program WHERE owner_id = $1
       UNION SELECT 'sponsor' FROM program WHERE sponsor_id = $1
       UNION SELECT 'secondLine' FROM reporting_line below
         JOIN reporting_line above ON above.person_id = below.manager_id AND above.valid_to IS NULL
        WHERE below.valid_to IS NULL AND above.manager_id = $1
       UNION SELECT 'manager' FROM reporting_line WHERE valid_to IS NULL AND manager_id = $1
       UNION SELECT 'coCoach' FROM co_coach_share WHERE valid_to IS NULL AND coach_id = $1
       UNION SELECT 'rep' FROM enrolment WHERE rep_id = $1
     ) held ORDER BY array_position($3::text[], place)`,
    [personId, toIso(now), PLACES],
  );
  return rows.map(({ place }) => place);
}

export interface Persona {
  id: string;
  name: string;
  function: BusinessFunction;
  place: Place;
  /** Programs, people led or coached, or enrolments: what makes the place. */
  size: number;
  /** The program with most enrolments; of owner, sponsor, second line, manager and rep among those that are theirs. Null: none is. */
  programId: string | null;
}

/**
 * People to look through the eyes of: of every place and function the two with the most to see, and of every program the
 * manager and the rep with the most. To the second line that is what was escalated to it, however many it leads. Whoever
 * leads a rep among them is there too, so that both sides of a coaching can be looked at; whose people are in no program
 * has nothing to see.
 */
export async function listPersonas(tx: EntityManager, now: Instant): Promise<Persona[]> {
  return tx.query<Persona[]>(
    `WITH sized AS (
       SELECT p.id, p.owner_id, p.sponsor_id, count(e.id) AS loops
         FROM program p LEFT JOIN enrolment e ON e.program_id = p.id GROUP BY p.id
     ), held (person_id, place, size) AS (
       SELECT person_id, role, 1 FROM role_grant
        WHERE valid_from <= $2 AND (valid_to IS NULL OR valid_to > $2) AND role = ANY ($1)
       UNION ALL SELECT owner_id, 'programOwner', count(*) FROM program GROUP BY 1
       UNION ALL SELECT sponsor_id, 'sponsor', count(*) FROM program GROUP BY 1
       UNION ALL SELECT above.manager_id, 'secondLine', count(*)
         FROM reporting_line below
         JOIN reporting_line above ON above.person_id = below.manager_id AND above.valid_to IS NULL
        WHERE below.valid_to IS NULL GROUP BY 1
       UNION ALL SELECT manager_id, 'manager', count(*) FROM reporting_line WHERE valid_to IS NULL GROUP BY 1
       UNION ALL SELECT coach_id, 'coCoach', count(*) FROM co_coach_share WHERE valid_to IS NULL GROUP BY 1
       UNION ALL SELECT rep_id, 'rep', count(*) FROM enrolment GROUP BY 1
     ), named AS (
       SELECT DISTINCT ON (p.id) p.id, p.name, p.function, h.place, h.size::int AS size,
              (SELECT count(*) FROM nudge n
                WHERE h.place = 'secondLine' AND n.person_id = p.id AND n.audience = 'secondLine'
                  AND n.state = 'handedOver') AS escalated,
              (SELECT s.id FROM sized s
                WHERE CASE h.place WHEN 'programOwner' THEN s.owner_id = p.id
                                   WHEN 'sponsor' THEN s.sponsor_id = p.id
                                   WHEN 'secondLine' THEN EXISTS (
                                     SELECT 1 FROM enrolment e
                                       JOIN reporting_line below
                                         ON below.person_id = e.rep_id AND below.valid_to IS NULL
                                       JOIN reporting_line above
                                         ON above.person_id = below.manager_id AND above.valid_to IS NULL
                                      WHERE e.program_id = s.id AND above.manager_id = p.id)
                                   WHEN 'manager' THEN EXISTS (
                                     SELECT 1 FROM enrolment e WHERE e.program_id = s.id AND e.manager_id = p.id)
                                   WHEN 'rep' THEN EXISTS (
                                     SELECT 1 FROM enrolment e WHERE e.program_id = s.id AND e.rep_id = p.id)
                                   ELSE true END
                ORDER BY s.loops DESC, s.id LIMIT 1) AS "programId"
         FROM held h JOIN person p ON p.id = h.person_id
        WHERE p.active_until IS NULL OR p.active_until >= ($2::timestamptz AT TIME ZONE p.zone)::date
        ORDER BY p.id, array_position($1::text[], h.place)
     ), ranked AS (
       SELECT *, row_number() OVER (
                PARTITION BY place, function ORDER BY escalated DESC, size DESC, name, id) AS rank,
              row_number() OVER (
                PARTITION BY place, function, "programId" ORDER BY escalated DESC, size DESC, name, id) AS "inProgram"
         FROM named WHERE place NOT IN ('secondLine', 'manager') OR "programId" IS NOT NULL
     ), chosen AS (
       SELECT * FROM ranked WHERE rank <= 2 OR place IN ('manager', 'rep') AND "inProgram" = 1
     )
     SELECT id, name, function, place, size, "programId" FROM ranked
      WHERE id IN (SELECT id FROM chosen
                    UNION SELECT e.manager_id FROM enrolment e JOIN chosen c ON c.id = e.rep_id AND c.place = 'rep')
      ORDER BY array_position($1::text[], place), function, rank`,
    [PLACES, toIso(now)],
  );
}
