import type { EntityManager } from 'typeorm';
import { toIso, type Instant } from '../domain/time.js';
import type { BusinessFunction } from '../entities/index.js';

/** Places that people have in the reporting lines and programs. Of several, the first here is named. */
export const PLACES = ['programOwner', 'sponsor', 'secondLine', 'manager', 'coCoach', 'rep'] as const;
export type Place = (typeof PLACES)[number];

export interface Persona {
  id: string;
  name: string;
  function: BusinessFunction;
  place: Place;
  /** Programs, people led or coached, or enrolments: what makes the place. */
  size: number;
}

/** People to look through the eyes of: of every place and function the two with the most to see. */
export async function listPersonas(tx: EntityManager, now: Instant): Promise<Persona[]> {
  return tx.query<Persona[]>(
    `WITH held (person_id, place, size) AS (
       SELECT owner_id, 'programOwner', count(*) FROM program GROUP BY 1
       UNION ALL SELECT sponsor_id, 'sponsor', count(*) FROM program GROUP BY 1
       UNION ALL SELECT above.manager_id, 'secondLine', count(*)
         FROM reporting_line below
         JOIN reporting_line above ON above.person_id = below.manager_id AND above.valid_to IS NULL
        WHERE below.valid_to IS NULL GROUP BY 1
       UNION ALL SELECT manager_id, 'manager', count(*) FROM reporting_line WHERE valid_to IS NULL GROUP BY 1
       UNION ALL SELECT coach_id, 'coCoach', count(*) FROM co_coach_share WHERE valid_to IS NULL GROUP BY 1
       UNION ALL SELECT rep_id, 'rep', count(*) FROM enrolment GROUP BY 1
     ), named AS (
       SELECT DISTINCT ON (p.id) p.id, p.name, p.function, h.place, h.size::int AS size
         FROM held h JOIN person p ON p.id = h.person_id
        WHERE p.active_until IS NULL OR p.active_until >= ($2::timestamptz AT TIME ZONE p.zone)::date
        ORDER BY p.id, array_position($1::text[], h.place)
     ), ranked AS (
       SELECT *, row_number() OVER (PARTITION BY place, function ORDER BY size DESC, name, id) AS rank FROM named
     )
     SELECT id, name, function, place, size FROM ranked WHERE rank <= 2
      ORDER BY array_position($1::text[], place), function, rank`,
    [PLACES, toIso(now)],
  );
}
