import { v7 as uuid } from 'uuid';
import { IsNull, type EntityManager } from 'typeorm';
import type { Instant } from '../../domain/time.js';
import { Enrolment, Observation, ObservationShare } from '../../entities/index.js';
import { requirePeople } from '../people/people.js';
import { Refusal, unknown } from '../refusal.js';

/** Who can share an observation: the two it is between. */
export interface Between {
  enrolmentId: string;
  rep: string;
  coach: string;
}

/** @throws Refusal (notFound) */
export async function betweenWhom(tx: EntityManager, observationId: string): Promise<Between> {
  const observation = await tx.findOneBy(Observation, { id: observationId });
  if (!observation) throw unknown('observation', observationId);
  const { id: enrolmentId, repId: rep } = await tx.findOneByOrFail(Enrolment, {
    id: observation.enrolmentId,
  });
  return { enrolmentId, rep, coach: observation.observerId };
}

/** One of the two shares an observation with a reader; once both have, it is readable. Said before, it stays said. */
export async function shareObservation(
  tx: EntityManager,
  { observationId, readerId, by }: { observationId: string; readerId: string; by: string },
  now: Instant,
): Promise<ObservationShare> {
  // Rep and coach may say so at the same moment: they take turns.
  await tx.query('SELECT 1 FROM observation WHERE id = $1 FOR NO KEY UPDATE', [observationId]);
  const { rep, coach } = await betweenWhom(tx, observationId);
  if (readerId === rep || readerId === coach)
    throw new Refusal('invalid', 'Rep and coach read it already. Name a third person.');
  await requirePeople(tx, [readerId]);
  const at = new Date(now);
  const said = by === rep ? { byRepAt: at } : { byCoachAt: at };
  const present = await tx.findOneBy(ObservationShare, { observationId, readerId, endedAt: IsNull() });
  if (!present) {
    const row = {
      id: uuid(),
      observationId,
      readerId,
      byRepAt: null,
      byCoachAt: null,
      endedAt: null,
      ...said,
    };
    await tx.insert(ObservationShare, row);
    return row;
  }
  if (by === rep ? present.byRepAt : present.byCoachAt) return present;
  await tx.update(ObservationShare, { id: present.id }, said);
  return { ...present, ...said };
}

/** Either of the two ends it. */
export async function endObservationShare(
  tx: EntityManager,
  observationId: string,
  readerId: string,
  now: Instant,
): Promise<void> {
  const { affected } = await tx.update(
    ObservationShare,
    { observationId, readerId, endedAt: IsNull() },
    { endedAt: new Date(now) },
  );
  if (affected === 0)
    throw new Refusal('notFound', `This observation is not shared with person ${readerId}.`);
}

/** With whom an observation is shared, or would be if the other said so too. */
export const listObservationShares = (
  tx: EntityManager,
  observationId: string,
): Promise<ObservationShare[]> =>
  tx.find(ObservationShare, { where: { observationId, endedAt: IsNull() }, order: { id: 'ASC' } });
