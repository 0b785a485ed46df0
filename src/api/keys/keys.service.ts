import { Injectable } from '@nestjs/common';
import { DataSource } from 'typeorm';
import type { ApiKey } from '../../entities/index.js';
import { issueKey, listKeys, revokeKey } from '../../store/rights/api-keys.js';
import { inTransaction } from '../../store/transaction.js';
import type { Actor } from '../common/caller.js';
import { readPage, type Page, type PageQuery } from '../common/page.js';
import { Clock } from '../common/parts.js';
import { Problem } from '../common/problem.js';
import type { IssuedKeyAnswer, KeyAnswer, NewKeyBody } from './keys.dto.js';

const LIST = { name: 'keys by age', keys: 1, positionOf: ({ id }: KeyAnswer) => [id] };

@Injectable()
export class KeysService {
  constructor(
    private readonly dataSource: DataSource,
    private readonly clock: Clock,
  ) {}

  list(query: PageQuery): Promise<Page<KeyAnswer>> {
    return readPage(LIST, query, async (after, limit) =>
      (await listKeys(this.dataSource.manager, after?.[0] ?? null, limit)).map(answerOf),
    );
  }

  async issue(
    body: NewKeyBody,
    { by, personId, scopes, madeBy, expiresAt }: Actor,
  ): Promise<IssuedKeyAnswer> {
    const beyond = scopes && body.scopes.filter((scope) => !scopes.includes(scope));
    if (beyond && beyond.length > 0)
      throw new Problem(
        403,
        `A key hands on only what it has itself, and this one has not: ${beyond.join(', ')}. An operator who signed in can make such a key.`,
      );
    if (expiresAt && (body.expiresAt === null || body.expiresAt > expiresAt.getTime()))
      throw new Problem(
        403,
        `A key hands on only what it has itself, and this one ends at ${expiresAt.toISOString()}. Send an expiresAt until then.`,
      );
    const maker = by.kind === 'session' ? personId : (madeBy ?? null);
    const { row, secret } = await inTransaction(this.dataSource, (tx) =>
      issueKey(tx, { ...body, madeBy: maker }, this.clock.now()),
    );
    return { ...answerOf(row), key: secret };
  }

  async revoke(id: string): Promise<KeyAnswer> {
    return answerOf(await inTransaction(this.dataSource, (tx) => revokeKey(tx, id, this.clock.now())));
  }
}

const answerOf = ({ id, name, scopes, createdAt, lastUsedAt, expiresAt, revokedAt }: ApiKey): KeyAnswer => ({
  id,
  name,
  scopes,
  createdAt: createdAt.toISOString(),
  lastUsedAt: lastUsedAt?.toISOString() ?? null,
  expiresAt: expiresAt?.toISOString() ?? null,
  revokedAt: revokedAt?.toISOString() ?? null,
});
