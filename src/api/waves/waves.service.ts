import { Injectable } from '@nestjs/common';
import { DataSource, type EntityManager } from 'typeorm';
import { toIso, type Instant } from '../../domain/time.js';
import { nextWave, opensAt } from '../../domain/waves.js';
import { countTrained } from '../../store/programs/rollouts.js';
import { inTransaction } from '../../store/transaction.js';
import {
  changeWaves,
  countWaves,
  readWaves,
  revisionOf,
  steerWaves,
  type Step,
} from '../../store/programs/waves.js';
import { Clock } from '../common/parts.js';
import type { TrainedAnswer, WavesAheadBody, WavesAnswer } from './waves.dto.js';

const NOBODY = { reps: 0, loops: 0 };

@Injectable()
export class WavesService {
  constructor(
    private readonly dataSource: DataSource,
    private readonly clock: Clock,
  ) {}

  async trained(programId: string): Promise<TrainedAnswer> {
    const regions = await countTrained(this.dataSource.manager, programId, this.clock.now());
    return { items: regions.map(({ region, reps, loops }) => ({ region, reps, loops })) };
  }

  read(programId: string): Promise<WavesAnswer> {
    return answerOf(this.dataSource.manager, programId, this.clock.now());
  }

  change(programId: string, ahead: WavesAheadBody, read: string | null): Promise<WavesAnswer> {
    return inTransaction(this.dataSource, async (tx) => {
      await changeWaves(tx, programId, ahead, read);
      return answerOf(tx, programId, this.clock.now());
    });
  }

  steer(programId: string, step: Step): Promise<WavesAnswer> {
    return inTransaction(this.dataSource, async (tx) => {
      const now = this.clock.now();
      await steerWaves(tx, programId, step, now);
      return answerOf(tx, programId, now);
    });
  }
}

async function answerOf(tx: EntityManager, programId: string, now: Instant): Promise<WavesAnswer> {
  const plan = await readWaves(tx, programId);
  if (!plan) return { plan: null, revision: 'none' };
  const begun = await countWaves(tx, programId);
  const ahead = await countTrained(tx, programId, now);
  const next = nextWave(plan);
  const at = opensAt(plan);
  const told: WavesAnswer['plan'] = {
    course: next === null ? 'over' : plan.course,
    because: plan.because,
    stoppedAt: plan.stoppedAt === null ? null : toIso(plan.stoppedAt),
    holdDays: plan.holdDays,
    stopWhen: plan.stopWhen,
    waves: plan.waves.map(({ regions, openedAt }, index) => ({
      number: index + 1,
      regions: [...regions],
      openedAt: openedAt === null ? null : toIso(openedAt),
      opensAt: index === next && at !== null ? toIso(at) : null,
      begun: begun.get(index + 1) ?? NOBODY,
      ahead: ahead
        .filter(({ wave }) => wave === index + 1)
        .reduce((sum, { reps, loops }) => ({ reps: sum.reps + reps, loops: sum.loops + loops }), NOBODY),
    })),
  };
  return { plan: told, revision: revisionOf(plan) };
}
