import type { EntityManager } from 'typeorm';
import type { Roster, Seat } from '../../domain/people.js';
import { toIso, type Instant } from '../../domain/time.js';
import { readRules, tellsSecondLine } from '../calendars/country-settings.js';

interface Row {
  rep: string;
  rep_calendar: number;
  country: string;
  manager: string | null;
  manager_calendar: number | null;
  delegate: string | null;
  delegate_calendar: number | null;
  second: string | null;
  second_calendar: number | null;
  coaches: Seat[] | null;
}

const seat = (person: string | null, calendar: number | null): Seat | null =>
  person === null || calendar === null ? null : { person, calendar };

/**
 * Who sits where today in the loops of these reps, in one program. People who have left hold no seat, and nobody of the
 * other line of the organisation does: commercial and medical do not see each other's loops. Nor does the second line
 * where the rules of the rep's country keep names from it.
 */
export async function rostersOf(
  tx: EntityManager,
  repIds: readonly string[],
  programId: string,
  now: Instant,
): Promise<Map<string, Roster>> {
  const today = toIso(now).slice(0, 10);
  const mayAct = (alias: string): string =>
    `${alias}.function = r.function AND (${alias}.active_until IS NULL OR ${alias}.active_until >= $2::date)`;
  const rows = (await tx.query(
    `SELECT r.id AS rep, r.calendar_version AS rep_calendar, r.country, m.id AS manager, m.calendar_version AS manager_calendar,
            d.id AS delegate, d.calendar_version AS delegate_calendar, s.id AS second, s.calendar_version AS second_calendar,
            (SELECT jsonb_agg(jsonb_build_object('person', c.id, 'calendar', c.calendar_version) ORDER BY c.id)
               FROM co_coach_share cs JOIN person c ON c.id = cs.coach_id
              WHERE cs.rep_id = r.id AND cs.valid_to IS NULL AND ${mayAct('c')}) AS coaches
       FROM person r
       LEFT JOIN reporting_line l ON l.person_id = r.id AND l.valid_to IS NULL
       LEFT JOIN person m ON m.id = l.manager_id AND ${mayAct('m')}
       LEFT JOIN person d ON d.id = m.delegate_id AND ${mayAct('d')}
       LEFT JOIN reporting_line ml ON ml.person_id = l.manager_id AND ml.valid_to IS NULL
       LEFT JOIN person s ON s.id = ml.manager_id AND ${mayAct('s')}
      WHERE r.id = ANY($1)`,
    [repIds, today],
  )) as Row[];
  const [owners] = (await tx.query(
    `SELECT o.id AS owner, o.calendar_version AS owner_calendar, s.id AS sponsor, s.calendar_version AS sponsor_calendar
       FROM program p LEFT JOIN person o ON o.id = p.owner_id LEFT JOIN person s ON s.id = p.sponsor_id WHERE p.id = $1`,
    [programId],
  )) as {
    owner: string | null;
    owner_calendar: number | null;
    sponsor: string | null;
    sponsor_calendar: number | null;
  }[];
  const rules = await readRules(tx, [...new Set(rows.map(({ country }) => country))]);
  return new Map(
    rows.map((row): [string, Roster] => [
      row.rep,
      {
        rep: { person: row.rep, calendar: row.rep_calendar },
        manager: seat(row.manager, row.manager_calendar),
        delegate: seat(row.delegate, row.delegate_calendar),
        coCoaches: row.coaches ?? [],
        ...(tellsSecondLine(rules.get(row.country)!)
          ? { secondLine: seat(row.second, row.second_calendar) }
          : { secondLine: null, secondLineWithheld: true }),
        programOwner: seat(owners?.owner ?? null, owners?.owner_calendar ?? null),
        sponsor: seat(owners?.sponsor ?? null, owners?.sponsor_calendar ?? null),
      },
    ]),
  );
}
