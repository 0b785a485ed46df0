import { v7 as uuid } from 'uuid';
import { IsNull, type EntityManager } from 'typeorm';
import type { Instant } from '../../domain/time.js';
import { CoCoachShare } from '../../entities/index.js';
import { queueRosterChange } from '../running/jobs.js';
import { lockPerson, requirePeople } from './people.js';
import { Refusal } from '../refusal.js';
import { tellMany } from '../loops/tellings.js';

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

/**
 * Commercial and medical do not coach each other's people, whoever asks.
 * @throws Refusal (invalid)
 */
export async function requireSameFunction(tx: EntityManager, repId: string, coachId: string): Promise<void> {
  await requirePeople(tx, [coachId]);
  const [row] = (await tx.query(
    `SELECT r.function = c.function AS same FROM person r, person c WHERE r.id = $1 AND c.id = $2`,
    [repId, coachId],
  )) as { same: boolean }[];
  if (!row?.same) throw new Refusal('invalid', { code: 'otherFunction' });
}

/** Who takes one loop of a rep takes every open one that seeks somebody: whoever coaches a rep coaches all of it. */
export async function tellOtherCovers(
  tx: EntityManager,
  { id, repId }: { id: string; repId: string },
  { person, ...told }: { person: string; happenedAt: Instant; actorId: string | null },
  now: Instant,
): Promise<void> {
  const covers = (await tx.query(
    `SELECT e.id, o ->> 'key' AS key FROM enrolment e, jsonb_array_elements(e.open) AS o
      WHERE e.rep_id = $1 AND e.id <> $2 AND e.ended_at IS NULL AND o ->> 'kind' = 'cover' ORDER BY e.id FOR NO KEY UPDATE OF e`,
    [repId, id],
  )) as { id: string; key: string }[];
  const tellings = covers.map(({ id: enrolmentId, key: obligation }) => {
    const data = { obligation, answer: 'takeIt' as const, person };
    return { enrolmentId, fact: { kind: 'answered' as const, data, ...told } };
  });
  await tellMany(tx, tellings, now);
}

const currentShare = (tx: EntityManager, repId: string, coachId: string): Promise<CoCoachShare | null> =>
  tx.findOneBy(CoCoachShare, { repId, coachId, validTo: IsNull() });
