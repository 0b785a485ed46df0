import { Injectable } from '@nestjs/common';
import { DataSource } from 'typeorm';
import { localeOf } from '../../channels/wording/locale.js';
import { differenceOf } from '../../domain/cadence-review/difference.js';
import { TEMPLATES } from '../../domain/cadence-templates.js';
import { readCadence } from '../../domain/cadence.js';
import type { CadencePlan, CadenceVersion } from '../../entities/index.js';
import {
  changeCadence,
  createCadence,
  getCadence,
  listCadences,
  listCadenceVersions,
  publishCadence,
} from '../../store/cadences.js';
import { inTransaction } from '../../store/transaction.js';
import { once, type OnceRequest } from '../common/caller.js';
import { readPage, type Page, type PageQuery } from '../common/page.js';
import { Clock } from '../common/parts.js';
import { CadenceVoice } from './cadence-voice.js';
import type {
  CadenceAnswer,
  CadenceChangesBody,
  CadenceVersionAnswer,
  DifferenceAnswer,
  NewCadenceBody,
  TemplatesAnswer,
  TwoDocumentsBody,
  VerdictAnswer,
} from './cadences.dto.js';

const LIST = { name: 'cadences by name', keys: 1, positionOf: ({ name }: CadenceAnswer) => [name] };

@Injectable()
export class CadencesService {
  constructor(
    private readonly dataSource: DataSource,
    private readonly clock: Clock,
  ) {}

  list(query: PageQuery): Promise<Page<CadenceAnswer>> {
    return readPage(LIST, query, async (after, limit) =>
      (await listCadences(this.dataSource.manager, after?.[0] ?? null, limit)).map(answerOf),
    );
  }

  async get(id: string): Promise<CadenceAnswer> {
    return answerOf(await getCadence(this.dataSource.manager, id));
  }

  async create(body: NewCadenceBody): Promise<CadenceAnswer> {
    return answerOf(await inTransaction(this.dataSource, (tx) => createCadence(tx, body, this.clock.now())));
  }

  async change(id: string, revision: number, body: CadenceChangesBody): Promise<CadenceAnswer> {
    return answerOf(
      await inTransaction(this.dataSource, (tx) => changeCadence(tx, id, revision, body, this.clock.now())),
    );
  }

  /** What keeps the draft from being published, in a program owner's words. */
  async validate(id: string): Promise<VerdictAnswer> {
    const { draft, draftRevision } = await getCadence(this.dataSource.manager, id);
    const result = readCadence(draft);
    return { revision: draftRevision, problems: 'problems' in result ? result.problems : [] };
  }

  templates(language: string): TemplatesAnswer {
    const { templates } = localeOf(language).words.cadences;
    return {
      items: (Object.keys(TEMPLATES) as (keyof typeof TEMPLATES)[]).map((name) => ({
        name,
        ...templates[name],
        document: TEMPLATES[name],
      })),
    };
  }

  compare({ before, after }: TwoDocumentsBody, language: string): DifferenceAnswer {
    const voice = new CadenceVoice(localeOf(language), after.clock);
    return {
      items: differenceOf(before, after).map((one) => ({ path: one.path, text: voice.difference(one) })),
    };
  }

  publish(request: OnceRequest, id: string, revision: number): Promise<CadenceVersionAnswer> {
    return once(this.dataSource, request, async (tx) =>
      versionOf(await publishCadence(tx, id, revision, request.now)),
    );
  }

  async versions(id: string): Promise<{ items: CadenceVersionAnswer[] }> {
    await getCadence(this.dataSource.manager, id);
    return { items: (await listCadenceVersions(this.dataSource.manager, id)).map(versionOf) };
  }
}

const answerOf = ({ id, name, draft, draftRevision, updatedAt }: CadencePlan): CadenceAnswer => ({
  id,
  name,
  draft,
  revision: draftRevision,
  updatedAt: updatedAt.toISOString(),
});

const versionOf = ({
  id,
  cadencePlanId,
  version,
  document,
  publishedAt,
}: CadenceVersion): CadenceVersionAnswer => ({
  id,
  cadenceId: cadencePlanId,
  version,
  document,
  publishedAt: publishedAt.toISOString(),
});
