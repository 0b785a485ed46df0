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
  draftAt,
  getCadence,
  listCadences,
  listCadenceVersions,
  newestVersion,
  publishCadence,
} from '../../store/programs/cadences.js';
import { Refusal } from '../../store/refusal.js';
import { inTransaction } from '../../store/transaction.js';
import { once, type OnceRequest } from '../common/caller.js';
import { readPage, type Page, type PageQuery } from '../common/page.js';
import { Clock } from '../common/parts.js';
import { CadenceVoice } from './cadence-voice.js';
import { reviewed } from './review.js';
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

  change(id: string, revision: number, body: CadenceChangesBody, language: string): Promise<CadenceAnswer> {
    return this.sayingSince(id, revision, language, async () =>
      answerOf(
        await inTransaction(this.dataSource, (tx) => changeCadence(tx, id, revision, body, this.clock.now())),
      ),
    );
  }

  /** What publishing the draft would come to, in a program owner's words. */
  async validate(id: string, language: string): Promise<VerdictAnswer> {
    const { draft, draftRevision } = await getCadence(this.dataSource.manager, id);
    const newest = await newestVersion(this.dataSource.manager, id);
    const { problems, concerns } = reviewed(draft, language);
    return {
      revision: draftRevision,
      version: (newest?.version ?? 0) + 1,
      problems,
      concerns,
      difference: newest && differenceIn(newest.document, draft, language),
    };
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
    return { items: differenceIn(before, after, language)! };
  }

  publish(
    request: OnceRequest,
    id: string,
    revision: number,
    language: string,
  ): Promise<CadenceVersionAnswer> {
    return this.sayingSince(id, revision, language, () =>
      once(this.dataSource, request, async (tx) =>
        versionOf(await publishCadence(tx, id, revision, request.now)),
      ),
    );
  }

  /** Whoever comes too late is told what has changed since the revision that they read. */
  private async sayingSince<T>(
    id: string,
    revision: number,
    language: string,
    work: () => Promise<T>,
  ): Promise<T> {
    try {
      return await work();
    } catch (error) {
      if (!(error instanceof Refusal) || error.kind !== 'stale') throw error;
      const tx = this.dataSource.manager;
      const [then, { draft }, newest] = await Promise.all([
        draftAt(tx, id, revision),
        getCadence(tx, id),
        newestVersion(tx, id),
      ]);
      throw new Refusal('stale', error.why, {
        difference: differenceIn(then, draft, language),
        version: newest?.version ?? null,
      });
    }
  }

  async versions(id: string): Promise<{ items: CadenceVersionAnswer[] }> {
    await getCadence(this.dataSource.manager, id);
    return { items: (await listCadenceVersions(this.dataSource.manager, id)).map(versionOf) };
  }
}

/** Null: one of them is no cadence. */
function differenceIn(before: unknown, after: unknown, language: string): DifferenceAnswer['items'] | null {
  const [old, now] = [readCadence(before), readCadence(after)];
  if ('problems' in old || 'problems' in now) return null;
  const voice = new CadenceVoice(localeOf(language), now.cadence.clock);
  return differenceOf(old.cadence, now.cadence).map((one) => ({
    path: one.path,
    text: voice.difference(one, old.cadence.clock),
  }));
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
