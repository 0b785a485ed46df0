import { Injectable } from '@nestjs/common';
import { DataSource } from 'typeorm';
import { toIso } from '../../domain/time.js';
import { unknown } from '../../store/refusal.js';
import { listRollouts, readRollout, type RolloutRow } from '../../store/programs/rollout-progress.js';
import { readLaunch } from '../../store/programs/rollouts.js';
import type { Rollout } from './rollouts.dto.js';

const LATEST = 50;

@Injectable()
export class RolloutsService {
  constructor(private readonly dataSource: DataSource) {}

  async list(programId: string): Promise<{ items: Rollout[] }> {
    const tx = this.dataSource.manager;
    if (!(await readLaunch(tx, programId))) throw unknown('program', programId);
    return { items: (await listRollouts(tx, programId, LATEST)).map(toRollout) };
  }

  async get(id: string): Promise<Rollout> {
    const row = await readRollout(this.dataSource.manager, id);
    if (!row) throw unknown('rollout', id);
    return toRollout(row);
  }
}

const toRollout = ({ programId, createdAt, finishedAt, ...row }: RolloutRow): Rollout => ({
  ...row,
  program: programId,
  createdAt: toIso(createdAt),
  finishedAt: finishedAt === null ? null : toIso(finishedAt),
});
