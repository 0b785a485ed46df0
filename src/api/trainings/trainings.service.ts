import { Injectable } from '@nestjs/common';
import { DataSource } from 'typeorm';
import {
  createTraining,
  getTraining,
  listTrainings,
  setTrainingCapabilities,
  type TrainingWithCapabilities,
} from '../../store/programs/trainings.js';
import { inTransaction } from '../../store/transaction.js';
import { readPage, type Page, type PageQuery } from '../common/page.js';
import { Clock } from '../common/parts.js';
import type { NewTrainingBody, TrainingAnswer, TrainingCapabilitiesBody } from './trainings.dto.js';

const LIST = { name: 'trainings by code', keys: 1, positionOf: ({ code }: TrainingAnswer) => [code] };

@Injectable()
export class TrainingsService {
  constructor(
    private readonly dataSource: DataSource,
    private readonly clock: Clock,
  ) {}

  list(query: PageQuery): Promise<Page<TrainingAnswer>> {
    return readPage(LIST, query, async (after, limit) =>
      (await listTrainings(this.dataSource.manager, after?.[0] ?? null, limit)).map(answerOf),
    );
  }

  async get(id: string): Promise<TrainingAnswer> {
    return answerOf(await getTraining(this.dataSource.manager, id));
  }

  async create(body: NewTrainingBody): Promise<TrainingAnswer> {
    return answerOf(await inTransaction(this.dataSource, (tx) => createTraining(tx, body, this.clock.now())));
  }

  async setCapabilities(id: string, { capabilityIds }: TrainingCapabilitiesBody): Promise<TrainingAnswer> {
    return answerOf(
      await inTransaction(this.dataSource, (tx) =>
        setTrainingCapabilities(tx, id, capabilityIds, this.clock.now()),
      ),
    );
  }
}

const answerOf = ({ training, capabilityIds }: TrainingWithCapabilities): TrainingAnswer => ({
  id: training.id,
  code: training.code,
  name: training.name,
  capabilityIds,
  createdAt: training.createdAt.toISOString(),
});
