import type { EntityManager } from 'typeorm';
import { FLOOR } from '../../access/suppression.js';
import { toIso, type Instant } from '../../domain/time.js';
import { nextWave, type Begun, type Rollout, type StopReason } from '../../domain/waves.js';
import { ringAtOnce } from '../running/bells.js';
import { ms } from '../instants.js';
import { queueLaunch, queueWaves } from '../running/jobs.js';
import { Refusal } from '../refusal.js';
import { revisionOfParts } from '../revision.js';
import { waveOf } from './rollouts.js';

/** A program that is rolled out region by region, as it stands. */
export interface WavesRow extends Rollout {
  programId: string;
  /** Goes through the waves. */
  jobId: string;
  /** Why a rule stopped it, and when; empty and null where none did. */
  because: StopReason[];
  stoppedAt: Instant | null;
}

export type NewWaves = Pick<Rollout, 'holdDays' | 'stopWhen'> & { regions: readonly (readonly string[])[] };

/** Lets a program begin region by region: its first wave with the launch, the others behind this transaction. */
export async function planWaves(
  tx: EntityManager,
  programId: string,
  { regions, holdDays, stopWhen }: NewWaves,
  launchAt: Instant,
  now: Instant,
): Promise<void> {
  await requireRegions(tx, programId, regions.flat());
  const jobId = await queueWaves(tx, programId, now);
  await tx.query(
    `INSERT INTO wave_plan (program_id, job_id, hold_days, stop_when) VALUES ($1, $2, $3, $4::jsonb)`,
    [programId, jobId, holdDays, JSON.stringify(stopWhen)],
  );
  await insertWaves(tx, programId, regions, 0);
  await tx.query('UPDATE wave SET opened_at = $2 WHERE program_id = $1 AND number = 1', [
    programId,
    toIso(launchAt),
  ]);
}

/** @param before how many there are already */
const insertWaves = (
  tx: EntityManager,
  programId: string,
  regions: NewWaves['regions'],
  before: number,
): Promise<unknown> =>
  tx.query(
    `INSERT INTO wave (program_id, number, regions)
     SELECT $1, $3 + w.number, ARRAY(SELECT jsonb_array_elements_text(w.regions))
       FROM jsonb_array_elements($2::jsonb) WITH ORDINALITY AS w (regions, number)`,
    [programId, JSON.stringify(regions), before],
  );

/**
 * Puts other waves, another hold and other rules in place of what is yet to come. What has begun stays, and so does that it
 * is held or stopped: by other rules nothing is looked at again, or they could be turned until they say a figure.
 * @param read the revision that the change is based on; null: whatever stands there
 * @throws Refusal `stale` where it stands otherwise by now; `conflict` where all have opened; `invalid` where a region has
 * begun, or nobody is of one that is new here
 */
export async function changeWaves(
  tx: EntityManager,
  programId: string,
  { regions, holdDays, stopWhen }: NewWaves,
  read: string | null,
): Promise<void> {
  const plan = await lockWaves(tx, programId);
  if (!plan) throw new Refusal('conflict', { code: 'noWaves' });
  if (read !== null && read !== revisionOf(plan)) throw new Refusal('stale', { code: 'changedSince' });
  const next = nextWave(plan);
  if (next === null) throw new Refusal('conflict', { code: 'wavesOver' });
  const begun = new Set(plan.waves.slice(0, next).flatMap((wave) => wave.regions));
  const twice = regions.flat().find((region) => begun.has(region));
  if (twice !== undefined)
    throw new Refusal('invalid', `“${twice}” has begun already. Name the regions of the waves to come.`);
  const known = plan.waves.flatMap((wave) => wave.regions);
  const added = regions.flat().filter((region) => !known.includes(region));
  await requireRegions(tx, programId, added);
  await tx.query('DELETE FROM wave WHERE program_id = $1 AND number > $2', [programId, next]);
  await insertWaves(tx, programId, regions, next);
  await tx.query('UPDATE wave_plan SET hold_days = $2, stop_when = $3::jsonb WHERE program_id = $1', [
    programId,
    holdDays,
    JSON.stringify(stopWhen),
  ]);
  await ringAtOnce(tx, 'job', [plan.jobId]);
}

/** A name that nobody bears is one that was written wrongly: its wave would begin with nobody. */
async function requireRegions(
  tx: EntityManager,
  programId: string,
  regions: readonly string[],
): Promise<void> {
  const unknown = (await tx.query(
    `SELECT region FROM unnest($2::text[]) WITH ORDINALITY AS u (region, place)
      WHERE NOT EXISTS (SELECT 1 FROM person r JOIN program p ON p.id = $1 AND p.function = r.function WHERE r.region = u.region)
      ORDER BY place`,
    [programId, regions],
  )) as { region: string }[];
  if (unknown.length === 0) return;
  const names = unknown.map(({ region }) => `“${region}”`).join(', ');
  throw new Refusal(
    'invalid',
    `Nobody whom this program could reach is of the region ${names}. Name one as people have it.`,
  );
}

const READ = `
  SELECT p.program_id AS "programId", p.job_id AS "jobId", p.hold_days AS "holdDays", p.stop_when AS "stopWhen", p.course,
         p.because, ${ms('p.stopped_at')} AS "stoppedAt",
         (SELECT jsonb_agg(jsonb_build_object('regions', w.regions, 'openedAt', ${ms('w.opened_at')}) ORDER BY w.number)
            FROM wave w WHERE w.program_id = p.program_id) AS waves
    FROM wave_plan p`;

/** Null: the program was launched for everybody at once, or not at all. */
export async function readWaves(tx: EntityManager, programId: string): Promise<WavesRow | null> {
  const [row] = (await tx.query(`${READ} WHERE p.program_id = $1`, [programId])) as WavesRow[];
  return row ?? null;
}

/** Of how a rollout stands, and of what can be changed in it: it says what a change is based on. */
export const revisionOf = ({ waves, holdDays, stopWhen, course }: Rollout): string =>
  revisionOfParts(waves, holdDays, stopWhen, course);

/** Locks the plan for whoever lets it go on, its job first as a worker does; null: there is none. */
export async function lockWaves(tx: EntityManager, programId: string): Promise<WavesRow | null> {
  await tx.query(
    'SELECT 1 FROM job WHERE id = (SELECT job_id FROM wave_plan WHERE program_id = $1) FOR UPDATE',
    [programId],
  );
  await tx.query('SELECT 1 FROM wave_plan WHERE program_id = $1 FOR UPDATE', [programId]);
  return readWaves(tx, programId);
}

/** Behind fewer no share is looked at, as no figure is published. */
export const FEWEST_REPS = FLOOR.reps;

/** What has become of the loops that a program has begun. */
export async function readBegun(tx: EntityManager, programId: string): Promise<Begun> {
  const [row] = (await tx.query(
    `SELECT count(DISTINCT rep_id)::int AS reps, count(*)::int AS loops, count(stall_reason)::int AS stalled,
            (count(*) FILTER (WHERE open @> '[{"kind":"regroup"}]'))::int AS disputed,
            (count(*) FILTER (WHERE observations > 0))::int AS seen, count(fault)::int AS "atFault"
       FROM enrolment
      WHERE program_id = $1 AND phase NOT IN ('excused', 'paused', 'withdrawn') AND stall_reason IS DISTINCT FROM 'noOpportunity'`,
    [programId],
  )) as [Begun];
  return row;
}

/** Lets the loops of a wave begin. The plan is locked. */
export async function openWave(
  tx: EntityManager,
  programId: string,
  wave: number,
  now: Instant,
): Promise<void> {
  await tx.query(
    'UPDATE wave SET opened_at = $3 WHERE program_id = $1 AND number = $2 AND opened_at IS NULL',
    [programId, wave + 1, toIso(now)],
  );
  await setCourse(tx, programId, 'going');
  await queueLaunch(tx, programId, now);
}

export async function stopWaves(
  tx: EntityManager,
  programId: string,
  because: readonly StopReason[],
  now: Instant,
): Promise<void> {
  await setCourse(tx, programId, 'stopped', { because, at: now });
}

const setCourse = (
  tx: EntityManager,
  programId: string,
  course: Rollout['course'],
  stopped: { because: readonly StopReason[]; at: Instant } | null = null,
): Promise<unknown> =>
  tx.query('UPDATE wave_plan SET course = $2, because = $3, stopped_at = $4 WHERE program_id = $1', [
    programId,
    course,
    stopped?.because ?? [],
    stopped === null ? null : toIso(stopped.at),
  ]);

/** What somebody does to a rollout; a wave is opened by its number from 1, so that nobody opens the one behind it instead. */
export type Step = { how: 'hold' } | { how: 'goOn' } | { how: 'openNext'; wave: number };

/**
 * Holds the waves that have not opened, lets them go on as planned, or opens the next at once.
 * @throws Refusal `conflict` where all have opened, it goes that way already, or another wave is the next
 */
export async function steerWaves(
  tx: EntityManager,
  programId: string,
  step: Step,
  now: Instant,
): Promise<void> {
  const plan = await lockWaves(tx, programId);
  if (!plan) throw new Refusal('conflict', { code: 'noWaves' });
  const next = nextWave(plan);
  const allowed = STEPS[plan.course];
  if (next === null) throw new Refusal('conflict', { code: 'wavesOver' });
  if (!allowed.includes(step.how)) throw new Refusal('conflict', { code: SAID[plan.course] }, { allowed });
  if (step.how === 'openNext') {
    if (step.wave !== next + 1) throw new Refusal('conflict', { code: 'waveNotNext' });
    const isAhead = plan.waves[next - 1]!.openedAt! > now;
    if (isAhead) throw new Refusal('conflict', { code: 'waveAhead' });
    await openWave(tx, programId, next, now);
  } else await setCourse(tx, programId, step.how === 'hold' ? 'held' : 'going');
  await ringAtOnce(tx, 'job', [plan.jobId]);
}

const STEPS: Readonly<Record<Rollout['course'], readonly Step['how'][]>> = {
  going: ['hold', 'openNext'],
  held: ['goOn', 'openNext'],
  // As planned it would stop at once again.
  stopped: ['openNext'],
};
const SAID = { going: 'wavesGoing', held: 'wavesHeld', stopped: 'wavesStopped' } as const;

/** How many loops of which wave have begun and how many will, by its number from 1. */
export async function countWaves(
  tx: EntityManager,
  programId: string,
): Promise<Map<number, { reps: number; loops: number }>> {
  const rows = (await tx.query(
    `SELECT ${waveOf('r.region', '$1')} AS wave, count(DISTINCT e.rep_id)::int AS reps, count(*)::int AS loops
       FROM enrolment e JOIN person r ON r.id = e.rep_id WHERE e.program_id = $1 GROUP BY 1`,
    [programId],
  )) as { wave: number; reps: number; loops: number }[];
  return new Map(rows.map(({ wave, ...counts }) => [wave, counts]));
}
