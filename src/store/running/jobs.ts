import type { EntityManager } from 'typeorm';
import { v7 as uuid } from 'uuid';
import { toIso, type Instant } from '../../domain/time.js';
import type { JobKind } from '../../entities/index.js';
import { hintRelay } from '../loops/log.js';

export interface JobRow {
  id: string;
  kind: JobKind;
  programId: string | null;
  personIds: string[];
  /** What no roster shows. */
  cause: 'blackout' | null;
  state: 'queued' | 'running' | 'done';
  total: number | null;
  done: number;
  cursor: string | null;
}

async function queue(
  tx: EntityManager,
  kind: JobKind,
  programId: string | null,
  personIds: readonly string[],
  now: Instant,
  cause: JobRow['cause'] = null,
): Promise<string> {
  const id = uuid();
  await tx.query(
    `INSERT INTO job (id, kind, program_id, person_ids, state, created_at, ring_seq, cause) VALUES ($1, $2, $3, $4, 'queued', $5, 1, $6)`,
    [id, kind, programId, personIds, toIso(now), cause],
  );
  await hintRelay(tx);
  return id;
}

/** Opens the loops that a launched program still lacks. The program's loops open in batches, behind this transaction. */
export const queueLaunch = (tx: EntityManager, programId: string, now: Instant): Promise<string> =>
  queue(tx, 'rolloutLaunch', programId, [], now);

/** Lets the waves of a program begin one after the other, behind this transaction. */
export const queueWaves = (tx: EntityManager, programId: string, now: Instant): Promise<string> =>
  queue(tx, 'rolloutWaves', programId, [], now);

/** Tells the loops of these people that a calendar, manager, delegate or co-coach of theirs has changed. */
export async function queueRosterChange(
  tx: EntityManager,
  personIds: readonly string[],
  now: Instant,
): Promise<void> {
  if (personIds.length > 0) await queue(tx, 'rosterChange', null, [...new Set(personIds)].sort(), now);
}

/** Tells the loops of a program's reps that its owner, its sponsor or its blackouts have changed. */
export async function queueProgramChange(
  tx: EntityManager,
  programId: string,
  repIds: readonly string[],
  cause: JobRow['cause'],
  now: Instant,
): Promise<void> {
  if (repIds.length > 0) await queue(tx, 'rosterChange', programId, repIds, now, cause);
}

/** Lets open loops of a program go by another version of a cadence, behind this transaction. */
export const queueCadenceMove = (tx: EntityManager, programId: string, now: Instant): Promise<string> =>
  queue(tx, 'cadenceMove', programId, [], now);

/** Plays a cadence over a program's people, behind this transaction. */
export const queueSimulation = (tx: EntityManager, programId: string, now: Instant): Promise<string> =>
  queue(tx, 'simulation', programId, [], now);

/** Goes through everybody's calendars, behind this transaction: holidays are others than they were. */
export const queueCalendarChange = (tx: EntityManager, now: Instant): Promise<string> =>
  queue(tx, 'calendarChange', null, [], now);

/** That a job `j` stands still as somebody wishes, as a condition in SQL: a move that rests, waves that are held or stopped. */
export const RESTS_ON_PURPOSE = `(
  EXISTS (SELECT 1 FROM cadence_move m WHERE m.id = j.id AND m.course = 'paused')
  OR EXISTS (SELECT 1 FROM wave_plan w WHERE w.job_id = j.id AND w.course <> 'going'))`;

/** Locks a job's row for one batch; null if there is none. */
export async function lockJob(tx: EntityManager, id: string): Promise<JobRow | null> {
  const [row] = (await tx.query(
    `SELECT id, kind, program_id AS "programId", person_ids AS "personIds", cause, state, total, done, cursor FROM job WHERE id = $1 FOR UPDATE`,
    [id],
  )) as JobRow[];
  return row ?? null;
}

export async function saveProgress(
  tx: EntityManager,
  id: string,
  progress: Pick<JobRow, 'state' | 'total' | 'done' | 'cursor'>,
  now: Instant,
): Promise<void> {
  await tx.query(
    `UPDATE job SET state = $2, total = $3, done = $4, cursor = $5, finished_at = CASE WHEN $2 = 'done' THEN $6::timestamptz END WHERE id = $1`,
    [id, progress.state, progress.total, progress.done, progress.cursor, toIso(now)],
  );
}

/** @throws Error if there is no such job: it was claimed by its id a moment ago */
export async function readJobKind(tx: EntityManager, id: string): Promise<JobKind> {
  const [row] = (await tx.query('SELECT kind FROM job WHERE id = $1', [id])) as { kind: JobKind }[];
  if (!row) throw new Error(`there is no job ${id}`);
  return row.kind;
}
