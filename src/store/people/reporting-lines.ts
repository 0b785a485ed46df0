import { v7 as uuid } from 'uuid';
import type { EntityManager } from 'typeorm';
import { findCycle } from '../../domain/reporting-line.js';
import { toIso, type Instant } from '../../domain/time.js';
import { ReportingLine } from '../../entities/index.js';
import { queueRosterChange } from '../running/jobs.js';
import { requirePeople } from './people.js';
import { Refusal } from '../refusal.js';

export interface Assignment {
  personId: string;
  /** Null: the top of a line, or a vacant one. */
  managerId: string | null;
}

/** Two changes at once could close a circle that neither sees: they take turns. */
const LINES_LOCK = 4_717_003;

/**
 * Says who leads whom from an instant on; the line before ends there. Assignments that hold already change nothing.
 * Throws a Refusal where somebody is unknown, where people would lead one another in a circle, where the instant lies
 * in the future, or before the present line began.
 * @returns the ids of those whose manager changed
 */
export async function assignManagers(
  tx: EntityManager,
  assignments: readonly Assignment[],
  from: Instant,
  now: Instant,
): Promise<string[]> {
  if (from > now)
    throw new Refusal('invalid', 'A reporting line cannot begin in the future. Send the change on its day.');
  await tx.query('SELECT pg_advisory_xact_lock($1)', [LINES_LOCK]);
  const lines = await currentLines(tx);
  const changes = assignments.filter(
    ({ personId, managerId }) => (lines.get(personId)?.managerId ?? null) !== managerId,
  );
  if (changes.length === 0) return [];
  await requirePeople(
    tx,
    changes.flatMap(({ personId, managerId }) => (managerId ? [personId, managerId] : [personId])),
  );
  refuseCircles(lines, changes);
  const ids = changes.map(({ personId }) => personId);
  const begun = ids.find((id) => (lines.get(id)?.validFrom ?? -Infinity) > from);
  if (begun !== undefined)
    throw new Refusal(
      'conflict',
      `The present reporting line of person ${begun} began on ${toIso(lines.get(begun)!.validFrom)}. A change must come after it.`,
    );
  await replaceLines(tx, changes, from);
  const alone = await endStandIns(tx, changes, now);
  await queueRosterChange(tx, [...ids, ...alone], now);
  return ids;
}

async function replaceLines(tx: EntityManager, changes: readonly Assignment[], from: Instant): Promise<void> {
  await tx.query('UPDATE reporting_line SET valid_to = $2 WHERE person_id = ANY($1) AND valid_to IS NULL', [
    changes.map(({ personId }) => personId),
    toIso(from),
  ]);
  const led = changes.filter(({ managerId }) => managerId !== null);
  await tx.query(
    `INSERT INTO reporting_line (id, person_id, manager_id, valid_from)
     SELECT id, person_id, manager_id, $4 FROM unnest($1::uuid[], $2::uuid[], $3::uuid[]) AS line (id, person_id, manager_id)`,
    [
      led.map(() => uuid()),
      led.map(({ personId }) => personId),
      led.map(({ managerId }) => managerId),
      toIso(from),
    ],
  );
}

/**
 * Whoever is led by somebody from now on does not stand in for them any more: they would read what is written of
 * themselves and of those beside them.
 * @returns the ids of those who are left without a delegate
 */
async function endStandIns(
  tx: EntityManager,
  changes: readonly Assignment[],
  now: Instant,
): Promise<string[]> {
  const [alone] = (await tx.query(
    `UPDATE person m SET delegate_id = NULL, updated_at = $3
       FROM unnest($1::uuid[], $2::uuid[]) AS line (person_id, manager_id)
      WHERE m.id = line.manager_id AND m.delegate_id = line.person_id RETURNING m.id`,
    [changes.map(({ personId }) => personId), changes.map(({ managerId }) => managerId), toIso(now)],
  )) as [{ id: string }[], number];
  return alone.map(({ id }) => id);
}

/** All lines of a person, the newest first. */
export async function listLines(tx: EntityManager, personId: string): Promise<ReportingLine[]> {
  return tx.find(ReportingLine, { where: { personId }, order: { validFrom: 'DESC', id: 'DESC' } });
}

type Lines = ReadonlyMap<string, { managerId: string; validFrom: Instant }>;

async function currentLines(tx: EntityManager): Promise<Lines> {
  const rows: { personId: string; managerId: string; validFrom: Instant }[] = await tx.query(
    `SELECT person_id AS "personId", manager_id AS "managerId", (extract(epoch FROM valid_from) * 1000)::float8 AS "validFrom"
       FROM reporting_line WHERE valid_to IS NULL`,
  );
  return new Map(rows.map((row) => [row.personId, row]));
}

function refuseCircles(lines: Lines, changes: readonly Assignment[]): void {
  const managerOf = new Map<string, string | null>(
    [...lines].map(([person, { managerId }]) => [person, managerId]),
  );
  for (const { personId, managerId } of changes) managerOf.set(personId, managerId);
  const circle = findCycle(managerOf);
  if (circle) throw new Refusal('invalid', { code: 'lineCircle' }, { circle });
}
