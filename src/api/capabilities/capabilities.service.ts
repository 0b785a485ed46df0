import { Injectable } from '@nestjs/common';
import { DataSource, type EntityManager } from 'typeorm';
import type { Capability, RubricVersion } from '../../entities/index.js';
import {
  createCapability,
  getCapability,
  listCapabilities,
  listRubrics,
  newestRubrics,
  publishRubric,
  renameCapability,
} from '../../store/programs/capabilities.js';
import { inTransaction } from '../../store/transaction.js';
import { once, type OnceRequest } from '../common/caller.js';
import { readPage, type Page, type PageQuery } from '../common/page.js';
import { Clock } from '../common/parts.js';
import type {
  CapabilityAnswer,
  CapabilityChangesBody,
  NewCapabilityBody,
  NewRubricBody,
  RubricVersionAnswer,
} from './capabilities.dto.js';

const LIST = { name: 'capabilities by code', keys: 1, positionOf: ({ code }: CapabilityAnswer) => [code] };

@Injectable()
export class CapabilitiesService {
  constructor(
    private readonly dataSource: DataSource,
    private readonly clock: Clock,
  ) {}

  list(query: PageQuery): Promise<Page<CapabilityAnswer>> {
    const { manager } = this.dataSource;
    return readPage(LIST, query, async (after, limit) =>
      answersOf(manager, await listCapabilities(manager, after?.[0] ?? null, limit)),
    );
  }

  async get(id: string): Promise<CapabilityAnswer> {
    const { manager } = this.dataSource;
    return answerOf(manager, await getCapability(manager, id));
  }

  create(body: NewCapabilityBody): Promise<CapabilityAnswer> {
    return inTransaction(this.dataSource, async (tx) =>
      answerOf(tx, await createCapability(tx, body, this.clock.now())),
    );
  }

  rename(id: string, { name }: CapabilityChangesBody): Promise<CapabilityAnswer> {
    return inTransaction(this.dataSource, async (tx) => answerOf(tx, await renameCapability(tx, id, name)));
  }

  async rubrics(id: string): Promise<{ items: RubricVersionAnswer[] }> {
    await getCapability(this.dataSource.manager, id);
    return { items: (await listRubrics(this.dataSource.manager, id)).map(rubricAnswerOf) };
  }

  publish(request: OnceRequest, id: string, rubric: NewRubricBody): Promise<RubricVersionAnswer> {
    return once(this.dataSource, request, async (tx) =>
      rubricAnswerOf(await publishRubric(tx, id, rubric, request.now)),
    );
  }
}

async function answersOf(
  tx: EntityManager,
  capabilities: readonly Capability[],
): Promise<CapabilityAnswer[]> {
  const rubrics = await newestRubrics(
    tx,
    capabilities.map(({ id }) => id),
  );
  return capabilities.map(({ id, code, name, createdAt }) => {
    const rubric = rubrics.get(id);
    return {
      id,
      code,
      name,
      rubric: rubric ? rubricAnswerOf(rubric) : null,
      createdAt: createdAt.toISOString(),
    };
  });
}

const answerOf = async (tx: EntityManager, capability: Capability): Promise<CapabilityAnswer> =>
  (await answersOf(tx, [capability]))[0]!;

const rubricAnswerOf = ({
  id,
  capabilityId,
  version,
  document,
  publishedAt,
}: RubricVersion): RubricVersionAnswer => ({
  id,
  capabilityId,
  version,
  rubric: document,
  publishedAt: publishedAt.toISOString(),
});
