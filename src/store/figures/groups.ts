import type { EntityManager } from 'typeorm';
import { v7 as uuid } from 'uuid';
import { strictest, type Group, type Place, type Thresholds } from '../../access/suppression.js';
import { grouped } from '../../domain/grouped.js';
import { toIso } from '../../domain/time.js';
import { groupsOf } from '../../insights/grouping.js';
import { endOf, type Week } from '../../insights/weeks.js';

export type ThresholdsOf = (country: string) => Thresholds;

/** When a loop counts from: the later of training and launch, also where its past was brought in later. */
export const STARTED_AT = 'greatest(e.trained_at, p.launch_at)';

/**
 * Gives every rep who was in a program by the end of a week a place in its figures, and lets newcomers be counted as
 * soon as they are enough. Done once for each week that has closed, in order.
 */
export async function placeNewcomers(
  tx: EntityManager,
  programId: string,
  week: Week,
  thresholdsOf: ThresholdsOf,
): Promise<void> {
  const end = toIso(endOf(week));
  await tx.query(
    `INSERT INTO figure_place (program_id, capability_id, rep_id, region, manager_id)
     SELECT DISTINCT ON (e.capability_id, e.rep_id) e.program_id, e.capability_id, e.rep_id, r.region, e.manager_id
       FROM enrolment e JOIN program p ON p.id = e.program_id JOIN person r ON r.id = e.rep_id
      WHERE e.program_id = $1 AND ${STARTED_AT} < $2 AND NOT EXISTS (
        SELECT 1 FROM figure_place f
         WHERE f.program_id = e.program_id AND f.capability_id = e.capability_id AND f.rep_id = e.rep_id)
      ORDER BY e.capability_id, e.rep_id, e.opened_at DESC
     ON CONFLICT DO NOTHING`,
    [programId, end],
  );
  const waiting = await readWaiting(tx, programId, end);
  for (const newcomers of grouped(waiting, (one) => `${one.capabilityId}/${one.region}`).values())
    await closeGroups(tx, programId, newcomers[0]!.capabilityId, newcomers, week, thresholdsOf);
}

interface Waiting extends Place {
  capabilityId: string;
  repId: string;
  managerId: string | null;
  country: string;
}

/** What is not known of somebody is empty, so that it differs from what others have. */
const readWaiting = (tx: EntityManager, programId: string, end: string): Promise<Waiting[]> =>
  tx.query(
    `SELECT DISTINCT ON (f.capability_id, f.rep_id) f.capability_id AS "capabilityId", f.rep_id AS "repId",
            f.manager_id AS "managerId", coalesce(f.region, '') AS region, coalesce(r.market, '') AS market, r.country,
            r.function, r.role, e.content_version AS "contentVersion", to_char(e.trained_at AT TIME ZONE 'UTC', 'YYYY-MM') AS cohort,
            CASE WHEN r.active_from IS NULL THEN '' WHEN r.active_from > $2::date - interval '1 year' THEN 'firstYear'
                 WHEN r.active_from > $2::date - interval '3 years' THEN 'upToThreeYears' ELSE 'longer' END AS tenure
       FROM figure_place f JOIN person r ON r.id = f.rep_id
       JOIN enrolment e ON (e.program_id, e.capability_id, e.rep_id) = (f.program_id, f.capability_id, f.rep_id)
      WHERE f.program_id = $1 AND f.group_id IS NULL
      ORDER BY f.capability_id, f.rep_id, e.opened_at`,
    [programId, end],
  );

async function closeGroups(
  tx: EntityManager,
  programId: string,
  capabilityId: string,
  waiting: readonly Waiting[],
  week: Week,
  thresholdsOf: ThresholdsOf,
): Promise<void> {
  const groups = groupsOf(
    waiting.map(({ capabilityId: _, repId, managerId, ...place }) => ({
      repId,
      managerId,
      place,
      thresholds: thresholdsOf(place.country),
    })),
  );
  for (const { place, reps } of groups) {
    const id = uuid();
    await tx.query(
      `INSERT INTO figure_group (id, program_id, capability_id, place, countries, closed_in)
       SELECT $1, $2, $3, $4, array_agg(DISTINCT country), $5 FROM person WHERE id = ANY($6)`,
      [id, programId, capabilityId, JSON.stringify(place), week, reps],
    );
    await tx.query(
      `UPDATE figure_place SET group_id = $1 WHERE program_id = $2 AND capability_id = $3 AND rep_id = ANY($4)`,
      [id, programId, capabilityId, reps],
    );
  }
}

/** Where the reps of a program are, and where those of its groups were when they were counted: a group asks for both. */
export async function countriesToAsk(tx: EntityManager, programId: string): Promise<string[]> {
  const rows = (await tx.query(
    `SELECT r.country FROM enrolment e JOIN person r ON r.id = e.rep_id WHERE e.program_id = $1
      UNION SELECT unnest(countries) FROM figure_group WHERE program_id = $1`,
    [programId],
  )) as { country: string }[];
  return rows.map(({ country }) => country);
}

/** The groups of a program by capability, in the order of their closing. */
export async function readGroups(
  tx: EntityManager,
  programId: string,
  thresholdsOf: ThresholdsOf,
): Promise<Map<string, { group: Group; closedIn: Week }[]>> {
  const rows = (await tx.query(
    `WITH newest AS (
       SELECT DISTINCT ON (capability_id, rep_id) capability_id, rep_id, manager_id FROM enrolment WHERE program_id = $1
        ORDER BY capability_id, rep_id, opened_at DESC, id DESC
     )
     SELECT g.id, g.capability_id AS "capabilityId", g.place, g.countries, g.closed_in::text AS "closedIn", count(*)::int AS reps,
            coalesce(array_agg(DISTINCT f.manager_id) FILTER (WHERE f.manager_id IS NOT NULL), '{}') AS "managersThen",
            coalesce(array_agg(DISTINCT n.manager_id) FILTER (WHERE n.manager_id IS NOT NULL), '{}') AS "managersNow"
       FROM figure_group g JOIN figure_place f ON f.group_id = g.id
       JOIN newest n ON (n.capability_id, n.rep_id) = (f.capability_id, f.rep_id)
      WHERE g.program_id = $1 GROUP BY g.id ORDER BY g.closed_in, g.id`,
    [programId],
  )) as (Omit<Group, 'thresholds'> & { capabilityId: string; countries: string[]; closedIn: Week })[];
  const groups = new Map<string, { group: Group; closedIn: Week }[]>();
  for (const { capabilityId, countries, closedIn, ...group } of rows)
    groups.set(capabilityId, [
      ...(groups.get(capabilityId) ?? []),
      { group: { ...group, thresholds: strictest(countries.map(thresholdsOf)) }, closedIn },
    ]);
  return groups;
}
