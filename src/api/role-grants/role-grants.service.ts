import { Injectable } from '@nestjs/common';
import { DataSource } from 'typeorm';
import type { RoleGrant } from '../../entities/index.js';
import { endGrant, grantRole, listGrants } from '../../store/role-grants.js';
import { inTransaction } from '../../store/transaction.js';
import { once, type Actor, type OnceRequest } from '../common/caller.js';
import { readPage, type Page } from '../common/page.js';
import { Clock } from '../common/parts.js';
import { Problem } from '../common/problem.js';
import type { GrantAnswer, GrantsQuery, NewGrantBody } from './role-grants.dto.js';

const LIST = { name: 'role grants by age', keys: 1, positionOf: ({ id }: GrantAnswer) => [id] };

@Injectable()
export class RoleGrantsService {
  constructor(
    private readonly dataSource: DataSource,
    private readonly clock: Clock,
  ) {}

  list({ personId, ...query }: GrantsQuery): Promise<Page<GrantAnswer>> {
    return readPage(LIST, query, async (after, limit) =>
      (await listGrants(this.dataSource.manager, personId, after?.[0] ?? null, limit)).map(answerOf),
    );
  }

  grant(
    request: OnceRequest,
    body: NewGrantBody,
    { by, personId, scopes, madeBy }: Actor,
  ): Promise<GrantAnswer> {
    const granter =
      personId === null ? { kind: 'key' as const, id: by.id } : { kind: 'person' as const, id: personId };
    if (body.role === 'legal' && scopes && !scopes.includes('records'))
      throw new Problem(
        403,
        'A key opens only what it reads itself, and this one has not the scope records. An operator who signed in can grant legal access.',
      );
    return once(this.dataSource, request, async (tx) =>
      answerOf(await grantRole(tx, { ...body, by: { ...granter, keyOf: madeBy ?? null } }, request.now)),
    );
  }

  async end(id: string): Promise<GrantAnswer> {
    return answerOf(await inTransaction(this.dataSource, (tx) => endGrant(tx, id, this.clock.now())));
  }
}

const answerOf = ({ grantedBy, grantedByKind, validFrom, validTo, ...grant }: RoleGrant): GrantAnswer => ({
  ...grant,
  grantedBy: { kind: grantedByKind, id: grantedBy },
  from: validFrom.toISOString(),
  until: validTo?.toISOString() ?? null,
});
