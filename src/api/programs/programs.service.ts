import { Injectable } from '@nestjs/common';
import { DataSource } from 'typeorm';
import { Access, decide } from '../../access/ability.js';
import {
  changeProgram,
  createProgram,
  getProgram,
  launchProgram,
  listPrograms,
  setProgramCapabilities,
  type ProgramWithCapabilities,
} from '../../store/programs/programs.js';
import { tiesToPrograms } from '../../store/rights/standings.js';
import { inTransaction } from '../../store/transaction.js';
import { once, type Actor, type OnceRequest } from '../common/caller.js';
import { readPage, type Page } from '../common/page.js';
import { Clock } from '../common/parts.js';
import type {
  CrossingBody,
  LaunchBody,
  LaunchedAnswer,
  NewProgramBody,
  ProgramAnswer,
  ProgramCapabilitiesBody,
  ProgramChangesBody,
  ProgramsQuery,
} from './programs.dto.js';

const LIST = { name: 'programs by code', keys: 1, positionOf: ({ code }: ProgramAnswer) => [code] };

@Injectable()
export class ProgramsService {
  constructor(
    private readonly dataSource: DataSource,
    private readonly clock: Clock,
  ) {}

  async list({ figures, ...query }: ProgramsQuery, by: Actor): Promise<Page<ProgramAnswer>> {
    const tx = this.dataSource.manager;
    const among = figures ? await this.withFiguresFor(by) : null;
    return readPage(LIST, query, async (after, limit) =>
      (await listPrograms(tx, after?.[0] ?? null, limit, among)).map(answerOf),
    );
  }

  /** The ids of the programs whose figures somebody may see; null: of all. */
  private async withFiguresFor({ by, scopes, personId }: Actor): Promise<string[] | null> {
    const key = by.kind === 'key' ? Access.ofKey(scopes ?? []) : null;
    if (personId === null) return key?.may('insight.read') ? null : [];
    const ties = await tiesToPrograms(this.dataSource.manager, personId, this.clock.now());
    return [...ties].flatMap(([id, to]) => (decide('insight.read', key, new Access(to)) === 'may' ? id : []));
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
