import type { EntityManager } from 'typeorm';
import type { Instant } from '../domain/time.js';
import { nextWave, opensAt, turnOf } from '../domain/waves.js';
import { saveProgress, type JobRow } from '../store/running/jobs.js';
import { tellOfWave } from '../store/programs/wave-messages.js';
import { FEWEST_REPS, lockWaves, openWave, readBegun, stopWaves } from '../store/programs/waves.js';

/**
 * Lets the next wave of a program begin once its hold is over and no rule stops it; its owner hears either.
 * @returns an instant: not before; `rest`: not before somebody says so
 */
export async function waveBatch(
  tx: EntityManager,
  job: JobRow,
  lanes: number,
  now: Instant,
): Promise<Instant | null | 'rest' | 'done'> {
  const plan = job.programId === null ? null : await lockWaves(tx, job.programId);
  if (!plan) throw new Error(`the job ${job.id} goes through the waves of a program that has none`);
  const { programId, waves } = plan;
  const turn = await turnOf(plan, () => readBegun(tx, programId), FEWEST_REPS, now);
  const begun = turn.turn === 'opens' ? turn.wave + 1 : (nextWave(plan) ?? waves.length);
  const isOver = begun === waves.length;
  await saveProgress(
    tx,
    job.id,
    { state: isOver ? 'done' : 'running', total: waves.length, done: begun, cursor: null },
    now,
  );
  switch (turn.turn) {
    case 'waits':
      return turn.until;
    case 'rests':
      return 'rest';
    case 'stops':
      await stopWaves(tx, programId, turn.because, now);
      await tellOfWave(tx, programId, turn.wave, 'stopped', lanes, now);
      return 'rest';
    case 'opens':
      await openWave(tx, programId, turn.wave, now);
      await tellOfWave(tx, programId, turn.wave, 'opened', lanes, now);
      return isOver
        ? 'done'
        : opensAt({ ...plan, waves: waves.with(turn.wave, { ...waves[turn.wave]!, openedAt: now }) });
    case 'over':
      return 'done';
  }
}
