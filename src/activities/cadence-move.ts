import type { EntityManager } from 'typeorm';
import { playAhead } from '../domain/loop/ahead.js';
import { lookableFrom } from '../domain/loop/log.js';
import { HOUR, type Instant } from '../domain/time.js';
import {
  countMovable,
  lockMove,
  movable,
  moveLoops,
  saveCounted,
  type Movable,
  type Move,
} from '../store/cadence-moves.js';
import { saveProgress, type JobRow } from '../store/jobs.js';
import { readLogs } from '../store/log.js';
import type { Rules } from '../store/rules.js';
import { readWorld } from '../store/world.js';

/** Loops of one transaction: each is played a day ahead. */
const BATCH = 100;
const DAY = 24 * HOUR;

/**
 * Moves one batch of open loops to another version of their cadence, as many as the messages that they bring allow.
 * @returns null: the next batch at once; an instant: not before; `rest`: not before somebody says so
 */
export async function moveBatch(
  tx: EntityManager,
  job: JobRow,
  rules: Rules,
  now: Instant,
): Promise<Instant | null | 'rest' | 'done'> {
  const move = await lockMove(tx, job.id);
  const total = job.total ?? (move ? await countMovable(tx, move) : 0);
  const save = (state: JobRow['state'], done: number, cursor: string | null): Promise<void> =>
    saveProgress(
      tx,
      job.id,
      { state, total: state === 'done' ? done : Math.max(total, done), done, cursor },
      now,
    );
  if (!move || move.course === 'cancelled') {
    await save('done', job.done, job.cursor);
    return 'done';
  }
  if (move.course === 'paused') {
    await save('running', job.done, job.cursor);
    return 'rest';
  }
  const loops = await movable(tx, move, job.cursor, BATCH, true);
  const counting = countedSince(move, now);
  const { fitting, counted } = await fits(tx, loops, move, counting.counted, rules, now);
  await moveLoops(tx, move, fitting, now);
  await saveCounted(tx, move.id, counting.from, counted);
  const done = job.done + fitting.length;
  const isLast = loops.length < BATCH && fitting.length === loops.length;
  await save(isLast ? 'done' : 'running', done, fitting.at(-1)?.id ?? job.cursor);
  if (isLast) return 'done';
  return fitting.length < loops.length ? counting.from + DAY : null;
}

/** A day is counted from its first batch on. */
function countedSince({ countedFrom, counted }: Move, now: Instant): { from: Instant; counted: number } {
  return countedFrom === null || now >= countedFrom + DAY
    ? { from: now, counted: 0 }
    : { from: countedFrom, counted };
}

/** The loops before the first one whose messages of the next day would be too many. */
async function fits(
  tx: EntityManager,
  loops: readonly Movable[],
  { mostMessages }: Move,
  before: number,
  rules: Rules,
  now: Instant,
): Promise<{ fitting: Movable[]; counted: number }> {
  const logs = await readLogs(
    tx,
    loops.map(({ id }) => id),
  );
  const people = new Set<string>();
  const fitting: Movable[] = [];
  for (const loop of loops) {
    const log = logs.get(loop.id) ?? [];
    const world = await readWorld(tx, rules, { ...loop, cadenceVersionId: loop.to }, log);
    const from = lookableFrom(log, now);
    // Of one person there is one message a day, however much it tells.
    const told = playAhead(log, from, from + DAY, world).messages.map(({ person }) => person);
    const then = new Set([...people, ...told]);
    const isFirst = before === 0 && fitting.length === 0;
    if (before + then.size > mostMessages && then.size > people.size && !isFirst) break;
    for (const person of told) people.add(person);
    fitting.push(loop);
  }
  return { fitting, counted: before + people.size };
}
