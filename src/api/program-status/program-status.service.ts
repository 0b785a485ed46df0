import { Injectable } from '@nestjs/common';
import { DataSource } from 'typeorm';
import { toIso } from '../../domain/time.js';
import { programStatus } from '../../insights/program-status.js';
import { unknown } from '../../store/refusal.js';
import { readLaunch } from '../../store/rollouts.js';
import { Clock } from '../common/parts.js';
import type { ProgramStatusAnswer } from './program-status.dto.js';

@Injectable()
export class ProgramStatusService {
  constructor(
    private readonly dataSource: DataSource,
    private readonly clock: Clock,
  ) {}

  async get(programId: string): Promise<ProgramStatusAnswer> {
    const tx = this.dataSource.manager;
    if (!(await readLaunch(tx, programId))) throw unknown('program', programId);
    const now = this.clock.now();
    const cells = await programStatus(tx, programId, new Date(now));
    return {
      program: programId,
      at: toIso(now),
      enrolments: cells.reduce((sum, { enrolments }) => sum + enrolments, 0),
      cells: cells.map(({ capabilityId, capability, ...counts }) => ({
        ...counts,
        capability: { id: capabilityId, code: capability },
      })),
    };
  }
}
