import type { EntityManager } from 'typeorm';
import { levelNumber, type Rubric } from '../../domain/rubric.js';
import type { Cadence } from '../../domain/cadence.js';
import { toIso, type Instant } from '../../domain/time.js';
import type { Begins } from '../../domain/words.js';
import { ms } from '../instants.js';
import { lockJob, queueCadenceMove } from '../running/jobs.js';
import { ringAtOnce } from '../running/bells.js';
import { lacksLevel } from './levels.js';
import { Refusal, unknown } from '../refusal.js';
import { tellMany } from '../loops/tellings.js';
import { RULED_BY, type RuledBy } from '../loops/world.js';

/** Which open loops of a program are meant. */
export interface Scope {
  programId: string;
  /** Of the reps; null: all. */
  region: string | null;
}

export interface NewMove extends Scope {
  cadenceVersionId: string;
  begins: Begins;
  /** Messages that it may bring about in 24 hours. */
  mostMessages: number;
  /** Null: a machine. */
  askedBy: string | null;
}

export interface Move extends Scope {
  id: string;
  /** Null: each loop goes back to the version before the move that is undone. */
  cadenceVersionId: string | null;
  undoes: string | null;
  begins: Begins;
  mostMessages: number;
  /** When messages are counted anew; null: none was counted yet. */
  countedFrom: Instant | null;
  counted: number;
  course: 'going' | 'paused' | 'cancelled';
  askedBy: string | null;
}

/** An open loop with the version to which it is to be moved. */
export interface Movable extends RuledBy {
  id: string;
  to: string;
}

const COLUMNS = `m.id, m.program_id AS "programId", m.region, m.cadence_version_id AS "cadenceVersionId", m.undoes, m.begins,
  m.most_messages AS "mostMessages", ${ms('m.counted_from')} AS "countedFrom", m.counted, m.course, m.asked_by AS "askedBy"`;

/**
 * Moves open loops of a program to a published version, behind this transaction.
 * @throws Refusal `invalid` for an unknown version or one whose level a rubric of these loops lacks; `conflict` while
 * another move of the program is under way
 */
export async function startMove(tx: EntityManager, move: NewMove, now: Instant): Promise<string> {
  await refuseBeside(tx, move.programId);
  await requireVersion(tx, move.programId, move.cadenceVersionId);
  return insert(tx, { ...move, undoes: null }, now);
}

/** Moves back what a move has moved and nothing has moved since. */
export async function undoMove(
  tx: EntityManager,
  programId: string,
  id: string,
  askedBy: string | null,
  now: Instant,
): Promise<string> {
  const move = await lockMove(tx, id);
  if (move?.programId !== programId) throw unknown('move', id);
  if (move.undoes !== null) throw new Refusal('conflict', { code: 'moveWentBack' });
  await refuseBeside(tx, programId);
  return insert(tx, { ...move, begins: 'atOnce', cadenceVersionId: null, undoes: id, askedBy }, now);
}

async function insert(
  tx: EntityManager,
  {
    programId,
    cadenceVersionId,
    region,
    mostMessages,
    undoes,
    begins,
    askedBy,
  }: Omit<Move, 'id' | 'counted' | 'countedFrom' | 'course'>,
  now: Instant,
): Promise<string> {
  const id = await queueCadenceMove(tx, programId, now);
  await tx.query(
    `INSERT INTO cadence_move (id, program_id, cadence_version_id, region, most_messages, undoes, begins, asked_by) VALUES ($1, $2, $3, $4, $5, $6, $7, $8)`,
    [id, programId, cadenceVersionId, region, mostMessages, undoes, begins, askedBy],
  );
  return id;
}

/** One move at a time, so that each can be undone by itself. */
async function refuseBeside(tx: EntityManager, programId: string): Promise<void> {
  await tx.query('SELECT 1 FROM program WHERE id = $1 FOR NO KEY UPDATE', [programId]);
  const [other] = (await tx.query(
    `SELECT m.id FROM cadence_move m JOIN job j ON j.id = m.id WHERE m.program_id = $1 AND j.state <> 'done'`,
    [programId],
  )) as { id: string }[];
  if (other)
    throw new Refusal(
      'conflict',
      { code: 'moveUnderWay' },
      {
        move: other.id,
      },
    );
}

/** @throws Refusal `invalid` for an unknown version or one whose level a rubric of the program's open loops lacks */
export async function requireVersion(tx: EntityManager, programId: string, versionId: string): Promise<void> {
  const [version] = (await tx.query('SELECT document FROM cadence_version WHERE id = $1', [versionId])) as {
    document: Cadence;
  }[];
  if (!version)
    throw new Refusal('invalid', `There is no cadence version with the id ${versionId}. Publish one first.`);
  await requireLevel(tx, programId, version.document);
}

/** Every open loop must be able to reach the level that a cadence asks for; else throws a Refusal (`invalid`). */
export async function requireLevel(
  tx: EntityManager,
  programId: string,
  { adoption: { level } }: Cadence,
): Promise<void> {
  const rubrics = (await tx.query(
    `SELECT DISTINCT c.code, v.id, v.document FROM enrolment e JOIN rubric_version v ON v.id = e.rubric_version_id
       JOIN capability c ON c.id = v.capability_id WHERE e.program_id = $1 AND e.ended_at IS NULL`,
    [programId],
  )) as { code: string; document: Rubric }[];
  const without = rubrics.find(({ document }) => levelNumber(document, level) === null);
  if (without) throw new Refusal('invalid', lacksLevel(level, without.code, without.document));
}

/** Locks a move for one batch, or for whoever changes its course. */
export async function lockMove(tx: EntityManager, id: string): Promise<Move | null> {
  const [row] = (await tx.query(`SELECT ${COLUMNS} FROM cadence_move m WHERE m.id = $1 FOR UPDATE`, [
    id,
  ])) as Move[];
  return row ?? null;
}

/** The last word on a loop's version is a plan for its next cycle, which has not begun. */
const IS_PLANNED = `coalesce(f.data ->> 'begins' = 'nextCycle', false)`;

/**
 * $1 program, $2 region, $3 version, $4 the move that is undone, $5 when it begins. Whatever was moved goes back, though its
 * rep has another region by now or it could not decide by that version; so does what only waits for its next cycle.
 */
const MOVABLE = `
  FROM enrolment e JOIN program p ON p.id = e.program_id JOIN person r ON r.id = e.rep_id
  LEFT JOIN LATERAL (SELECT f.data FROM fact f WHERE f.enrolment_id = e.id AND f.kind IN ('cadenceMoved', 'versionBegun') ORDER BY f.seq DESC LIMIT 1) f ON true
 WHERE e.program_id = $1 AND e.ended_at IS NULL
   AND CASE WHEN $4::uuid IS NULL
       THEN e.cadence_version_id <> $3::uuid AND e.fault IS NULL AND ($2::text IS NULL OR r.region = $2)
            AND NOT ($5 = 'nextCycle' AND ${IS_PLANNED} AND f.data ->> 'to' = $3::text)
       ELSE f.data ->> 'moveId' = $4::text AND (${IS_PLANNED} OR f.data ->> 'to' = e.cadence_version_id::text) END`;

/** Which loops a move is about. */
export type Moving = Pick<Move, 'programId' | 'region' | 'cadenceVersionId' | 'undoes' | 'begins'>;

const ofMove = ({ programId, region, cadenceVersionId, undoes, begins }: Moving) =>
  [programId, region, cadenceVersionId, undoes, begins] as const;

export async function countMovable(tx: EntityManager, move: Moving): Promise<number> {
  const [row] = (await tx.query(`SELECT count(*)::int AS count ${MOVABLE}`, [...ofMove(move)])) as {
    count: number;
  }[];
  return row!.count;
}

/** In which regions reps of a program have open loops, by name. */
export const openByRegion = (
  tx: EntityManager,
  programId: string,
): Promise<{ region: string; loops: number }[]> =>
  tx.query(
    `SELECT r.region, count(*)::int AS loops FROM enrolment e JOIN person r ON r.id = e.rep_id
      WHERE e.program_id = $1 AND e.ended_at IS NULL AND r.region IS NOT NULL GROUP BY r.region ORDER BY r.region`,
    [programId],
  );

/** Loops that are still to be moved, behind a cursor of ids. */
export const movable = (
  tx: EntityManager,
  move: Moving,
  after: string | null,
  limit: number,
  locked: boolean,
): Promise<Movable[]> =>
  tx.query(
    `SELECT e.id, ${RULED_BY}, coalesce($3::uuid, (f.data ->> 'from')::uuid) AS "to" ${MOVABLE} AND ($6::uuid IS NULL OR e.id > $6)
      ORDER BY e.id LIMIT $7 ${locked ? 'FOR NO KEY UPDATE OF e' : ''}`,
    [...ofMove(move), after, limit],
  );

/** Moves loops, whose rows are locked, now or from their next cycle on; each says so in its log and looks again. */
export async function moveLoops(
  tx: EntityManager,
  { id: moveId, askedBy: actorId, begins }: Move,
  loops: readonly Movable[],
  now: Instant,
): Promise<void> {
  if (loops.length === 0) return;
  if (begins === 'atOnce')
    await tx.query(
      `UPDATE enrolment e SET cadence_version_id = m.version FROM unnest($1::uuid[], $2::uuid[]) AS m (id, version) WHERE e.id = m.id`,
      [loops.map(({ id }) => id), loops.map(({ to }) => to)],
    );
  const later = begins === 'nextCycle' ? { begins } : {};
  const tellings = loops.map(({ id: enrolmentId, cadenceVersionId: from, to }) => ({
    enrolmentId,
    fact: { kind: 'cadenceMoved' as const, happenedAt: now, actorId, data: { moveId, from, to, ...later } },
  }));
  await tellMany(tx, tellings, now);
}

/** Keeps how many messages were counted, and when that begins anew. */
export async function saveCounted(
  tx: EntityManager,
  id: string,
  countedFrom: Instant,
  counted: number,
): Promise<void> {
  await tx.query('UPDATE cadence_move SET counted_from = $2, counted = $3 WHERE id = $1', [
    id,
    toIso(countedFrom),
    counted,
  ]);
}

/** Lets a move rest, go on, or end where it is. */
export async function steerMove(
  tx: EntityManager,
  programId: string,
  id: string,
  course: Move['course'],
): Promise<void> {
  // The job first, as a batch locks them.
  const job = await lockJob(tx, id);
  const move = await lockMove(tx, id);
  if (!job || move?.programId !== programId) throw unknown('move', id);
  if (job.state === 'done' || move.course === 'cancelled')
    throw new Refusal(
      'conflict',
      { code: 'moveEnded' },
      {
        allowed: ['undo it', 'start another'],
      },
    );
  await tx.query('UPDATE cadence_move SET course = $2 WHERE id = $1', [id, course]);
  await ringAtOnce(tx, 'job', [id]);
}

export interface MoveRow extends Omit<Move, 'askedBy' | 'countedFrom' | 'counted'> {
  state: 'queued' | 'running' | 'done';
  total: number | null;
  moved: number;
  createdAt: Instant;
  finishedAt: Instant | null;
  /** When it goes on by itself, where it has brought as many messages as it may. */
  restsUntil: Instant | null;
}

/** The latest moves of a program, newest first; one alone by its id. */
export const readMoves = (
  tx: EntityManager,
  programId: string,
  id: string | null,
  limit: number,
): Promise<MoveRow[]> =>
  tx.query(
    `SELECT ${COLUMNS}, j.state, j.total, j.done AS moved, ${ms('j.created_at')} AS "createdAt", ${ms('j.finished_at')} AS "finishedAt",
            ${ms('j.wake_at')} AS "restsUntil"
       FROM cadence_move m JOIN job j ON j.id = m.id WHERE m.program_id = $1 AND ($2::uuid IS NULL OR m.id = $2)
      ORDER BY j.created_at DESC, m.id DESC LIMIT $3`,
    [programId, id, limit],
  );
