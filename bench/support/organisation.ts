import { randomUUID } from 'node:crypto';
import type { DataSource, EntityManager } from 'typeorm';
import type { Cadence } from '../../src/domain/cadence.js';
import { LAUNCH_WAVE } from '../../src/domain/cadence-templates.js';
import type { Instant } from '../../src/domain/time.js';
import { refreshCalendars } from '../../src/store/calendars/calendars.js';
import { queueLaunch } from '../../src/store/running/jobs.js';
import type { LaunchedProgram } from '../../src/store/programs/rollouts.js';
import { laneOf } from '../../src/store/running/lanes.js';
import { inTransaction } from '../../src/store/transaction.js';
import { LANES, REPS_PER_MANAGER } from './herd-size.js';

export interface Given {
  /** The domain's clock. */
  now: Instant;
  cadence: Cadence;
  /** When people were trained and the program was launched. */
  launchedAt: Instant;
}

/** Writes people, a program and its published parts; says how to import completions of `count` reps. */
export async function anOrganisation(
  dataSource: DataSource,
  count: number,
  given: Partial<Given> = {},
): Promise<{
  program: LaunchedProgram & { launchAt: Instant; cadenceVersionId: string };
  /** Says that every rep was trained. */
  complete(tx: EntityManager): Promise<unknown>;
  /** The same, and queues the launch. */
  importCompletions(): Promise<void>;
}> {
  const now = new Date(given.now ?? Date.now());
  const launchedAt = new Date(given.launchedAt ?? now);
  const people: { id: string; role: string; manager: string | null }[] = [];
  const secondLine = { id: randomUUID(), role: 'secondLine', manager: null };
  people.push(secondLine);
  for (let rep = 0; rep < count; rep += 1) {
    if (rep % REPS_PER_MANAGER === 0)
      people.push({ id: randomUUID(), role: 'manager', manager: secondLine.id });
    const manager = people.findLast(({ role }) => role === 'manager')!;
    people.push({ id: randomUUID(), role: 'rep', manager: manager.id });
  }
  const [capability, rubric, training, program, plan, version] = Array.from({ length: 6 }, () =>
    randomUUID(),
  );
  await inTransaction(dataSource, async (tx) => {
    await tx.query(
      `INSERT INTO person (id, external_id, name, email, role, function, country, zone, lane, visit_days_per_week, created_at, updated_at)
       SELECT p.id, p.id::text, 'Person ' || p.id, p.id || '@example.com', p.role, 'commercial', 'DE', 'Europe/Berlin', p.lane, 5, $2, $2
         FROM jsonb_to_recordset($1::jsonb) AS p (id uuid, role text, lane int)`,
      [JSON.stringify(people.map(({ id, role }) => ({ id, role, lane: laneOf(id, LANES) }))), now],
    );
    await tx.query(
      `INSERT INTO reporting_line (id, person_id, manager_id, valid_from)
       SELECT gen_random_uuid(), l.id, l.manager, $2 FROM jsonb_to_recordset($1::jsonb) AS l (id uuid, manager uuid) WHERE l.manager IS NOT NULL`,
      [JSON.stringify(people), now],
    );
    await refreshCalendars(
      tx,
      people.map(({ id }) => id),
      now.getTime(),
    );
    await tx.query(
      `INSERT INTO capability (id, code, name, created_at) VALUES ($1, 'objection', 'Objection handling', $2)`,
      [capability, now],
    );
    await tx.query(
      `INSERT INTO rubric_version (id, capability_id, version, document, published_at) VALUES ($1, $2, 1, $3, $4)`,
      [
        rubric,
        capability,
        {
          levels: ['novice', 'developing', 'proficient', 'expert'].map((code) => ({ code, label: code })),
          anchors: [{ code: 'asks', text: 'Asks first' }],
        },
        now,
      ],
    );
    await tx.query(
      `INSERT INTO training (id, code, name, created_at) VALUES ($1, 'OBJ-101', 'Objection handling', $2)`,
      [training, now],
    );
    await tx.query('INSERT INTO training_capability (training_id, capability_id) VALUES ($1, $2)', [
      training,
      capability,
    ]);
    await tx.query(
      `INSERT INTO cadence_plan (id, name, draft, updated_at) VALUES ($1, 'Launch wave', '{}', $2)`,
      [plan, now],
    );
    await tx.query(
      'INSERT INTO cadence_version (id, cadence_plan_id, version, document, published_at) VALUES ($1, $2, 1, $3, $4)',
      [version, plan, given.cadence ?? LAUNCH_WAVE, now],
    );
    await tx.query(
      `INSERT INTO program (id, code, name, function, cadence_version_id, launch_at, created_at) VALUES ($1, 'bench', 'Bench', 'commercial', $2, $3, $4)`,
      [program, version, launchedAt, now],
    );
    await tx.query(
      'INSERT INTO program_capability (program_id, capability_id, rubric_version_id) VALUES ($1, $2, $3)',
      [program, capability, rubric],
    );
  });
  const reps = people.filter(({ role }) => role === 'rep').map(({ id }) => id);
  const complete = (tx: EntityManager) =>
    tx.query(
      `INSERT INTO completion (id, person_id, training_id, content_version, completed_at, imported_at)
       SELECT gen_random_uuid(), rep, $2, '1', $3, $4 FROM unnest($1::uuid[]) AS rep`,
      [reps, training, launchedAt, now],
    );
  return {
    program: { id: program!, launchAt: launchedAt.getTime(), cadenceVersionId: version! },
    complete,
    importCompletions: () =>
      inTransaction(dataSource, async (tx) => {
        await complete(tx);
        await queueLaunch(tx, program!, now.getTime());
      }),
  };
}

/** Resolves when all of `count` loops have been looked at after every bell of theirs. */
export async function allApplied(dataSource: DataSource, count: number): Promise<void> {
  for (;;) {
    const [row] = (await dataSource.query(
      `SELECT count(*)::int AS applied FROM enrolment WHERE ring_seq <= applied_seq AND looked_at IS NOT NULL`,
    )) as { applied: number }[];
    if (row!.applied >= count) return;
    await new Promise((resolve) => setTimeout(resolve, 100));
  }
}
