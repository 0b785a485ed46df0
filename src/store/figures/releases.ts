import type { EntityManager } from 'typeorm';
import { inRegion, strictest, tableOf, type Thresholds } from '../../access/suppression.js';
import { grouped } from '../../domain/grouped.js';
import { toIso, type Instant } from '../../domain/time.js';
import { asked, type QuestionName } from '../../insights/questions.js';
import { releaseOf, type Counted, type Release } from '../../insights/release.js';
import { sumsFor, sumsOf, type Look } from '../../insights/summary.js';
import { lastClosed, monthOf, weeksBetween, weeksFrom, type Week } from '../../insights/weeks.js';
import { readRules } from '../calendars/country-settings.js';
import { firstWeekOf, measureGroups, readCounts } from './counts.js';
import { countriesToAsk, placeNewcomers, readGroups, type ThresholdsOf } from './groups.js';

export interface Released {
  /** Periods of questions that are published now for the first time. */
  released: number;
  /** Those that late facts have changed. */
  restated: number;
}

/**
 * Publishes the figures of a program for every week and month that has closed, and restates those of which late facts
 * say something else. Done twice it changes nothing.
 */
export async function releaseFigures(tx: EntityManager, programId: string, now: Instant): Promise<Released> {
  // Of two at once, one places: a group is closed once.
  await tx.query(`SELECT pg_advisory_xact_lock(hashtextextended('figures of ' || $1, 0))`, [programId]);
  const first = await firstWeekOf(tx, programId);
  const last = lastClosed(now);
  if (first === null || first > last) return { released: 0, restated: 0 };
  const rules = await readRules(tx, await countriesToAsk(tx, programId));
  const thresholdsOf: ThresholdsOf = (country) => rules.get(country)!.profile;
  const done = await lastReleased(tx, programId);
  const next = done === null ? first : weeksFrom(done, 1);
  for (const week of weeksBetween(next, last)) await placeNewcomers(tx, programId, week, thresholdsOf);
  const changed = await measureGroups(tx, programId);
  const counts = { released: 0, restated: 0 };
  for (const [capabilityId, groups] of await readGroups(tx, programId, thresholdsOf)) {
    const from = [next, changed.get(capabilityId) ?? next].sort()[0]!;
    if (from > last) continue;
    const counted: Counted[] = [];
    for (const one of groups) {
      const counts = grouped(await readCounts(tx, one.group.id), ({ question }) => question);
      counted.push({ ...one, counts });
    }
    for (const week of weeksBetween(from, last))
      add(counts, await publish(tx, programId, capabilityId, releaseOf(counted, week), now));
  }
  const strict = strictest([...rules.values()].map(({ profile }) => profile));
  add(counts, await releasePulses(tx, programId, strict, last, now));
  return counts;
}

const add = (sum: Released, { released, restated }: Released): void => {
  sum.released += released;
  sum.restated += restated;
};

/** The last week of which something is published; null: none. */
async function lastReleased(tx: EntityManager, programId: string): Promise<Week | null> {
  const [row] = (await tx.query(
    `SELECT max(period) AS week FROM figure_release WHERE program_id = $1 AND question = 'standing'`,
    [programId],
  )) as { week: Week | null }[];
  return row!.week;
}

/** Stores tables that are new or say something else than before. */
async function publish(
  tx: EntityManager,
  programId: string,
  capabilityId: string,
  releases: readonly Release[],
  now: Instant,
): Promise<Released> {
  if (releases.length === 0) return { released: 0, restated: 0 };
  const [stored] = (await tx.query(
    `WITH stored AS (
       INSERT INTO figure_release AS f (program_id, capability_id, question, period, rows, summary, parts, whole, released_at)
       SELECT $1, $2, r.question, r.period, r.rows, r.summary, r.parts, r.whole, $3
         FROM jsonb_to_recordset($4::jsonb) AS r (question text, period text, rows jsonb, summary jsonb, parts jsonb, whole jsonb)
       ON CONFLICT (program_id, capability_id, question, period) DO UPDATE
          SET rows = excluded.rows, summary = excluded.summary, parts = excluded.parts, whole = excluded.whole, restated_at = $3
        WHERE f.rows IS DISTINCT FROM excluded.rows
       RETURNING restated_at
     )
     SELECT count(*) FILTER (WHERE restated_at IS NULL)::int AS released, count(restated_at)::int AS restated FROM stored`,
    [
      programId,
      capabilityId,
      toIso(now),
      JSON.stringify(releases.map((release) => ({ ...release, ...sumsOf(release.rows) }))),
    ],
  )) as Released[];
  return stored!;
}

/** The monthly question: a month is published once the one after it is over, since questions stay open so long. */
async function releasePulses(
  tx: EntityManager,
  programId: string,
  thresholds: Thresholds,
  last: Week,
  now: Instant,
): Promise<Released> {
  const rows = (await tx.query(
    `SELECT capability_id AS "capabilityId", month, coalesce(region, '') AS region, count(*)::int AS answers,
            count(*) FILTER (WHERE helped)::int AS "seenHelped", count(*) FILTER (WHERE seen AND NOT helped)::int AS "seenOnly",
            count(*) FILTER (WHERE NOT seen)::int AS "notSeen"
       FROM pulse_answer WHERE program_id = $1
        AND to_char((month || '-01')::date + interval '1 month', 'YYYY-MM') < $2
      GROUP BY capability_id, month, coalesce(region, '') HAVING count(*) >= $3`,
    [programId, monthOf(weeksFrom(last, 1)), thresholds.reps],
  )) as (Record<'seenHelped' | 'seenOnly' | 'notSeen' | 'answers', number> &
    Record<'capabilityId' | 'month' | 'region', string>)[];
  const tables = grouped(rows, ({ capabilityId, month }) => `${capabilityId}/${month}`);
  const sum = { released: 0, restated: 0 };
  for (const regions of tables.values()) {
    const [{ capabilityId, month }] = regions as [(typeof rows)[number]];
    const table = tableOf(
      asked('pulse'),
      regions.map(({ region, answers, seenHelped, seenOnly, notSeen }) => ({
        group: {
          id: region,
          place: inRegion(region),
          reps: answers,
          thresholds,
          managersThen: [],
          managersNow: [],
        },
        counts: { seenHelped, seenOnly, notSeen },
      })),
    );
    add(
      sum,
      await publish(tx, programId, capabilityId, [{ question: 'pulse', period: month, rows: table }], now),
    );
  }
  return sum;
}

/** A published table, of one capability. */
export interface Published extends Release {
  capabilityId: string;
  capability: string;
  restatedAt: string | null;
}

/** Which of a question's tables are read; whatever is left out, all of it. */
export interface Reach extends Look {
  /** Both inside. */
  from?: string | undefined;
  to?: string | undefined;
  /** Its code. */
  capability?: string | undefined;
}

/** The published tables of a question, oldest first: of each the fewest rows that answer the look. */
export const readReleases = (
  tx: EntityManager,
  programId: string,
  question: QuestionName,
  { from, to, capability, ...look }: Reach,
): Promise<Published[]> =>
  tx.query(
    `SELECT f.question, f.period, ${rowsFor(look)} AS rows,
            f.capability_id AS "capabilityId", k.code AS capability,
            to_char(f.restated_at AT TIME ZONE 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"') AS "restatedAt"
       FROM figure_release f JOIN capability k ON k.id = f.capability_id WHERE ${IN_REACH}
      ORDER BY f.period, k.code`,
    [programId, question, from ?? null, to ?? null, capability ?? null],
  );

/** What was published before there were sums has its rows alone. */
function rowsFor(look: Look): string {
  const sums = sumsFor(look);
  return sums === null ? 'f.rows' : `coalesce(f.${sums}, f.summary, f.rows)`;
}

const IN_REACH = `f.program_id = $1 AND f.question = $2 AND ($3::text IS NULL OR f.period >= $3) AND ($4::text IS NULL OR f.period <= $4)
        AND ($5::text IS NULL OR f.capability_id = ANY (ARRAY(SELECT id FROM capability WHERE code = $5)))`;

/** All periods of which a question's tables are published, oldest first. */
export const readPeriods = async (
  tx: EntityManager,
  programId: string,
  question: QuestionName,
): Promise<string[]> =>
  (
    (await tx.query(
      'SELECT DISTINCT period FROM figure_release WHERE program_id = $1 AND question = $2 ORDER BY 1',
      [programId, question],
    )) as { period: string }[]
  ).map(({ period }) => period);

/** The tables of the newest released period of a question within reach. */
export async function newestReleases(
  tx: EntityManager,
  programId: string,
  question: QuestionName,
  reach: Reach,
): Promise<Published[]> {
  const { from, to, capability } = reach;
  const [{ newest }] = (await tx.query(
    `SELECT max(f.period) AS newest FROM figure_release f WHERE ${IN_REACH}`,
    [programId, question, from ?? null, to ?? null, capability ?? null],
  )) as [{ newest: string | null }];
  return newest === null ? [] : readReleases(tx, programId, question, { ...reach, from: newest, to: newest });
}
