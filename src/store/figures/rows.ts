import type { EntityManager } from 'typeorm';
import { strictest, type Group } from '../../access/suppression.js';
import { grouped } from '../../domain/grouped.js';
import { isCountedIn, loopsBehind, type Behind } from '../../insights/behind.js';
import type { Filter } from '../../insights/figures.js';
import { asked } from '../../insights/questions.js';
import { countedFrom, periodOf, rowsOf } from '../../insights/release.js';
import { monthsEnd, weekOf, type Week } from '../../insights/weeks.js';
import { readRules } from '../calendars/country-settings.js';
import type { listEnrolments } from '../loops/enrolments.js';
import { idsOf, type EnrolmentFilter, type EnrolmentRow } from '../loops/enrolments.js';
import { readLoopsOf } from './counts.js';
import { readPeriods } from './releases.js';

/*
 * From a published figure back to the enrolments that it counts. Rows of a published table name nobody; who is in them
 * is found the way they were made: from the groups and their counts. So the list holds whom the figure counts, however
 * few of them whoever asks may see.
 */

export interface FigureAsked {
  behind: Behind;
  /** Code or id. */
  program: string;
  /** Code or id; left out: all of them. */
  capability?: string | undefined;
  filter: Filter;
  /** An instant of the closed week, or month; null: the newest. */
  at: number | null;
}

/** So many enrolments are looked at together. */
const AT_ONCE = 100;

/**
 * Reads a list as `listEnrolments` does, of those alone that stand behind a figure.
 * @returns null where no such figure is published
 */
export async function readBehind(
  tx: EntityManager,
  figure: FigureAsked,
): Promise<((read: ReadRows, limit: number) => Promise<EnrolmentRow[]>) | null> {
  const programId = (await idsOf(tx, 'program', [figure.program])).get(figure.program);
  const week = programId === undefined ? null : await publishedWeek(tx, programId, figure);
  if (programId === undefined || week === null) return null;
  const groups = await groupsBehind(tx, programId, figure, week);
  return async (read, limit) => {
    const found: EnrolmentRow[] = [];
    if (groups.length === 0) return found;
    let last: EnrolmentRow | null = null;
    do {
      const rows: EnrolmentRow[] = await read({ groups }, last, AT_ONCE);
      const stand = await standing(tx, figure.behind, rows, week);
      found.push(...rows.filter(({ id }) => stand.has(id)));
      last = rows.length < AT_ONCE ? null : rows.at(-1)!;
    } while (last !== null && found.length < limit);
    return found.slice(0, limit);
  };
}

/** @param last behind which the next are read; null: from where the page begins */
export type ReadRows = (
  of: Pick<EnrolmentFilter, 'groups'>,
  last: EnrolmentRow | null,
  limit: number,
) => ReturnType<typeof listEnrolments>;

/** The week with which the newest published period within reach closed; null: there is none. */
async function publishedWeek(
  tx: EntityManager,
  programId: string,
  { behind: { question }, at }: FigureAsked,
): Promise<Week | null> {
  const reach = at === null ? null : periodOf(question, weekOf(at));
  const periods = await readPeriods(tx, programId, question);
  const period = periods.findLast((one) => reach === null || one <= reach);
  if (period === undefined) return null;
  // The middle of a month lies in one of its own weeks.
  return asked(question).every === 'week' ? period : monthsEnd(weekOf(Date.parse(`${period}-15`)));
}

interface GroupRow extends Omit<Group, 'thresholds'> {
  capabilityId: string;
  countries: string[];
  counts: Record<string, number>;
  /** The week since which all its reps have answered. */
  since: Week;
}

/** Groups that a figure counts, and in which somebody may stand where it is asked. */
async function groupsBehind(
  tx: EntityManager,
  programId: string,
  { behind, capability, filter }: FigureAsked,
  week: Week,
): Promise<string[]> {
  const { question, answers } = behind;
  // Rows that are kept apart by something else are made of all regions.
  const region = asked(question).apartBy === undefined ? filter.region : undefined;
  const rows = (await tx.query(
    `SELECT g.id, g.capability_id AS "capabilityId", g.place, g.countries, count(*)::int AS reps,
            coalesce(array_agg(DISTINCT f.manager_id) FILTER (WHERE f.manager_id IS NOT NULL), '{}') AS "managersThen",
            coalesce(array_agg(DISTINCT n.manager_id) FILTER (WHERE n.manager_id IS NOT NULL), '{}') AS "managersNow",
            coalesce((SELECT jsonb_object_agg(s.answer, s.count) FROM (
              SELECT c.answer, sum(c.count)::int AS count FROM figure_count c
               WHERE c.group_id = g.id AND c.question = $2 AND c.week <= $3::date AND c.week >= $4::date GROUP BY c.answer) s), '{}') AS counts,
            greatest(g.closed_in, (SELECT max(c.week) FROM figure_count c WHERE c.group_id = g.id AND c.question = $2))::text AS since
       FROM figure_group g JOIN figure_place f ON f.group_id = g.id JOIN capability k ON k.id = g.capability_id
      CROSS JOIN LATERAL (SELECT e.manager_id FROM enrolment e
        WHERE (e.program_id, e.capability_id, e.rep_id) = (f.program_id, f.capability_id, f.rep_id)
        ORDER BY e.opened_at DESC, e.id DESC LIMIT 1) n
      WHERE g.program_id = $1 AND g.closed_in <= $3::date AND ($5::text IS NULL OR k.code = $5 OR k.id::text = lower($5))
        AND ($6::text IS NULL OR g.place ->> 'region' = $6)
      GROUP BY g.id ORDER BY g.closed_in, g.id`,
    [
      programId,
      question,
      week,
      countedFrom(question, week) || '-infinity',
      capability ?? null,
      region ?? null,
    ],
  )) as GroupRow[];
  const rules = await readRules(tx, [...new Set(rows.flatMap(({ countries }) => countries))]);
  const counting = rows.map(({ capabilityId, countries, counts, since, ...group }) => ({
    capabilityId,
    counts,
    since,
    group: {
      ...group,
      thresholds: strictest(countries.map((country) => rules.get(country)!.profile)),
    },
  }));
  return [...grouped(counting, ({ capabilityId }) => capabilityId).values()]
    .flatMap((here) => rowsOf(question, here))
    .filter(({ row }) => isCountedIn(behind, row, filter))
    .flatMap(({ of }) => of.filter(({ counts }) => answers.some((answer) => (counts[answer] ?? 0) > 0)))
    .map(({ group }) => group.id);
}

/** Which of these enrolments stand behind a figure: by the same rules as it was counted. */
async function standing(
  tx: EntityManager,
  behind: Behind,
  rows: readonly EnrolmentRow[],
  week: Week,
): Promise<ReadonlySet<string>> {
  if (rows.length === 0) return new Set();
  const loops = await readLoopsOf(
    tx,
    rows.map(({ id }) => id),
  );
  return new Set(
    [...grouped(loops, ({ of }) => of).values()].flatMap((theirs) =>
      loopsBehind(behind, theirs, week).map(({ id }) => id),
    ),
  );
}
