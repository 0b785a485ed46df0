import { Injectable } from '@nestjs/common';
import { DataSource } from 'typeorm';
import { ERASED_NAME, erasePerson } from '../../store/people/erasure.js';
import { inTransaction } from '../../store/transaction.js';
import { Clock } from '../common/parts.js';
import type { ErasureAnswer } from './erasure.dto.js';

@Injectable()
export class ErasureService {
  constructor(
    private readonly dataSource: DataSource,
    private readonly clock: Clock,
  ) {}

  async erase(id: string): Promise<ErasureAnswer> {
    await inTransaction(this.dataSource, (tx) => erasePerson(tx, id, this.clock.now()));
    return { person: id, name: ERASED_NAME };
  }
}
