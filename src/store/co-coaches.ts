import { v7 as uuid } from 'uuid';
import { IsNull, type EntityManager } from 'typeorm';
import type { Instant } from '../domain/time.js';
import { CoCoachShare } from '../entities/index.js';
import { queueRosterChange } from './jobs.js';
import { lockPerson, requirePeople } from './people.js';
import { Refusal } from './refusal.js';

/** Lets a colleague observe and coach a rep beside the manager. Shared already: it stays as it was. */
export async function shareRep(
  tx: EntityManager,
  { repId, coachId }: { repId: string; coachId: string },
  now: Instant,
): Promise<CoCoachShare> {
  await lockPerson(tx, repId);
  if (repId === coachId) throw new Refusal('invalid', 'Nobody can be their own co-coach. Name a colleague.');
  await requirePeople(tx, [coachId]);
  const present = await currentShare(tx, repId, coachId);
  if (present) return present;
  const share = tx.create(CoCoachShare, {
    id: uuid(),
    repId,
    coachId,
    validFrom: new Date(now),
    validTo: null,
  });
  await tx.insert(CoCoachShare, share);
  await queueRosterChange(tx, [repId], now);
  return share;
}

export async function endShare(
  tx: EntityManager,
  repId: string,
  coachId: string,
  now: Instant,
): Promise<void> {
  await lockPerson(tx, repId);
  const share = await currentShare(tx, repId, coachId);
  if (!share) throw new Refusal('notFound', `Person ${coachId} is not a co-coach of person ${repId}.`);
  await tx.update(CoCoachShare, { id: share.id }, { validTo: new Date(now) });
  await queueRosterChange(tx, [repId], now);
}

/** Who may coach a rep beside the manager today. */
export async function listShares(tx: EntityManager, repId: string): Promise<CoCoachShare[]> {
  return tx.find(CoCoachShare, {
    where: { repId, validTo: IsNull() },
    order: { validFrom: 'ASC', id: 'ASC' },
  });
}

const currentShare = (tx: EntityManager, repId: string, coachId: string): Promise<CoCoachShare | null> =>
  tx.findOneBy(CoCoachShare, { repId, coachId, validTo: IsNull() });
