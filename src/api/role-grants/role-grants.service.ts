import { Injectable } from '@nestjs/common';
import { DataSource, type EntityManager } from 'typeorm';
import type { RoleGrant } from '../../entities/index.js';
import { namesOf } from '../../store/people/people-named.js';
import { endGrant, grantRole, listGrants } from '../../store/rights/role-grants.js';
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
      this.named(
        this.dataSource.manager,
        await listGrants(this.dataSource.manager, personId, after?.[0] ?? null, limit),
      ),
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
    return once(this.dataSource, request, async (tx) => {
      const made = await grantRole(tx, { ...body, by: { ...granter, keyOf: madeBy ?? null } }, request.now);
      return (await this.named(tx, [made]))[0]!;
    });
  }

  async end(id: string): Promise<GrantAnswer> {
    return inTransaction(
      this.dataSource,
      async (tx) => (await this.named(tx, [await endGrant(tx, id, this.clock.now())]))[0]!,
    );
  }

  private async named(tx: EntityManager, grants: readonly RoleGrant[]): Promise<GrantAnswer[]> {
    const names = await namesOf(
      tx,
      grants.map(({ personId }) => personId),
    );
    return grants.map((grant) => answerOf(grant, names.get(grant.personId) ?? null));
  }
}

const answerOf = (
  { grantedBy, grantedByKind, validFrom, validTo, ...grant }: RoleGrant,
  name: string | null,
): GrantAnswer => ({
  ...grant,
  name,
  grantedBy: { kind: grantedByKind, id: grantedBy },
  from: validFrom.toISOString(),
  until: validTo?.toISOString() ?? null,
});
