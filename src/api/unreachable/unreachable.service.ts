import { Injectable } from '@nestjs/common';
import { DataSource } from 'typeorm';
import { toIso } from '../../domain/time.js';
import { readUnreachable } from '../../store/messages/unreachable.js';
import { Clock } from '../common/parts.js';
import type { UnreachableAnswer } from './unreachable.dto.js';

@Injectable()
export class UnreachableService {
  constructor(
    private readonly dataSource: DataSource,
    private readonly clock: Clock,
  ) {}

  /** @param viewer whose function alone is shown; null: all */
  async list(programId: string, viewer: string | null): Promise<UnreachableAnswer> {
    const rows = await readUnreachable(this.dataSource.manager, programId, viewer, this.clock.now());
    return {
      items: rows.map(({ id, name, since, ...rest }) => ({
        person: { id, name },
        since: toIso(since),
        ...rest,
      })),
    };
  }
}
