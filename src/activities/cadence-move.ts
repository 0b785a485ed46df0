import type { EntityManager } from 'typeorm';
import type { AnyFact } from '../domain/facts.js';
import { playAhead, type ExpectedMessage } from '../domain/loop/ahead.js';
import { lookableFrom } from '../domain/loop/log.js';
import { heardUntil, impactOnNextCycle, staysFor } from '../domain/rehearsal/impact.js';
import { HOUR, type Instant } from '../domain/time.js';
import {
  countMovable,
  lockMove,
  movable,
  moveLoops,
  saveCounted,
  type Movable,
  type Move,
} from '../store/programs/cadence-moves.js';
import { saveProgress, type JobRow } from '../store/running/jobs.js';
import { readLogs } from '../store/loops/log.js';
import { readWorld, readWorldBy } from '../store/loops/world.js';
import type { LoopDependencies } from './looking.js';

/** Loops of one transaction: each is played ahead. */
const BATCH = 100;
const DAY = 24 * HOUR;

type Deps = Pick<LoopDependencies, 'rules' | 'log'>;

/**
 * Moves one batch of open loops to another version of their cadence, as many as the messages that they bring allow.
 * @returns null: the next batch at once; an instant: not before; `rest`: not before somebody says so
 */
export async function moveBatch(
  tx: EntityManager,
  job: JobRow,
  deps: Deps,
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
  const { fitting, behind, counted, anewFrom } = await fits(tx, loops, move, deps, now);
  await moveLoops(tx, move, fitting, now);
  await saveCounted(tx, move.id, anewFrom, counted);
  const done = job.done + fitting.length;
  const isLast = loops.length < BATCH && behind === loops.length;
  await save(isLast ? 'done' : 'running', done, loops[behind - 1]?.id ?? job.cursor);
  if (isLast) return 'done';
  return behind < loops.length ? anewFrom : null;
}

/**
 * The loops before the first one whose messages would be too many. Of one person there is one message a day, however much
 * it tells. It is counted anew once a day has passed since the last of those messages, so that no day has more of them.
 */
async function fits(
  tx: EntityManager,
  loops: readonly Movable[],
  move: Move,
  deps: Deps,
  now: Instant,
): Promise<{
  fitting: Movable[];
  /** Loops that were looked at: those that fit, and those that stay. */
  behind: number;
  counted: number;
  anewFrom: Instant;
}> {
  const { undoes, mostMessages, countedFrom, counted } = move;
  const isAnew = countedFrom === null || now >= countedFrom;
  const before = isAnew ? 0 : counted;
  let anewFrom = isAnew ? now : countedFrom;
  const logs = await readLogs(
    tx,
    loops.map(({ id }) => id),
  );
  const people = new Set<string>();
  const fitting: Movable[] = [];
  let behind = 0;
  for (const loop of loops) {
    const messages = await messagesOf(tx, loop, logs.get(loop.id) ?? [], move, deps, now);
    const then = new Set([...people, ...(messages ?? []).map(({ person }) => person)]);
    const isFirst = before === 0 && people.size === 0;
    if (before + then.size > mostMessages && then.size > people.size && !isFirst) break;
    behind += 1;
    // It stays by its own version; what is undone goes back all the same.
    if (messages === null && undoes === null) continue;
    for (const { person, at } of messages ?? []) {
      people.add(person);
      anewFrom = Math.max(anewFrom, at + DAY);
    }
    fitting.push(loop);
  }
  return { fitting, behind, counted: before + people.size, anewFrom };
}

/**
 * What would be told because a loop is moved; null: for now it cannot go by that version. Of one that is moved from its next
 * cycle on it is what that cycle would bring, where time alone opens it so soon; later ones open as people coach.
 */
async function messagesOf(
  tx: EntityManager,
  loop: Movable,
  told: readonly AnyFact[],
  { undoes, begins }: Move,
  { rules, log }: Deps,
  now: Instant,
): Promise<ExpectedMessage[] | null> {
  try {
    const world = await readWorldBy(tx, rules, { ...loop, cadenceVersionId: loop.to }, told);
    const from = lookableFrom(told, now);
    const before = await readWorld(tx, rules, loop, told);
    if (begins === 'nextCycle')
      return impactOnNextCycle(told, from, before, { version: loop.to, world }).brought;
    if (undoes === null && staysFor(told, from, before, world)) return null;
    return playAhead(told, from, heardUntil(told, from, world), world).messages;
  } catch (error) {
    // Where it is the database that fails, so does the whole batch, and is tried again.
    log.warn({ enrolment: loop.id, err: error }, 'a loop cannot go by another version of its cadence');
    return null;
  }
}
