import type { EntityManager } from 'typeorm';
import type { AnyFact } from '../../domain/facts.js';
import type { World } from '../../domain/loop/setting.js';
import { seatsOf, type Roster } from '../../domain/people.js';
import { toIso, type DateSpan, type Instant } from '../../domain/time.js';
import { grouped } from '../../domain/grouped.js';
import { openLoops, readLaunch } from './rollouts.js';
import type { Rules } from '../loops/rules.js';

/** A loop as it would begin, with all that decides how it goes on. */
export interface TrialLoop {
  facts: AnyFact[];
  roster: Roster;
  world: World;
  /** The later of now and the launch. */
  from: Instant;
}

const BATCH = 500;

/**
 * Opens the loops that these programs lack, and reads back the first `most` of them. For a transaction that is
 * rolled back afterwards: nothing of it may stay.
 */
export async function openTrial(
  tx: EntityManager,
  programIds: readonly string[],
  rules: Rules,
  now: Instant,
  most: number,
): Promise<{ opened: number; loops: TrialLoop[] }> {
  let opened = 0;
  const loops: TrialLoop[] = [];
  for (const id of programIds) {
    const program = await readLaunch(tx, id);
    if (!program || program.launchAt === null || program.cadenceVersionId === null) continue;
    const { launchAt, cadenceVersionId } = program;
    let waiting: number;
    do {
      const batch = await openLoops(tx, { ...program, launchAt, cadenceVersionId }, rules, now, BATCH);
      ({ waiting } = batch);
      opened += batch.opened;
    } while (waiting === BATCH);
    loops.push(...(await readTrials(tx, id, Math.max(now, launchAt), rules, now, most - loops.length)));
  }
  return { opened, loops };
}

interface TrialRow {
  id: string;
  cadenceVersionId: string;
  rubricVersionId: string;
  blackouts: DateSpan[];
}

async function readTrials(
  tx: EntityManager,
  programId: string,
  from: Instant,
  rules: Rules,
  now: Instant,
  most: number,
): Promise<TrialLoop[]> {
  const rows = (await tx.query(
    `SELECT e.id, e.cadence_version_id AS "cadenceVersionId", e.rubric_version_id AS "rubricVersionId", p.blackouts
       FROM enrolment e JOIN program p ON p.id = e.program_id
      WHERE e.program_id = $1 AND e.opened_at = $2 AND e.looked_at IS NULL ORDER BY e.id LIMIT $3`,
    [programId, toIso(now), Math.max(0, most)],
  )) as TrialRow[];
  const facts = (await tx.query(
    `SELECT enrolment_id AS "enrolmentId", id, kind, (extract(epoch FROM happened_at) * 1000)::float8 AS "happenedAt",
            (extract(epoch FROM recorded_at) * 1000)::float8 AS "recordedAt", data
       FROM fact WHERE enrolment_id = ANY($1) ORDER BY enrolment_id, seq`,
    [rows.map(({ id }) => id)],
  )) as (AnyFact & { enrolmentId: string })[];
  const logs = grouped(facts, ({ enrolmentId }) => enrolmentId);
  const seats = facts.flatMap((fact) => (fact.kind === 'rosterChanged' ? seatsOf(fact.data.roster) : []));
  const calendars = await rules.calendarsOf(tx, seats, rows[0]?.blackouts ?? []);
  const loops: TrialLoop[] = [];
  for (const row of rows) {
    const log = logs.get(row.id)!;
    const cadence = await rules.cadence(tx, row.cadenceVersionId);
    const level = await rules.level(tx, row.rubricVersionId, cadence.adoption.level);
    const placed = log.find((fact) => fact.kind === 'rosterChanged');
    if (placed)
      loops.push({
        facts: log,
        roster: placed.data.roster,
        world: { cadence, level, calendars, lead: 0 },
        from,
      });
  }
  return loops;
}
