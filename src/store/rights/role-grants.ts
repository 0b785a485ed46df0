import { v7 as uuid } from 'uuid';
import type { EntityManager } from 'typeorm';
import type { GrantedRole } from '../../access/words.js';
import type { Instant } from '../../domain/time.js';
import { RoleGrant } from '../../entities/index.js';
import { requirePeople } from '../people/people.js';
import { Refusal, unknown } from '../refusal.js';

export interface NewGrant {
  personId: string;
  role: GrantedRole;
  subjectId: string | null;
  reason: string;
  until: Instant | null;
  /** With the key, also of a machine that speaks for a person, goes who made it. */
  by: { kind: 'person' | 'key'; id: string; keyOf: string | null };
}

const MOST_LEGAL_DAYS = 30;
const DAY_MS = 86_400_000;

/** @throws Refusal (invalid) where it cannot be: to oneself, already over, or legal without one subject and a near end */
export async function grantRole(tx: EntityManager, grant: NewGrant, now: Instant): Promise<RoleGrant> {
  const { personId, role, subjectId, reason, until, by } = grant;
  if (by.id === personId || by.keyOf === personId) throw new Refusal('invalid', { code: 'ownGrant' });
  if (until !== null && until <= now) throw new Refusal('invalid', { code: 'grantOver', at: 'until' });
  if (role === 'legal' && (subjectId === null || until === null || until > now + MOST_LEGAL_DAYS * DAY_MS))
    throw new Refusal('invalid', { code: 'legalOpenEnded', params: { days: MOST_LEGAL_DAYS } });
  if (role !== 'legal' && subjectId !== null)
    throw new Refusal('invalid', 'Only legal access is to the records of one person. Leave subjectId out.');
  await requirePeople(tx, subjectId === null ? [personId] : [personId, subjectId]);
  const row = tx.create(RoleGrant, {
    id: uuid(),
    personId,
    role,
    subjectId,
    reason,
    grantedBy: by.id,
    grantedByKind: by.kind,
    validFrom: new Date(now),
    validTo: until === null ? null : new Date(until),
  });
  await tx.insert(RoleGrant, row);
  return row;
}

/** Ends a grant now. One that is over stays as it was. */
export async function endGrant(tx: EntityManager, id: string, now: Instant): Promise<RoleGrant> {
  const row = await tx.findOne(RoleGrant, { where: { id }, lock: { mode: 'for_no_key_update' } });
  if (!row) throw unknown('role grant', id);
  if (row.validTo !== null && row.validTo.getTime() <= now) return row;
  const validTo = new Date(Math.max(now, row.validFrom.getTime()));
  await tx.update(RoleGrant, { id }, { validTo });
  return { ...row, validTo };
}

/** Grants in the order of their making, also those that are over, behind the id `after`. */
export async function listGrants(
  tx: EntityManager,
  personId: string | undefined,
  after: string | null,
  limit: number,
): Promise<RoleGrant[]> {
  const query = tx.createQueryBuilder(RoleGrant, 'held').orderBy('held.id').limit(limit);
  if (personId !== undefined) query.andWhere('held.person_id = :personId', { personId });
  if (after !== null) query.andWhere('held.id > :after', { after });
  return query.getMany();
}
