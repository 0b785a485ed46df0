import type { DataSource, EntityManager } from 'typeorm';
import { step } from '../domain/loop/step.js';
import { readCourse } from '../domain/loop/course.js';
import type { AnyFact } from '../domain/facts.js';
import type { Instant } from '../domain/time.js';
import type { Phase } from '../domain/words.js';
import { leadOf } from '../store/running/lanes.js';
import { readLog } from '../store/loops/log.js';
import { lockLoop, saveFault, saveOutcome } from '../store/loops/loops.js';
import type { Rules } from '../store/loops/rules.js';
import { inTransaction } from '../store/transaction.js';
import { readWorld } from '../store/loops/world.js';

export interface Log {
  info(fields: object, text: string): void;
  warn(fields: object, text: string): void;
  error(fields: object, text: string): void;
}

export interface LoopDependencies {
  dataSource: DataSource;
  rules: Rules;
  /** How many delivery lanes there are. */
  lanes: number;
  /** Loops wake ahead of a slot, spread over so many milliseconds before it. */
  spread: number;
  /** Names the code that decides, so that what it could not decide is tried again by another. */
  build: string;
  log: Log;
}

export interface Looked {
  phase: Phase | 'fault' | 'gone';
  wakeAt: Instant | null;
  why: string;
  ended: boolean;
  /** It wakes sooner than was known before: whoever sleeps for it has to hear of that. */
  sooner?: boolean;
}

/** The rules could not decide on a log: rolled back, remembered, and no other loop's trouble. */
class Fault extends Error {
  /** @param ringSeq the bell as it was when the log was read: what came later is still to be looked at */
  constructor(
    message: string,
    readonly ringSeq: number,
    cause: unknown,
  ) {
    super(message, { cause });
  }
}

/**
 * Looks at one loop inside a transaction: locks its row, reads its log, decides, stores the decision whole. An
 * earlier `now` than the loop has seen counts as the one it has seen, so that looking twice is harmless.
 */
async function lookIn(tx: EntityManager, id: string, now: Instant, deps: LoopDependencies): Promise<Looked> {
  const loop = await lockLoop(tx, id);
  if (!loop) return { phase: 'gone', wakeAt: null, why: 'gone', ended: true };
  const facts = await readLog(tx, id);
  const seen = facts.reduce(
    (latest, fact) => Math.max(latest, fact.recordedAt),
    Math.max(now, loop.lookedAt ?? 0),
  );
  const world = await readWorld(tx, deps.rules, loop, facts, leadOf(id, deps.spread));
  const { outcome, manager } = decide(facts, seen, world, loop.ringSeq);
  await saveOutcome(tx, loop, outcome, manager, seen, deps.lanes);
  const { standing, wakeAt, why, ended } = outcome;
  const sooner = wakeAt !== null && wakeAt < (loop.wakeAt ?? Infinity);
  return { phase: standing.phase, wakeAt, why, ended, sooner };
}

function decide(facts: readonly AnyFact[], now: Instant, world: Parameters<typeof step>[2], ringSeq: number) {
  try {
    return { outcome: step(facts, now, world), manager: readCourse(facts).roster.manager?.person ?? null };
  } catch (error) {
    throw new Fault(error instanceof Error ? error.message : String(error), ringSeq, error);
  }
}

/** Looks at one loop in a transaction of its own. A loop that cannot decide is marked and waits for news. */
export async function look(id: string, now: Instant, deps: LoopDependencies): Promise<Looked> {
  try {
    return await inTransaction(deps.dataSource, (tx) => lookIn(tx, id, now, deps));
  } catch (error) {
    if (!(error instanceof Fault)) throw error;
    return inTransaction(deps.dataSource, (tx) => mark(tx, id, error, now, deps));
  }
}

/** The same as a part of a transaction that goes on, also where the loop cannot decide. */
export async function lookAmongOthers(
  tx: EntityManager,
  id: string,
  now: Instant,
  deps: LoopDependencies,
): Promise<Looked> {
  try {
    return await tx.transaction((nested) => lookIn(nested, id, now, deps));
  } catch (error) {
    if (!(error instanceof Fault)) throw error;
    return mark(tx, id, error, now, deps);
  }
}

async function mark(
  tx: EntityManager,
  id: string,
  fault: Fault,
  now: Instant,
  { build, log }: LoopDependencies,
): Promise<Looked> {
  log.error(
    { enrolment: id, err: fault.cause },
    'a loop could not decide; it waits for a new fact or a new build',
  );
  await saveFault(tx, id, fault, build, now);
  return { phase: 'fault', wakeAt: null, why: 'fault', ended: false };
}
