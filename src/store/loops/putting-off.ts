import { lookableFrom } from '../../domain/loop/log.js';
import type { EntityManager } from 'typeorm';
import { heldAfter, type PuttingOff } from '../../domain/loop/putting-off.js';
import type { Instant } from '../../domain/time.js';
import { readLog } from './log.js';
import type { Rules } from './rules.js';
import { readWorld, RULED_BY, type RuledBy } from './world.js';

/** Until when what is open in an enrolment would be held once this is said (`heldAfter`). Null: the loop cannot decide. */
export async function readHeldAfter(
  tx: EntityManager,
  rules: Rules,
  enrolmentId: string,
  answer: PuttingOff,
  now: Instant,
): Promise<ReadonlyMap<string, Instant | null> | null> {
  const [ruledBy] = (await tx.query(
    `SELECT ${RULED_BY} FROM enrolment e JOIN program p ON p.id = e.program_id WHERE e.id = $1`,
    [enrolmentId],
  )) as RuledBy[];
  if (!ruledBy) return null;
  const log = await readLog(tx, enrolmentId);
  const world = await readWorld(tx, rules, ruledBy, log);
  const newest = lookableFrom(log, now);
  try {
    return heldAfter(log, answer, newest, world);
  } catch {
    return null;
  }
}
