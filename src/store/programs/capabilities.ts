import { v7 as uuid } from 'uuid';
import { In, type EntityManager } from 'typeorm';
import type { Rubric } from '../../domain/rubric.js';
import type { Instant } from '../../domain/time.js';
import { Capability, RubricVersion } from '../../entities/index.js';
import { Refusal, refusingDuplicates, unknown } from '../refusal.js';

const DUPLICATES = { capability_code: 'Another capability has this code. Choose another, or use that one.' };

export async function createCapability(
  tx: EntityManager,
  { code, name }: { code: string; name: string },
  now: Instant,
): Promise<Capability> {
  const capability = tx.create(Capability, { id: uuid(), code, name, createdAt: new Date(now) });
  await refusingDuplicates(DUPLICATES, () => tx.insert(Capability, capability));
  return capability;
}

export async function renameCapability(tx: EntityManager, id: string, name: string): Promise<Capability> {
  await tx.update(Capability, { id }, { name });
  return getCapability(tx, id);
}

export async function getCapability(tx: EntityManager, id: string): Promise<Capability> {
  const capability = await tx.findOneBy(Capability, { id });
  if (!capability) throw unknown('capability', id);
  return capability;
}

/** Capabilities by code, behind a code. */
export async function listCapabilities(
  tx: EntityManager,
  after: string | null,
  limit: number,
): Promise<Capability[]> {
  const query = tx.createQueryBuilder(Capability, 'capability').orderBy('capability.code').limit(limit);
  if (after !== null) query.where('capability.code > :after', { after });
  return query.getMany();
}

/** Publishes a rubric as the capability's next version. What was published before stays as it was. */
export async function publishRubric(
  tx: EntityManager,
  capabilityId: string,
  document: Rubric,
  now: Instant,
): Promise<RubricVersion> {
  // Its lock makes two publications follow one another, so that each gets its own number.
  const capability = await tx.findOne(Capability, {
    where: { id: capabilityId },
    lock: { mode: 'for_no_key_update' },
  });
  if (!capability) throw unknown('capability', capabilityId);
  const newest = await tx.maximum(RubricVersion, 'version', { capabilityId });
  const version = tx.create(RubricVersion, {
    id: uuid(),
    capabilityId,
    version: (newest ?? 0) + 1,
    document,
    publishedAt: new Date(now),
  });
  await tx.query(
    'INSERT INTO rubric_version (id, capability_id, version, document, published_at) VALUES ($1, $2, $3, $4, $5)',
    [version.id, capabilityId, version.version, JSON.stringify(document), version.publishedAt],
  );
  return version;
}

/** The versions of a capability's rubric, the newest first. */
export async function listRubrics(tx: EntityManager, capabilityId: string): Promise<RubricVersion[]> {
  return tx.find(RubricVersion, { where: { capabilityId }, order: { version: 'DESC' } });
}

/** The newest rubric of each of these capabilities. */
export async function newestRubrics(
  tx: EntityManager,
  capabilityIds: readonly string[],
): Promise<Map<string, RubricVersion>> {
  const versions = await tx.find(RubricVersion, {
    where: { capabilityId: In([...capabilityIds]) },
    order: { version: 'ASC' },
  });
  return new Map(versions.map((version) => [version.capabilityId, version]));
}

/** Refuses a request that names a capability that does not exist. */
export async function requireCapabilities(tx: EntityManager, ids: readonly string[]): Promise<void> {
  const found = new Set((await tx.findBy(Capability, { id: In([...ids]) })).map(({ id }) => id));
  const missing = ids.find((id) => !found.has(id));
  if (missing !== undefined)
    throw new Refusal('invalid', `There is no capability with the id ${missing}. Add it first.`);
}
