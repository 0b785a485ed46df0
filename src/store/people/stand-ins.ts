import type { EntityManager } from 'typeorm';
import { toIso, type Instant } from '../../domain/time.js';

/** Somebody who could stand in for a person. */
export interface StandIn {
  id: string;
  name: string;
}

/** Those of one's own team come first; of a whole company nobody looks through more. */
const MOST = 200;

/**
 * Who could stand in for somebody who is away: whoever leads them, and those who do the same in the same function,
 * whoever has the same lead first. Never whom they lead: they would read what is written of themselves and each other.
 */
export const readStandIns = (tx: EntityManager, personId: string, now: Instant): Promise<StandIn[]> =>
  tx.query(
    `SELECT p.id, p.name FROM person me
       LEFT JOIN reporting_line mine ON mine.person_id = me.id AND mine.valid_to IS NULL
       JOIN person p ON p.id <> me.id AND (p.id = mine.manager_id OR (p.role = me.role AND p.role <> 'rep' AND p.function = me.function))
       LEFT JOIN reporting_line theirs ON theirs.person_id = p.id AND theirs.valid_to IS NULL
      WHERE me.id = $1 AND theirs.manager_id IS DISTINCT FROM me.id
        AND (p.active_until IS NULL OR p.active_until >= ($2::timestamptz AT TIME ZONE p.zone)::date)
      ORDER BY (p.id = mine.manager_id OR theirs.manager_id = mine.manager_id) IS TRUE DESC, p.name, p.id LIMIT ${MOST}`,
    [personId, toIso(now)],
  );

/** Somebody who could take a rep's loops; where they work tells who of a large company it is. */
export interface Taker extends StandIn {
  place: string | null;
}

/** Who is away for so many days more takes nothing over. */
const LONG_AWAY_DAYS = 14;
/** A form has no room for more. */
const MOST_TAKERS = 100;

/**
 * Who could take a rep's loops while their manager is away or gone, for whoever names them: those who lead or train in
 * the rep's function and are not away for long themselves, those of the same line first, then those of the same market, and whoever is asked last.
 */
export const readTakers = (
  tx: EntityManager,
  repId: string,
  askedId: string,
  now: Instant,
): Promise<Taker[]> =>
  tx.query(
    `SELECT p.id, p.name, coalesce(p.region, p.market) AS place FROM person rep
       JOIN person p ON p.id <> rep.id AND p.function = rep.function AND (p.role IN ('manager', 'secondLine', 'trainer') OR p.id = $2)
       LEFT JOIN reporting_line theirs ON theirs.person_id = p.id AND theirs.valid_to IS NULL
       LEFT JOIN reporting_line asked ON asked.person_id = $2 AND asked.valid_to IS NULL
      WHERE rep.id = $1
        AND NOT EXISTS (SELECT 1 FROM reporting_line l WHERE l.person_id = rep.id AND l.manager_id = p.id AND l.valid_to IS NULL)
        AND (p.active_until IS NULL OR p.active_until >= ($3::timestamptz AT TIME ZONE p.zone)::date)
        AND NOT EXISTS (
          SELECT 1 FROM absence a WHERE a.person_id = p.id AND a.cancelled_at IS NULL AND NOT a.part_day AND p.id <> $2
             AND ($3::timestamptz AT TIME ZONE p.zone)::date BETWEEN a.from_date AND a.to_date - ${LONG_AWAY_DAYS})
      ORDER BY p.id = $2, (theirs.manager_id IN ($2, asked.manager_id)) IS TRUE DESC,
        (p.market = rep.market) IS TRUE DESC, p.name, p.id LIMIT ${MOST_TAKERS}`,
    [repId, askedId, toIso(now)],
  );

/** Whether somebody leads another now. */
export async function leads(tx: EntityManager, managerId: string, personId: string): Promise<boolean> {
  const rows = (await tx.query(
    'SELECT 1 FROM reporting_line WHERE person_id = $1 AND manager_id = $2 AND valid_to IS NULL',
    [personId, managerId],
  )) as unknown[];
  return rows.length > 0;
}
