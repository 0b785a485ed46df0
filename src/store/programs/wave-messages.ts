import type { EntityManager } from 'typeorm';
import { OPENED, STOPPED, waveKey } from '../../domain/message/subject.js';
import { toIso, type Instant } from '../../domain/time.js';
import { nextWave, opensAt, type StopReason, type StopRules } from '../../domain/waves.js';
import { tellFigures } from '../figures/messages.js';
import { mayHear, takersOf } from '../figures/readers.js';
import { readWaves } from './waves.js';

/** Tells whoever answers for a program that its next wave has begun, or that a rule has stopped it. */
export async function tellOfWave(
  tx: EntityManager,
  programId: string,
  wave: number,
  what: 'opened' | 'stopped',
  lanes: number,
  now: Instant,
): Promise<void> {
  const people = (await takersOf(tx, programId, now)).filter(({ reader }) => reader === 'programOwner');
  const rung = what === 'opened' ? OPENED : STOPPED;
  await tellFigures(tx, [{ subject: waveKey(programId, wave), rung, people }], lanes, now);
}

/** What a message says of a wave, as things stand. */
export interface WaveItemRow {
  program: string;
  /** Counted from 1. */
  wave: number;
  of: number;
  /** Those that it names; with the last come all that none names. */
  regions: readonly string[];
  /** Empty: it has begun. */
  because: StopReason[];
  stopWhen: StopRules;
  /** When the one after it begins, if nothing stops it; null: none does by itself. */
  nextAt: Instant | null;
}

/** The waves that a message speaks of; nothing of a stop that is over. */
export async function readWaveItems(
  tx: EntityManager,
  deliveryId: string,
  now: Instant,
): Promise<WaveItemRow[]> {
  const rows = (await tx.query(
    `SELECT p.id AS "programId", p.name AS program, split_part(n.obligation, '/', 3)::int AS wave, n.rung
       FROM nudge n
       JOIN program p ON p.id = CASE WHEN n.obligation LIKE 'wave/%' THEN split_part(n.obligation, '/', 2)::uuid END
      WHERE n.delivery_id = $1 AND n.enrolment_id IS NULL AND n.state IN ('claimed', 'handedOver') AND ${mayHear('$2')}
      ORDER BY n.place, n.id`,
    [deliveryId, toIso(now)],
  )) as { programId: string; program: string; wave: number; rung: number }[];
  const items: WaveItemRow[] = [];
  for (const { programId, program, wave, rung } of rows) {
    const plan = await readWaves(tx, programId);
    const told = plan?.waves[wave];
    const isOver = rung === STOPPED && (plan?.course !== 'stopped' || nextWave(plan) !== wave);
    if (!plan || !told || isOver) continue;
    items.push({
      program,
      wave: wave + 1,
      of: plan.waves.length,
      regions: told.regions,
      because: rung === STOPPED ? plan.because : [],
      stopWhen: plan.stopWhen,
      nextAt: opensAt(plan),
    });
  }
  return items;
}
