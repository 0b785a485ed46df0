import type { EntityManager } from 'typeorm';
import type { Cadence } from '../../domain/cadence.js';
import { isForLooking } from '../../domain/cadence-review/lengths.js';
import type { AnyFact } from '../../domain/facts.js';
import { grouped } from '../../domain/grouped.js';
import { seatsOf, type PersonId, type Roster } from '../../domain/people.js';
import { levelNumber } from '../../domain/rubric.js';
import type { World } from '../../domain/loop/setting.js';
import type { FittedBehaviour } from '../../domain/simulation/fitting/fit.js';
import type { GivenLoop } from '../../domain/simulation/played-loop.js';
import type { SimulationResult } from '../../domain/simulation/result.js';
import { toIso, type DateSpan, type Instant } from '../../domain/time.js';
import { ringAtOnce } from '../running/bells.js';
import { requireLevel } from './cadence-moves.js';
import { ms } from '../instants.js';
import { lockJob, queueSimulation } from '../running/jobs.js';
import { readLogs } from '../loops/log.js';
import { Refusal, unknown } from '../refusal.js';
import type { Rules } from '../loops/rules.js';

export interface NewSimulation {
  programId: string;
  document: Cadence;
  weeks: number;
  runs: number;
  seed: number;
  /** Null: a machine. */
  askedBy: string | null;
}

export interface SimulationRow extends Omit<NewSimulation, 'askedBy'> {
  id: string;
  beside: Cadence | null;
  from: Instant;
  course: 'going' | 'cancelled' | 'failed';
  /** How people are taken to behave in it; null: that is not known yet, or it was played by nothing but assumptions. */
  behaviour: FittedBehaviour | null;
  /** What came out; null: not yet. */
  result: SimulationResult | null;
  state: 'queued' | 'running' | 'done';
  /** Runs that are done. */
  done: number;
  createdAt: Instant;
  finishedAt: Instant | null;
}

/** Orders a play of a cadence beside the one that the program goes by, from now on. */
export async function startSimulation(
  tx: EntityManager,
  { programId, document, weeks, runs, seed, askedBy }: NewSimulation,
  now: Instant,
): Promise<string> {
  const [program] = (await tx.query(
    `SELECT cv.document FROM program p LEFT JOIN cadence_version cv ON cv.id = p.cadence_version_id WHERE p.id = $1`,
    [programId],
  )) as { document: Cadence | null }[];
  if (!program) throw unknown('program', programId);
  if (isForLooking(document)) throw new Refusal('invalid', { code: 'onlyLookedAt' });
  const [open] = (await tx.query(
    'SELECT 1 FROM enrolment WHERE program_id = $1 AND ended_at IS NULL AND fault IS NULL LIMIT 1',
    [programId],
  )) as unknown[];
  if (!open) throw new Refusal('conflict', { code: 'nobodyToPlay' });
  await requireLevel(tx, programId, document);
  const beside = program.document && !isForLooking(program.document) ? program.document : null;
  const id = await queueSimulation(tx, programId, now);
  await tx.query(
    `INSERT INTO simulation (id, program_id, document, beside, from_at, weeks, runs, seed, asked_by) VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9)`,
    [
      id,
      programId,
      JSON.stringify(document),
      beside && JSON.stringify(beside),
      toIso(now),
      weeks,
      runs,
      seed,
      askedBy,
    ],
  );
  return id;
}

const ROWS = `SELECT s.id, s.program_id AS "programId", s.document, s.beside, ${ms('s.from_at')} AS "from", s.weeks, s.runs, s.seed, s.course, s.behaviour, s.result,
    j.state, j.done, ${ms('j.created_at')} AS "createdAt", ${ms('j.finished_at')} AS "finishedAt"
  FROM simulation s JOIN job j ON j.id = s.id`;

export async function readSimulation(tx: EntityManager, id: string): Promise<SimulationRow | null> {
  const [row] = (await tx.query(`${ROWS} WHERE s.id = $1`, [id])) as SimulationRow[];
  return row ?? null;
}

/** The latest of a program, newest first. */
export const listSimulations = (
  tx: EntityManager,
  programId: string,
  limit: number,
): Promise<SimulationRow[]> =>
  tx.query(`${ROWS} WHERE s.program_id = $1 ORDER BY j.created_at DESC, s.id DESC LIMIT $2`, [
    programId,
    limit,
  ]);

/** Ends one that is under way; what it has played so far is not kept. */
export async function cancelSimulation(tx: EntityManager, programId: string, id: string): Promise<void> {
  // Locked, as whoever keeps its result does.
  const job = await lockJob(tx, id);
  if (job?.kind !== 'simulation' || job.programId !== programId) throw unknown('simulation', id);
  if (job.state === 'done') throw new Refusal('conflict', { code: 'simulationEnded' });
  await tx.query(`UPDATE simulation SET course = 'cancelled' WHERE id = $1`, [id]);
  await ringAtOnce(tx, 'job', [id]);
}

/** How many runs are done; of one that ended meanwhile nothing is changed. */
export async function saveRuns(tx: EntityManager, id: string, runs: number, done: number): Promise<void> {
  await tx.query(
    `UPDATE job SET state = 'running', total = $2, done = $3 WHERE id = $1 AND state <> 'done'`,
    [id, runs, done],
  );
}

export async function isCancelled(tx: EntityManager, id: string): Promise<boolean> {
  const [row] = (await tx.query('SELECT course FROM simulation WHERE id = $1', [id])) as { course: string }[];
  return row?.course !== 'going';
}

/** It cannot be played: a later try would come to the same. */
export async function markFailed(tx: EntityManager, id: string): Promise<void> {
  await tx.query(`UPDATE simulation SET course = 'failed' WHERE id = $1`, [id]);
}

/** Kept before the first run, so that it can be repeated however history has grown. */
export async function saveBehaviour(
  tx: EntityManager,
  id: string,
  behaviour: FittedBehaviour,
): Promise<void> {
  await tx.query('UPDATE simulation SET behaviour = $2 WHERE id = $1', [id, JSON.stringify(behaviour)]);
}

export async function saveResult(tx: EntityManager, id: string, result: SimulationResult): Promise<void> {
  await tx.query('UPDATE simulation SET result = $2 WHERE id = $1', [id, JSON.stringify(result)]);
}

/** Everybody of one line, whose inboxes and diaries meet. */
export interface SceneLine {
  /** By the document by which they are played. */
  loops: (cadence: Cadence) => GivenLoop[];
}

export interface Scenes {
  lines: SceneLine[];
  loops: number;
  /** Open loops that were left out, since there are too many. */
  left: number;
  visitDaysPerWeek: (person: PersonId) => number;
}

/** Loops of one play; a play of these takes some minutes. */
const MOST_LOOPS = 10_000;

interface LoopRow {
  id: string;
  rubric: string;
  blackouts: DateSpan[];
}

/** The open loops of a program as they stood at an instant, in their lines. */
export async function readScenes(
  tx: EntityManager,
  programId: string,
  from: Instant,
  rules: Rules,
): Promise<Scenes> {
  const rows = (await tx.query(
    `SELECT e.id, e.rubric_version_id AS rubric, p.blackouts FROM enrolment e JOIN program p ON p.id = e.program_id
      WHERE e.program_id = $1 AND e.fault IS NULL AND e.opened_at <= $2 AND (e.ended_at IS NULL OR e.ended_at > $2)
      ORDER BY e.manager_id, e.rep_id, e.id`,
    [programId, toIso(from)],
  )) as LoopRow[];
  const played = rows.slice(0, MOST_LOOPS);
  const logs = await readLogs(
    tx,
    played.map(({ id }) => id),
    from,
  );
  const rosters = new Map([...logs].map(([id, log]) => [id, rosterIn(log)]));
  const seats = [...logs.values()].flatMap((log) =>
    log.flatMap((fact) => (fact.kind === 'rosterChanged' ? seatsOf(fact.data.roster) : [])),
  );
  const calendars = await rules.calendarsOf(tx, seats, rows[0]?.blackouts ?? []);
  const rubrics = new Map(
    await Promise.all(
      [...new Set(played.map(({ rubric }) => rubric))].map(
        async (id) => [id, await rules.rubric(tx, id)] as const,
      ),
    ),
  );
  const worlds = new Map<Cadence, Map<string, World>>();
  const worldOf = (cadence: Cadence, rubric: string): World => {
    let known = worlds.get(cadence);
    if (!known) worlds.set(cadence, (known = new Map<string, World>()));
    let world = known.get(rubric);
    if (world) return world;
    const document = rubrics.get(rubric)!;
    // Where a rubric lacks the level, its highest counts.
    const level = levelNumber(document, cadence.adoption.level) ?? document.levels.length;
    known.set(rubric, (world = { cadence, level, lead: 0, calendars }));
    return world;
  };
  const byLine = grouped(
    played.filter(({ id }) => rosters.get(id)),
    ({ id }) => lineOf(rosters.get(id)!),
  );
  const visitDays = await visitDaysOf(
    tx,
    seats.map(({ person }) => person),
  );
  return {
    loops: played.length,
    left: rows.length - played.length,
    visitDaysPerWeek: (person) => visitDays.get(person) ?? 1,
    lines: [...byLine.values()].map((line) => ({
      loops: (cadence) =>
        line.map(({ id, rubric }) => ({
          id,
          programId,
          log: logs.get(id)!,
          world: worldOf(cadence, rubric),
        })),
    })),
  };
}

const rosterIn = (log: readonly AnyFact[]): Roster | null => {
  const last = log.findLast((fact) => fact.kind === 'rosterChanged');
  return last ? last.data.roster : null;
};

const lineOf = ({ secondLine, manager, rep }: Roster): PersonId => (secondLine ?? manager ?? rep).person;

async function visitDaysOf(tx: EntityManager, people: readonly PersonId[]): Promise<Map<PersonId, number>> {
  const rows = (await tx.query('SELECT id, visit_days_per_week AS days FROM person WHERE id = ANY($1)', [
    [...new Set(people)],
  ])) as { id: PersonId; days: number }[];
  return new Map(rows.map(({ id, days }) => [id, days]));
}
