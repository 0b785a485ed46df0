import type { EntityManager } from 'typeorm';
import { v7 as uuid } from 'uuid';
import type { FactData } from '../../domain/facts.js';
import type { Roster } from '../../domain/people.js';
import { toIso, type Instant } from '../../domain/time.js';
import { dayOf } from '../instants.js';
import { queueLaunch } from '../running/jobs.js';
import { hintRelay } from '../loops/log.js';
import { rostersOf } from '../loops/rosters.js';
import type { Rules } from '../loops/rules.js';
import { holdPlaces, LACKS_ROOM, placesOf } from './places.js';

export interface LaunchedProgram {
  id: string;
  launchAt: Instant | null;
  cadenceVersionId: string | null;
}

export async function readLaunch(tx: EntityManager, programId: string): Promise<LaunchedProgram | null> {
  const [row] = (await tx.query(
    `SELECT id, (extract(epoch FROM launch_at) * 1000)::float8 AS "launchAt", cadence_version_id AS "cadenceVersionId" FROM program WHERE id = $1`,
    [programId],
  )) as LaunchedProgram[];
  return row ?? null;
}

/** With which wave of a program a region comes, counted from 1, as an expression in SQL: with the last where none names it; null without waves. */
export const waveOf = (region: string, program: string): string => `coalesce(
  (SELECT min(number) FROM wave WHERE program_id = ${program} AND ${region} = ANY(regions)),
  (SELECT max(number) FROM wave WHERE program_id = ${program}))`;

/**
 * Completed trainings of a program's own function, of people who are still here, that have no loop yet. A capability
 * trained again after its loop had ended opens a new one.
 * @param which programs and completions, as a condition in SQL
 * @param day a parameter that holds today
 */
const trained = (which: string, day: string): string => `
  SELECT DISTINCT ON (p.id, c.person_id, tc.capability_id) p.id AS program_id, c.person_id, tc.capability_id, pc.rubric_version_id, c.content_version, c.completed_at,
         r.region, w.number AS wave, w.opened_at AS wave_opened_at
    FROM program p
    JOIN program_capability pc ON pc.program_id = p.id
    JOIN training_capability tc ON tc.capability_id = pc.capability_id
    JOIN completion c ON c.training_id = tc.training_id
    JOIN person r ON r.id = c.person_id AND r.function = p.function AND (r.active_until IS NULL OR r.active_until >= ${day}::date)
    LEFT JOIN wave w ON w.program_id = p.id AND w.number = ${waveOf('r.region', 'p.id')}
   WHERE ${which} AND NOT EXISTS (
     SELECT 1 FROM enrolment e WHERE e.rep_id = c.person_id AND e.capability_id = tc.capability_id AND e.program_id = p.id
        AND (e.ended_at IS NULL OR e.trained_at >= c.completed_at))
   ORDER BY p.id, c.person_id, tc.capability_id, c.completed_at DESC`;

/** Those whose loops may open: with the launch, or once their wave has begun. */
const waiting = (which: string, day: string): string =>
  `SELECT * FROM (${trained(which, day)}) t WHERE wave IS NULL OR wave_opened_at IS NOT NULL`;

const ONE_PROGRAM = 'p.id = $1';

export async function countWaiting(tx: EntityManager, programId: string, now: Instant): Promise<number> {
  const [row] = (await tx.query(`SELECT count(*)::int AS count FROM (${waiting(ONE_PROGRAM, '$2')}) w`, [
    programId,
    dayOf(now),
  ])) as { count: number }[];
  return row!.count;
}

/** Lets those of these people begin who were kept back by what has just changed of them, behind this transaction. */
export async function queueLaunchesFor(
  tx: EntityManager,
  personIds: readonly string[],
  now: Instant,
): Promise<void> {
  if (personIds.length === 0) return;
  const theirs = waiting('p.launch_at IS NOT NULL AND c.person_id = ANY($1)', '$2');
  const programs = (await tx.query(`SELECT DISTINCT program_id AS id FROM (${theirs}) w ORDER BY 1`, [
    personIds,
    dayOf(now),
  ])) as { id: string }[];
  for (const { id } of programs) await queueLaunch(tx, id, now);
}

export interface TrainedRegion {
  /** Null: of no region. */
  region: string | null;
  /** Null: the program has no waves. */
  wave: number | null;
  reps: number;
  loops: number;
}

/** Who was trained for a program and has no loop yet, by region, the most first. */
export const countTrained = (tx: EntityManager, programId: string, now: Instant): Promise<TrainedRegion[]> =>
  tx.query(
    `SELECT region, wave, count(DISTINCT person_id)::int AS reps, count(*)::int AS loops FROM (${trained(ONE_PROGRAM, '$2')}) t
      GROUP BY region, wave ORDER BY reps DESC, region`,
    [programId, dayOf(now)],
  );

interface Waiting {
  person_id: string;
  capability_id: string;
  rubric_version_id: string;
  content_version: string;
  completed_at: Date;
  wave_opened_at: Date | null;
}

/**
 * Opens up to `limit` loops, each with its first facts and its bell raised.
 * @returns how many were waiting, at most `limit`, and how many of these it has opened: others may open them at the same time
 */
export async function openLoops(
  tx: EntityManager,
  program: LaunchedProgram & { launchAt: Instant; cadenceVersionId: string },
  rules: Rules,
  now: Instant,
  limit: number,
): Promise<{ waiting: number; opened: number }> {
  const due = (await tx.query(`${waiting(ONE_PROGRAM, '$2')} LIMIT $3`, [
    program.id,
    dayOf(now),
    limit,
  ])) as Waiting[];
  if (due.length === 0) return { waiting: 0, opened: 0 };
  const openedAt = toIso(now);
  const cadence = await rules.cadence(tx, program.cadenceVersionId);
  const reps = [...new Set(due.map(({ person_id }) => person_id))];
  const rosters = await rostersOf(tx, reps, program.id, now);
  const seekers = due.map((row) => ({ roster: rosters.get(row.person_id)!, cadence }));
  await holdPlaces(tx, [...rosters.values()]);
  const places = await placesOf(tx, seekers, rules);
  const visits = await visitsAhead(tx, reps, now);
  const loops = due.map((row, index) => {
    const { roster } = seekers[index]!;
    const place = places[index]!;
    const { content_version: contentVersion, completed_at: at } = row;
    const launchedAt = row.wave_opened_at?.getTime() ?? program.launchAt;
    const facts = [
      { kind: 'trained', at, data: { contentVersion, launchedAt, ...place } },
      { kind: 'rosterChanged', at: openedAt, data: { cause: 'launch', roster } },
      ...(visits.get(row.person_id) ?? []).map((data) => ({ kind: 'visitPlanned', at: openedAt, data })),
    ];
    return { row, id: uuid(), roster, facts };
  });
  const [opened] = (await tx.query(
    `WITH opened AS (INSERT INTO enrolment (id, program_id, capability_id, rubric_version_id, cadence_version_id, rep_id, manager_id, content_version,
                            trained_at, opened_at, last_seq, ring_seq)
     SELECT e.id, $2, e.capability, e.rubric, $3, e.rep, e.manager, e.content, e.trained, $4, e.facts, 1
       FROM jsonb_to_recordset($1::jsonb) AS e (id uuid, capability uuid, rubric uuid, rep uuid, manager uuid, content text,
              trained timestamptz, facts int)
     ON CONFLICT DO NOTHING RETURNING id) SELECT count(*)::int AS count FROM opened`,
    [
      JSON.stringify(
        loops.map(({ row, id, roster, facts }) => ({
          id,
          facts: facts.length,
          capability: row.capability_id,
          rubric: row.rubric_version_id,
          rep: row.person_id,
          manager: roster.manager?.person ?? null,
          content: row.content_version,
          trained: row.completed_at,
        })),
      ),
      program.id,
      program.cadenceVersionId,
      openedAt,
    ],
  )) as { count: number }[];
  await tx.query(
    `INSERT INTO fact (enrolment_id, seq, id, kind, happened_at, recorded_at, data)
     SELECT f.enrolment, f.seq, f.id, f.kind, f.at, $2, f.data
       FROM jsonb_to_recordset($1::jsonb) AS f (enrolment uuid, seq int, id uuid, kind text, at timestamptz, data jsonb)
       JOIN enrolment e ON e.id = f.enrolment`,
    [
      JSON.stringify(
        loops.flatMap(({ id: enrolment, facts }) =>
          facts.map((fact, index) => ({ ...fact, enrolment, id: uuid(), seq: index + 1 })),
        ),
      ),
      openedAt,
    ],
  );
  await hintRelay(tx);
  return { waiting: loops.length, opened: opened!.count };
}

/** Visits that are in the diary already: a loop that opens today knows of them. */
async function visitsAhead(tx: EntityManager, reps: readonly string[], now: Instant) {
  const rows = (await tx.query(
    `SELECT id, rep_id AS rep, (extract(epoch FROM at) * 1000)::float8 AS at,
            (SELECT coalesce(jsonb_agg(o.person_id ORDER BY o.person_id), '[]') FROM joint_visit_observer o
              WHERE o.visit_id = joint_visit.id) AS observers FROM joint_visit
      WHERE rep_id = ANY($1) AND state = 'planned' AND at > $2 ORDER BY at`,
    [reps, toIso(now)],
  )) as { id: string; rep: string; at: Instant; observers: string[] }[];
  const ofRep = new Map<string, FactData['visitPlanned'][]>();
  for (const { id, rep, at, observers } of rows)
    ofRep.set(rep, [...(ofRep.get(rep) ?? []), { visitId: id, at, observers }]);
  return ofRep;
}

/** Reps in whose line these people sit: as rep, manager, second line, a manager's delegate or, ever, as co-coach. */
const LINES_OF = `
  SELECT unnest($1::uuid[]) AS rep
  UNION SELECT person_id FROM reporting_line WHERE valid_to IS NULL AND manager_id = ANY($1)
  UNION SELECT l.person_id FROM reporting_line ml JOIN reporting_line l ON l.manager_id = ml.person_id AND l.valid_to IS NULL
         WHERE ml.valid_to IS NULL AND ml.manager_id = ANY($1)
  UNION SELECT l.person_id FROM person m JOIN reporting_line l ON l.manager_id = m.id AND l.valid_to IS NULL
         WHERE m.delegate_id = ANY($1)
  UNION SELECT rep_id FROM co_coach_share WHERE coach_id = ANY($1)`;

/** Of one program alone, where one is named. */
const IN_PROGRAM = '($4::uuid IS NULL OR program_id = $4)';

const BEFORE_ALL = '00000000-0000-0000-0000-000000000000';

/** An open loop, with the roster it knows of. */
export interface RosteredLoop {
  id: string;
  programId: string;
  repId: string;
  cadenceVersionId: string;
  roster: Roster;
  /** It waits for a first observation, for which the manager's visit days had no room. */
  lacksRoom: boolean;
}

/** Up to `limit` open loops that these people take part in, behind a cursor of ids. */
export async function loopsOf(
  tx: EntityManager,
  { personIds, programId }: { personIds: readonly string[]; programId: string | null },
  after: string | null,
  limit: number,
): Promise<RosteredLoop[]> {
  // Each branch asks an index for what these people have: a large organisation has many times more.
  return (await tx.query(
    `WITH page AS (
       SELECT id FROM (
         SELECT id FROM enrolment WHERE ended_at IS NULL AND id > $2 AND ${IN_PROGRAM} AND rep_id = ANY(ARRAY(${LINES_OF}))
         UNION SELECT id FROM enrolment WHERE ended_at IS NULL AND id > $2 AND ${IN_PROGRAM} AND manager_id = ANY($1)
         UNION SELECT e.id FROM program p CROSS JOIN LATERAL (
                  SELECT id FROM enrolment WHERE program_id = p.id AND ended_at IS NULL AND id > $2 AND ${IN_PROGRAM} ORDER BY id LIMIT $3) e
                WHERE p.owner_id = ANY($1) OR p.sponsor_id = ANY($1)
       ) touched ORDER BY id LIMIT $3)
     SELECT e.id, e.program_id AS "programId", e.rep_id AS "repId", e.cadence_version_id AS "cadenceVersionId",
            ${LACKS_ROOM} AS "lacksRoom",
            (SELECT f.data -> 'roster' FROM fact f WHERE f.enrolment_id = e.id AND f.kind = 'rosterChanged' ORDER BY f.seq DESC LIMIT 1) AS roster
       FROM page JOIN enrolment e ON e.id = page.id ORDER BY e.id`,
    [personIds, after ?? BEFORE_ALL, limit, programId],
  )) as RosteredLoop[];
}
