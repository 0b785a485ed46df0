import { v7 as uuid } from 'uuid';
import { In, type EntityManager } from 'typeorm';
import { levelNumber } from '../../domain/rubric.js';
import type { Instant } from '../../domain/time.js';
import {
  CadenceVersion,
  Capability,
  Program,
  ProgramCapability,
  RubricVersion,
} from '../../entities/index.js';
import { newestRubrics, requireCapabilities } from './capabilities.js';
import { queueLaunch, queueProgramChange } from '../running/jobs.js';
import { requirePeople } from '../people/people.js';
import { lacksLevel } from './levels.js';
import { Refusal, refusingDuplicates, unknown } from '../refusal.js';
import { planWaves, type NewWaves } from './waves.js';

export type ProgramFields = Pick<
  Program,
  'name' | 'ownerId' | 'sponsorId' | 'cadenceVersionId' | 'blackouts' | 'crossesFunctions'
>;
export type NewProgram = Pick<Program, 'code' | 'name' | 'function'> &
  Partial<ProgramFields & Pick<Program, 'backfilled'>>;

export interface ProgramWithCapabilities {
  program: Program;
  capabilities: ProgramCapability[];
}

const DUPLICATES = { program_code: 'Another program has this code. Choose another, or use that one.' };

export async function createProgram(
  tx: EntityManager,
  fields: NewProgram,
  now: Instant,
): Promise<ProgramWithCapabilities> {
  const id = uuid();
  await requireReferences(tx, fields);
  await refusingDuplicates(DUPLICATES, () => tx.insert(Program, { ...fields, id, createdAt: new Date(now) }));
  return getProgram(tx, id);
}

/** Fields that are left out stay as they are. A new cadence version holds for loops that open from now on. */
export async function changeProgram(
  tx: EntityManager,
  id: string,
  changes: Partial<ProgramFields>,
  now: Instant,
): Promise<ProgramWithCapabilities> {
  const before = await lockProgram(tx, id);
  await requireReferences(tx, changes);
  if (Object.values(changes).some((value) => value !== undefined)) await tx.update(Program, { id }, changes);
  const after = await getProgram(tx, id);
  if (after.program.launchAt !== null) await requireLaunchable(tx, after);
  const blackout = JSON.stringify(before.blackouts) !== JSON.stringify(after.program.blackouts);
  if (blackout || hasOtherOwners(before, after.program))
    await queueProgramChange(tx, id, await repsOf(tx, id), blackout ? 'blackout' : null, now);
  return after;
}

const hasOtherOwners = (before: Program, after: Program): boolean =>
  before.ownerId !== after.ownerId || before.sponsorId !== after.sponsorId;

async function repsOf(tx: EntityManager, programId: string): Promise<string[]> {
  const rows: { id: string }[] = await tx.query(
    'SELECT DISTINCT rep_id AS id FROM enrolment WHERE program_id = $1 AND ended_at IS NULL',
    [programId],
  );
  return rows.map(({ id }) => id);
}

export interface WantedCapability {
  capabilityId: string;
  /** Left out: the newest. */
  rubricVersionId?: string | undefined;
}

/**
 * Says which capabilities a program is about, and by which rubric each is recognised. Open loops keep their rubric.
 * After the launch capabilities can be added, not taken away: their loops would have no end.
 */
export async function setProgramCapabilities(
  tx: EntityManager,
  id: string,
  wanted: readonly WantedCapability[],
  now: Instant,
): Promise<ProgramWithCapabilities> {
  const program = await lockProgram(tx, id);
  const rows = await chosenRubrics(tx, id, wanted);
  const before = await tx.findBy(ProgramCapability, { programId: id });
  const dropped = before.find((old) => !rows.some(({ capabilityId }) => capabilityId === old.capabilityId));
  if (program.launchAt !== null && dropped)
    throw new Refusal(
      'conflict',
      `The program is launched: capability ${dropped.capabilityId} cannot be taken out of it any more.`,
      { allowed: ['add a capability', 'choose another rubric version', 'withdraw enrolments'] },
    );
  await tx.delete(ProgramCapability, { programId: id });
  await tx.insert(ProgramCapability, rows);
  const after = await getProgram(tx, id);
  if (program.launchAt !== null) {
    await requireLaunchable(tx, after);
    await queueLaunch(tx, id, now);
  }
  return after;
}

async function chosenRubrics(tx: EntityManager, programId: string, wanted: readonly WantedCapability[]) {
  const ids = wanted.map(({ capabilityId }) => capabilityId);
  await requireCapabilities(tx, ids);
  const twice = ids.find((capabilityId, index) => ids.indexOf(capabilityId) !== index);
  if (twice !== undefined) throw new Refusal('invalid', `Capability ${twice} is named twice.`);
  const newest = await newestRubrics(tx, ids);
  const named = wanted.flatMap(({ rubricVersionId }) => rubricVersionId ?? []);
  const owners = new Map(
    (await tx.findBy(RubricVersion, { id: In(named) })).map((version) => [version.id, version.capabilityId]),
  );
  return wanted.map(({ capabilityId, rubricVersionId }) => {
    if (rubricVersionId !== undefined && owners.get(rubricVersionId) !== capabilityId)
      throw new Refusal('invalid', `Capability ${capabilityId} has no rubric version ${rubricVersionId}.`);
    const chosen = rubricVersionId ?? newest.get(capabilityId)?.id;
    if (chosen === undefined)
      throw new Refusal('invalid', `Capability ${capabilityId} has no rubric yet. Publish one first.`);
    return { programId, capabilityId, rubricVersionId: chosen };
  });
}

/**
 * Launches a program: loops open for everybody trained, or for one wave of regions after the other, and due dates count
 * from the later of training and launch, or wave.
 */
export async function launchProgram(
  tx: EntityManager,
  id: string,
  { at, waves }: { at: Instant; waves: NewWaves | null },
  now: Instant,
): Promise<ProgramWithCapabilities & { jobId: string }> {
  const program = await lockProgram(tx, id);
  if (program.launchAt !== null)
    throw new Refusal(
      'conflict',
      { code: 'launchedAlready' },
      {
        launchAt: program.launchAt.toISOString(),
        allowed: ['import completions', 'add a capability', 'choose another cadence version'],
      },
    );
  await requireLaunchable(tx, await getProgram(tx, id));
  await tx.update(Program, { id }, { launchAt: new Date(at) });
  if (waves) await planWaves(tx, id, waves, at, now);
  const jobId = await queueLaunch(tx, id, now);
  return { ...(await getProgram(tx, id)), jobId };
}

/** Refuses a launch that its loops could not live with. */
async function requireLaunchable(
  tx: EntityManager,
  { program, capabilities }: ProgramWithCapabilities,
): Promise<void> {
  const cadence =
    program.cadenceVersionId && (await tx.findOneBy(CadenceVersion, { id: program.cadenceVersionId }));
  const missing = [
    ...(cadence ? [] : ['a cadence version']),
    ...(capabilities.length > 0 ? [] : ['at least one capability']),
    ...(program.ownerId ? [] : ['an owner, to whom what nobody answers goes']),
  ];
  if (missing.length > 0 || !cadence)
    throw new Refusal('conflict', `A launched program needs ${missing.join(', ')}.`, { missing });
  const { level } = cadence.document.adoption;
  const rubrics = await tx.findBy(RubricVersion, {
    id: In(capabilities.map(({ rubricVersionId }) => rubricVersionId)),
  });
  const without = rubrics.find(({ document }) => levelNumber(document, level) === null);
  if (!without) return;
  const { code } = await tx.findOneByOrFail(Capability, { id: without.capabilityId });
  throw new Refusal('conflict', lacksLevel(level, code, without.document));
}

export async function getProgram(tx: EntityManager, id: string): Promise<ProgramWithCapabilities> {
  const program = await tx.findOneBy(Program, { id });
  if (!program) throw unknown('program', id);
  return {
    program,
    capabilities: await tx.find(ProgramCapability, {
      where: { programId: id },
      order: { capabilityId: 'ASC' },
    }),
  };
}

/**
 * Programs by code, behind a code.
 * @param among ids of those of which the list may tell; null: of all
 */
export async function listPrograms(
  tx: EntityManager,
  after: string | null,
  limit: number,
  among: readonly string[] | null = null,
): Promise<ProgramWithCapabilities[]> {
  const query = tx.createQueryBuilder(Program, 'program').orderBy('program.code').limit(limit);
  if (after !== null) query.andWhere('program.code > :after', { after });
  if (among !== null) query.andWhere('program.id = ANY(:among)', { among });
  const programs = await query.getMany();
  const pairs = await tx.find(ProgramCapability, {
    where: { programId: In(programs.map(({ id }) => id)) },
    order: { capabilityId: 'ASC' },
  });
  return programs.map((program) => ({
    program,
    capabilities: pairs.filter(({ programId }) => programId === program.id),
  }));
}

async function lockProgram(tx: EntityManager, id: string): Promise<Program> {
  const program = await tx.findOne(Program, { where: { id }, lock: { mode: 'for_no_key_update' } });
  if (!program) throw unknown('program', id);
  return program;
}

async function requireReferences(
  tx: EntityManager,
  { ownerId, sponsorId, cadenceVersionId }: Partial<ProgramFields>,
): Promise<void> {
  await requirePeople(
    tx,
    [ownerId, sponsorId].filter((id) => typeof id === 'string'),
  );
  if (cadenceVersionId && !(await tx.existsBy(CadenceVersion, { id: cadenceVersionId })))
    throw new Refusal(
      'invalid',
      `There is no cadence version with the id ${cadenceVersionId}. Publish one first.`,
    );
}
