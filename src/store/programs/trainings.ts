import { v7 as uuid } from 'uuid';
import { In, type EntityManager } from 'typeorm';
import type { Instant } from '../../domain/time.js';
import { Training, TrainingCapability } from '../../entities/index.js';
import { requireCapabilities } from './capabilities.js';
import { queueLaunch } from '../running/jobs.js';
import { refusingDuplicates, unknown } from '../refusal.js';

export interface TrainingWithCapabilities {
  training: Training;
  /** What it introduces. */
  capabilityIds: string[];
}

const DUPLICATES = { training_code: 'Another training has this code. Choose another, or use that one.' };

export async function createTraining(
  tx: EntityManager,
  { code, name, capabilityIds }: { code: string; name: string; capabilityIds: readonly string[] },
  now: Instant,
): Promise<TrainingWithCapabilities> {
  const training = tx.create(Training, { id: uuid(), code, name, createdAt: new Date(now) });
  await refusingDuplicates(DUPLICATES, () => tx.insert(Training, training));
  return setTrainingCapabilities(tx, training.id, capabilityIds, now);
}

/** Says which capabilities a training introduces. What was added opens loops for those who completed it before. */
export async function setTrainingCapabilities(
  tx: EntityManager,
  id: string,
  capabilityIds: readonly string[],
  now: Instant,
): Promise<TrainingWithCapabilities> {
  const training = await tx.findOne(Training, { where: { id }, lock: { mode: 'for_no_key_update' } });
  if (!training) throw unknown('training', id);
  const wanted = [...new Set(capabilityIds)].sort();
  await requireCapabilities(tx, wanted);
  await tx.delete(TrainingCapability, { trainingId: id });
  await tx.insert(
    TrainingCapability,
    wanted.map((capabilityId) => ({ trainingId: id, capabilityId })),
  );
  for (const programId of await launchedProgramsWith(tx, wanted)) await queueLaunch(tx, programId, now);
  return { training, capabilityIds: wanted };
}

async function launchedProgramsWith(tx: EntityManager, capabilityIds: readonly string[]): Promise<string[]> {
  const rows: { id: string }[] = await tx.query(
    `SELECT DISTINCT p.id FROM program p JOIN program_capability c ON c.program_id = p.id
      WHERE p.launch_at IS NOT NULL AND c.capability_id = ANY($1)`,
    [capabilityIds],
  );
  return rows.map(({ id }) => id);
}

export async function getTraining(tx: EntityManager, id: string): Promise<TrainingWithCapabilities> {
  const training = await tx.findOneBy(Training, { id });
  if (!training) throw unknown('training', id);
  const [found] = await withCapabilities(tx, [training]);
  return found!;
}

/** Trainings by code, behind a code. */
export async function listTrainings(
  tx: EntityManager,
  after: string | null,
  limit: number,
): Promise<TrainingWithCapabilities[]> {
  const query = tx.createQueryBuilder(Training, 'training').orderBy('training.code').limit(limit);
  if (after !== null) query.where('training.code > :after', { after });
  return withCapabilities(tx, await query.getMany());
}

async function withCapabilities(
  tx: EntityManager,
  trainings: readonly Training[],
): Promise<TrainingWithCapabilities[]> {
  const pairs = await tx.find(TrainingCapability, {
    where: { trainingId: In(trainings.map(({ id }) => id)) },
    order: { capabilityId: 'ASC' },
  });
  return trainings.map((training) => ({
    training,
    capabilityIds: pairs
      .filter(({ trainingId }) => trainingId === training.id)
      .map(({ capabilityId }) => capabilityId),
  }));
}
