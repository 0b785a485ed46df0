import { Injectable } from '@nestjs/common';
import { DataSource } from 'typeorm';
import type { ApiKey } from '../../entities/index.js';
import { issueKey, listKeys, revokeKey } from '../../store/api-keys.js';
import { inTransaction } from '../../store/transaction.js';
import { readPage, type Page, type PageQuery } from '../common/page.js';
import { Clock } from '../common/parts.js';
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

  async issue(body: NewKeyBody): Promise<IssuedKeyAnswer> {
    const { row, secret } = await inTransaction(this.dataSource, (tx) =>
      issueKey(tx, body, this.clock.now()),
    );
    return { ...answerOf(row), key: secret };
  }

  async revoke(id: string): Promise<KeyAnswer> {
    return answerOf(await inTransaction(this.dataSource, (tx) => revokeKey(tx, id, this.clock.now())));
  }
}

const answerOf = ({ id, name, createdAt, lastUsedAt, expiresAt, revokedAt }: ApiKey): KeyAnswer => ({
  id,
  name,
  createdAt: createdAt.toISOString(),
  lastUsedAt: lastUsedAt?.toISOString() ?? null,
  expiresAt: expiresAt?.toISOString() ?? null,
  revokedAt: revokedAt?.toISOString() ?? null,
});
