import { Injectable } from '@nestjs/common';
import { DataSource } from 'typeorm';
import {
  changeProgram,
  createProgram,
  getProgram,
  launchProgram,
  listPrograms,
  setProgramCapabilities,
  type ProgramWithCapabilities,
} from '../../store/programs/programs.js';
import { inTransaction } from '../../store/transaction.js';
import { once, type OnceRequest } from '../common/caller.js';
import { readPage, type Page, type PageQuery } from '../common/page.js';
import { Clock } from '../common/parts.js';
import type {
  CrossingBody,
  LaunchBody,
  LaunchedAnswer,
  NewProgramBody,
  ProgramAnswer,
  ProgramCapabilitiesBody,
  ProgramChangesBody,
} from './programs.dto.js';

const LIST = { name: 'programs by code', keys: 1, positionOf: ({ code }: ProgramAnswer) => [code] };

@Injectable()
export class ProgramsService {
  constructor(
    private readonly dataSource: DataSource,
    private readonly clock: Clock,
  ) {}

  list(query: PageQuery): Promise<Page<ProgramAnswer>> {
    return readPage(LIST, query, async (after, limit) =>
      (await listPrograms(this.dataSource.manager, after?.[0] ?? null, limit)).map(answerOf),
    );
  }

  async get(id: string): Promise<ProgramAnswer> {
    return answerOf(await getProgram(this.dataSource.manager, id));
  }

  async create(body: NewProgramBody): Promise<ProgramAnswer> {
    return answerOf(await inTransaction(this.dataSource, (tx) => createProgram(tx, body, this.clock.now())));
  }

  async change(id: string, body: ProgramChangesBody | CrossingBody): Promise<ProgramAnswer> {
    return answerOf(
      await inTransaction(this.dataSource, (tx) => changeProgram(tx, id, body, this.clock.now())),
    );
  }

  async setCapabilities(id: string, { capabilities }: ProgramCapabilitiesBody): Promise<ProgramAnswer> {
    return answerOf(
      await inTransaction(this.dataSource, (tx) =>
        setProgramCapabilities(tx, id, capabilities, this.clock.now()),
      ),
    );
  }

  launch(request: OnceRequest, id: string, { at, waves }: LaunchBody): Promise<LaunchedAnswer> {
    return once(this.dataSource, request, async (tx) => {
      const { jobId, ...launched } = await launchProgram(
        tx,
        id,
        { at: at ?? request.now, waves: waves ?? null },
        request.now,
      );
      return { ...answerOf(launched), rolloutId: jobId };
    });
  }
}

const answerOf = ({ program, capabilities }: ProgramWithCapabilities): ProgramAnswer => ({
  ...program,
  capabilities: capabilities.map(({ capabilityId, rubricVersionId }) => ({ capabilityId, rubricVersionId })),
  launchAt: program.launchAt?.toISOString() ?? null,
  createdAt: program.createdAt.toISOString(),
});
