import type { EntityManager } from 'typeorm';
import type { AnyFact } from '../../domain/facts.js';
import { grouped } from '../../domain/grouped.js';
import type { FeedbackMarks, LoopLog } from '../../insights/loop-log.js';
import { lacksRatings, measure } from '../../insights/measure.js';
import { isOfAnchor } from '../../insights/questions.js';
import { addedUp, differsFrom } from '../../insights/release.js';
import type { Count } from '../../insights/tally.js';
import type { Week } from '../../insights/weeks.js';
import { STARTED_AT } from './groups.js';

/*
 * What logs say, added up by group and week. A group whose logs have grown is measured anew, whole: so nothing is ever
 * added twice or forgotten, and a correction is like any other fact.
 */

interface Measured {
  groupId: string;
  capabilityId: string;
  closedIn: Week;
  /** How long its logs are now. */
  facts: string;
  /** How long they were when it was measured. */
  measured: string | null;
}

const readMeasured = (tx: EntityManager, programId: string): Promise<Measured[]> =>
  tx.query(
    `SELECT g.id AS "groupId", g.capability_id AS "capabilityId", g.closed_in::text AS "closedIn",
            count(*) || '/' || sum(e.last_seq) AS facts, g.measured
       FROM figure_group g JOIN figure_place f ON f.group_id = g.id
       JOIN enrolment e ON (e.program_id, e.capability_id, e.rep_id) = (f.program_id, f.capability_id, f.rep_id)
      WHERE g.program_id = $1 GROUP BY g.id ORDER BY g.id`,
    [programId],
  );

/**
 * Measures the groups of a program whose logs have grown.
 * @param all also those whose logs have not
 * @returns by capability, the first week that is other than it was; before a group closed nothing is said of it
 */
export async function measureGroups(
  tx: EntityManager,
  programId: string,
  all = false,
): Promise<Map<string, Week>> {
  const changed = new Map<string, Week>();
  for (const { groupId, capabilityId, closedIn, facts, measured } of await readMeasured(tx, programId)) {
    if (!all && facts === measured) continue;
    const counts = await measureGroup(tx, groupId);
    const week = differsFrom(await readCounts(tx, groupId), counts);
    if (week !== null) await replaceCounts(tx, groupId, counts);
    await tx.query('UPDATE figure_group SET measured = $2 WHERE id = $1', [groupId, facts]);
    if (week === null) continue;
    changed.set(capabilityId, earliest(changed.get(capabilityId), week > closedIn ? week : closedIn));
  }
  return changed;
}

const earliest = (one: Week | undefined, other: Week): Week =>
  one !== undefined && one < other ? one : other;

export interface Checked {
  groups: number;
  /** Whose stored counts are other than what their logs say, though the logs have not grown since. */
  wrong: string[];
  /** Whose logs have grown since they were measured. */
  behind: number;
}

/** Compares what is stored with what the logs say, from their first fact on. Changes nothing. */
export async function checkCounts(tx: EntityManager, programId: string): Promise<Checked> {
  const checked: Checked = { groups: 0, wrong: [], behind: 0 };
  for (const { groupId, facts, measured } of await readMeasured(tx, programId)) {
    checked.groups += 1;
    if (facts !== measured) checked.behind += 1;
    else if (differsFrom(await readCounts(tx, groupId), await measureGroup(tx, groupId)) !== null)
      checked.wrong.push(groupId);
  }
  return checked;
}

export const readCounts = (tx: EntityManager, groupId: string): Promise<Count[]> =>
  tx.query(
    'SELECT week::text AS week, question, answer, count FROM figure_count WHERE group_id = $1 ORDER BY 1, 2, 3',
    [groupId],
  );

async function replaceCounts(tx: EntityManager, groupId: string, counts: readonly Count[]): Promise<void> {
  await tx.query('DELETE FROM figure_count WHERE group_id = $1', [groupId]);
  await tx.query(
    `INSERT INTO figure_count (group_id, week, question, answer, count)
     SELECT $1, c.week, c.question, c.answer, c.count
       FROM jsonb_to_recordset($2::jsonb) AS c (week date, question text, answer text, count int)`,
    [groupId, JSON.stringify(counts)],
  );
}

interface LoopRow {
  id: string;
  of: string;
  startedAt: number;
  trainedAt: number;
  anchors: string[];
  level: number;
}

/** A loop with its log; `of`: the rep, in one capability of one program. */
export type ReadLoop = LoopLog & { id: string; of: string };

/** All loops of the reps of a group, in the order of their beginning. */
const loopsOfGroup = (tx: EntityManager, groupId: string): Promise<ReadLoop[]> =>
  readLoops(
    tx,
    `SELECT e.* FROM figure_place f JOIN enrolment e ON (e.program_id, e.capability_id, e.rep_id) = (f.program_id, f.capability_id, f.rep_id)
      WHERE f.group_id = $1`,
    groupId,
  );

/** These loops, and all others of the same reps in the same capability and program. */
export const readLoopsOf = (tx: EntityManager, ids: readonly string[]): Promise<ReadLoop[]> =>
  readLoops(
    tx,
    `SELECT e.* FROM enrolment e WHERE (e.program_id, e.capability_id, e.rep_id) IN (
       SELECT o.program_id, o.capability_id, o.rep_id FROM enrolment o WHERE o.id = ANY($1))`,
    ids,
  );

async function readLoops(tx: EntityManager, enrolments: string, of: unknown): Promise<ReadLoop[]> {
  const loops = (await tx.query(
    `SELECT e.id, concat_ws('/', e.program_id, e.capability_id, e.rep_id) AS of, (extract(epoch FROM ${STARTED_AT}) * 1000)::float8 AS "startedAt",
            (extract(epoch FROM e.trained_at) * 1000)::float8 AS "trainedAt",
            ARRAY(SELECT a ->> 'code' FROM jsonb_array_elements(v.document -> 'anchors') AS a) AS anchors,
            (SELECT l.number FROM jsonb_array_elements(v.document -> 'levels') WITH ORDINALITY AS l (level, number)
              WHERE l.level ->> 'code' = c.document -> 'adoption' ->> 'level')::int AS level
       FROM (${enrolments}) e
       JOIN program p ON p.id = e.program_id JOIN rubric_version v ON v.id = e.rubric_version_id
       JOIN cadence_version c ON c.id = e.cadence_version_id ORDER BY e.opened_at, e.id`,
    [of],
  )) as LoopRow[];
  const ids = loops.map(({ id }) => id);
  const [facts, marks] = [await readFacts(tx, ids), await readMarks(tx, ids)];
  return loops.map(({ startedAt, ...loop }) => ({
    ...loop,
    openedAt: startedAt,
    facts: facts.get(loop.id) ?? [],
    marks,
  }));
}

/** Once ratings of a group are erased, what was read off them stays as it was: it cannot be read again. */
async function measureGroup(tx: EntityManager, groupId: string): Promise<Count[]> {
  const loops = await loopsOfGroup(tx, groupId);
  const byRep = grouped(loops, ({ of }) => of);
  const counts = addedUp([...byRep.values()].flatMap(measure));
  if (!loops.some(lacksRatings)) return counts;
  const stored = await readCounts(tx, groupId);
  return [
    ...counts.filter(({ question }) => !isOfAnchor(question)),
    ...stored.filter(({ question }) => isOfAnchor(question)),
  ];
}

async function readFacts(tx: EntityManager, ids: readonly string[]): Promise<Map<string, AnyFact[]>> {
  const facts = (await tx.query(
    `SELECT enrolment_id AS "enrolmentId", id, kind, (extract(epoch FROM happened_at) * 1000)::float8 AS "happenedAt",
            (extract(epoch FROM recorded_at) * 1000)::float8 AS "recordedAt", data
       FROM fact WHERE enrolment_id = ANY($1) ORDER BY enrolment_id, seq`,
    [ids],
  )) as (AnyFact & { enrolmentId: string })[];
  return grouped(facts, ({ enrolmentId }) => enrolmentId);
}

async function readMarks(tx: EntityManager, ids: readonly string[]): Promise<Map<string, FeedbackMarks>> {
  const rows = (await tx.query(
    `SELECT b.observation_id AS id, b.has_evidence AS "hasEvidence", b.has_suggestion AS "hasSuggestion", b.is_alike AS "isAlike", b.ratings
       FROM feedback b JOIN observation o ON o.id = b.observation_id WHERE o.enrolment_id = ANY($1)`,
    [ids],
  )) as (FeedbackMarks & { id: string })[];
  return new Map(rows.map(({ id, ...marks }) => [id, marks]));
}

/** All programs that have loops, for whoever goes through them. */
export const programsWithLoops = async (tx: EntityManager): Promise<string[]> =>
  ((await tx.query('SELECT DISTINCT program_id AS id FROM enrolment ORDER BY 1')) as { id: string }[]).map(
    ({ id }) => id,
  );

/** The first week in which somebody was in a program; null: nobody is. */
export async function firstWeekOf(tx: EntityManager, programId: string): Promise<Week | null> {
  const [row] = (await tx.query(
    `SELECT date_trunc('week', min(${STARTED_AT}) AT TIME ZONE 'UTC')::date::text AS week
       FROM enrolment e JOIN program p ON p.id = e.program_id WHERE e.program_id = $1`,
    [programId],
  )) as { week: string | null }[];
  return row!.week;
}
