import { createHash, randomBytes } from 'node:crypto';
import { v7 as uuid } from 'uuid';
import { IsNull, type EntityManager } from 'typeorm';
import { SCOPES, type Scope } from '../../access/words.js';
import { MINUTE, type Instant } from '../../domain/time.js';
import { ApiKey } from '../../entities/index.js';
import { Refusal, unknown } from '../refusal.js';

export interface IssuedKey {
  row: ApiKey;
  /** Shown once and kept nowhere. */
  secret: string;
}

export const hashOfKey = (secret: string): string => createHash('sha256').update(secret).digest('hex');

export async function issueKey(
  tx: EntityManager,
  key: { name: string; expiresAt: Instant | null; scopes: readonly Scope[]; madeBy?: string | null },
  now: Instant,
): Promise<IssuedKey> {
  if (key.expiresAt !== null && key.expiresAt <= now)
    throw new Refusal('invalid', { code: 'keyOver', at: 'expiresAt' });
  const secret = `ft_${randomBytes(32).toString('base64url')}`;
  const row = tx.create(ApiKey, {
    id: uuid(),
    name: key.name,
    scopes: [...key.scopes],
    madeBy: key.madeBy ?? null,
    hash: hashOfKey(secret),
    createdAt: new Date(now),
    expiresAt: key.expiresAt === null ? null : new Date(key.expiresAt),
    lastUsedAt: null,
    revokedAt: null,
  });
  await tx.insert(ApiKey, row);
  return { row, secret };
}

/** The first administrator brings everything in and runs it; texts and ratings of people are none of their business. */
export const FIRST_SCOPES = SCOPES.filter((scope) => scope !== 'records');

/** The very first key, or null where there is one already. Processes that start together make one between them. */
export async function issueFirstKey(tx: EntityManager, now: Instant): Promise<IssuedKey | null> {
  await tx.query('LOCK TABLE api_key IN SHARE ROW EXCLUSIVE MODE');
  if (await tx.existsBy(ApiKey, {})) return null;
  return issueKey(tx, { name: 'first administrator', expiresAt: null, scopes: FIRST_SCOPES }, now);
}

/** A key in use. */
export interface UsedKey extends Pick<ApiKey, 'id' | 'scopes' | 'madeBy' | 'expiresAt'> {
  /** Whether the person is known for whom it speaks, where it speaks for one. */
  speaks: boolean;
}

/** A key that may be used now; null for any other. Notes its use, at most once a minute. */
export async function useKey(
  tx: EntityManager,
  secret: string,
  now: Instant,
  speaksFor: string | null = null,
): Promise<UsedKey | null> {
  const [key] = (await tx.query(
    `SELECT id, scopes, made_by AS "madeBy", expires_at AS "expiresAt", last_used_at AS "lastUsedAt",
            $3::uuid IS NULL OR EXISTS (SELECT 1 FROM person WHERE id = $3) AS speaks
       FROM api_key WHERE hash = $1 AND revoked_at IS NULL AND (expires_at IS NULL OR expires_at > $2)`,
    [hashOfKey(secret), new Date(now), speaksFor],
  )) as (UsedKey & Pick<ApiKey, 'lastUsedAt'>)[];
  if (!key) return null;
  if (key.lastUsedAt === null || key.lastUsedAt.getTime() <= now - MINUTE)
    await tx.update(ApiKey, { id: key.id }, { lastUsedAt: new Date(now) });
  return key;
}

/** Keys in the order of their making, behind the id `after`. */
export async function listKeys(tx: EntityManager, after: string | null, limit: number): Promise<ApiKey[]> {
  const query = tx.createQueryBuilder(ApiKey, 'key').orderBy('key.id').limit(limit);
  if (after !== null) query.where('key.id > :after', { after });
  return query.getMany();
}

/** Ends a key for good. A key that was revoked stays as it was. The last key that lasts cannot be revoked. */
export async function revokeKey(tx: EntityManager, id: string, now: Instant): Promise<ApiKey> {
  // Two administrators who revoke each other's key at the same moment would lock everybody out.
  await tx.query('LOCK TABLE api_key IN SHARE ROW EXCLUSIVE MODE');
  const key = await tx.findOneBy(ApiKey, { id });
  if (!key) throw unknown('key', id);
  if (key.revokedAt !== null) return key;
  const lasting = await tx.countBy(ApiKey, { revokedAt: IsNull(), expiresAt: IsNull() });
  if (key.expiresAt === null && lasting === 1) throw new Refusal('conflict', { code: 'lastKey' });
  const revokedAt = new Date(now);
  await tx.update(ApiKey, { id }, { revokedAt });
  return { ...key, revokedAt };
}
