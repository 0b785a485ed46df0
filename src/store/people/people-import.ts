import type { EntityManager } from 'typeorm';
import { v7 as uuid } from 'uuid';
import { toIso, type Instant } from '../../domain/time.js';
import { refreshCalendars } from '../calendars/calendars.js';
import { reachableAgain } from '../messages/reachable-again.js';
import { queueRosterChange } from '../running/jobs.js';
import { laneOf } from '../running/lanes.js';
import {
  concernsLaunches,
  concernsLoops,
  concernsRoom,
  DUPLICATES,
  type NewPerson,
  type PersonFields,
} from './people.js';
import { refusingDuplicates } from '../refusal.js';
import { queueLaunchesFor } from '../programs/rollouts.js';
import { assignManagers } from './reporting-lines.js';

export type FullPerson = Required<PersonFields>;

/** A person as stored, with the external id of who leads them. */
export interface StoredPerson extends FullPerson {
  id: string;
  managerExternalId: string | null;
}

/** Columns that a file may set, in SQL and as they are read. */
const COLUMNS: Readonly<Record<keyof FullPerson, { column: string; type: string; read?: string }>> = {
  externalId: { column: 'external_id', type: 'text' },
  name: { column: 'name', type: 'text' },
  email: { column: 'email', type: 'text' },
  role: { column: 'role', type: 'text' },
  function: { column: 'function', type: 'text' },
  territory: { column: 'territory', type: 'text' },
  region: { column: 'region', type: 'text' },
  market: { column: 'market', type: 'text' },
  country: { column: 'country', type: 'text' },
  subdivision: { column: 'subdivision', type: 'text' },
  zone: { column: 'zone', type: 'text' },
  language: { column: 'language', type: 'text' },
  workingWeek: { column: 'working_week', type: 'text[]' },
  hoursFrom: { column: 'hours_from', type: 'text' },
  hoursTo: { column: 'hours_to', type: 'text' },
  slot: { column: 'slot', type: 'text' },
  quietFrom: { column: 'quiet_from', type: 'text' },
  quietTo: { column: 'quiet_to', type: 'text' },
  // Through text: 1.1 read as a double would be 1.10000002384.
  visitDaysPerWeek: {
    column: 'visit_days_per_week',
    type: 'real',
    read: 'p.visit_days_per_week::text::float8',
  },
  activeFrom: { column: 'active_from', type: 'date', read: 'p.active_from::text' },
  activeUntil: { column: 'active_until', type: 'date', read: 'p.active_until::text' },
  preferredChannel: { column: 'preferred_channel', type: 'text' },
};
export const PERSON_FIELDS = Object.keys(COLUMNS) as (keyof FullPerson)[];
const entries = Object.entries(COLUMNS);
const names = entries.map(([, { column }]) => column).join(', ');
const values = entries.map(([field]) => `n."${field}"`).join(', ');
const record = entries.map(([field, { type }]) => `"${field}" ${type}`).join(', ');

export async function readPeople(tx: EntityManager): Promise<StoredPerson[]> {
  const columns = entries.map(([field, { column, read }]) => `${read ?? `p.${column}`} AS "${field}"`);
  return (await tx.query(
    `SELECT p.id, ${columns.join(', ')}, m.external_id AS "managerExternalId"
       FROM person p LEFT JOIN reporting_line l ON l.person_id = p.id AND l.valid_to IS NULL LEFT JOIN person m ON m.id = l.manager_id`,
  )) as StoredPerson[];
}

const IMPORT_LOCK = 4_717_004;

/** Two files that arrive at once are taken one after the other. */
export const lockPeopleImport = (tx: EntityManager): Promise<unknown> =>
  tx.query('SELECT pg_advisory_xact_lock($1)', [IMPORT_LOCK]);

/** Keeps people as they are until the transaction ends, in the order in which everybody locks people. */
export const keepPeople = (tx: EntityManager, ids: readonly string[]): Promise<unknown> =>
  tx.query('SELECT 1 FROM person WHERE id = ANY($1) ORDER BY id FOR NO KEY UPDATE', [ids]);

export interface PeopleChange {
  created: (FullPerson & NewPerson)[];
  updated: { before: StoredPerson; after: FullPerson }[];
  /** Whose reporting line the file names, by external ids. */
  lines: { externalId: string; managerExternalId: string | null }[];
}

/** Rows put into one request to Postgres. */
const BATCH = 1_000;

/** Writes a checked people file, whose people are kept: people, calendars and dated reporting lines, and tells the loops concerned. */
export async function writePeople(
  tx: EntityManager,
  { created, updated, lines }: PeopleChange,
  lanes: number,
  now: Instant,
): Promise<void> {
  const moved = updated
    .filter(({ before, after }) => before.email !== after.email)
    .map(({ before }) => before.id);
  // Two people may have swapped their addresses: all are freed before one is taken.
  if (moved.length > 0) await tx.query('UPDATE person SET email = id::text WHERE id = ANY($1)', [moved]);
  const sets = entries.map(([field, { column }]) => `${column} = n."${field}"`).join(', ');
  await inBatches(updated, (batch) =>
    tx.query(
      `UPDATE person p SET ${sets}, updated_at = $2 FROM jsonb_to_recordset($1::jsonb) AS n (id uuid, ${record}) WHERE p.id = n.id`,
      [JSON.stringify(batch.map(({ before, after }) => ({ ...after, id: before.id }))), toIso(now)],
    ),
  );
  await reachableAgain(tx, moved, now);
  const newcomers = created.map((person) => ({ ...person, id: uuid() }));
  await inBatches(newcomers, (batch) =>
    // Somebody may have added one of them by hand meanwhile.
    refusingDuplicates(DUPLICATES, () =>
      tx.query(
        `INSERT INTO person (id, lane, created_at, updated_at, ${names})
         SELECT n.id, n.lane, $2, $2, ${values} FROM jsonb_to_recordset($1::jsonb) AS n (id uuid, lane int, ${record})`,
        [JSON.stringify(batch.map((person) => ({ ...person, lane: laneOf(person.id, lanes) }))), toIso(now)],
      ),
    ),
  );
  const moving = updated
    .filter(({ before, after }) => concernsLoops(before, after))
    .map(({ before }) => before.id);
  await inBatches([...newcomers.map(({ id }) => id), ...moving], (batch) => refreshCalendars(tx, batch, now));
  const roomier = updated
    .filter(({ before, after }) => concernsRoom(before, after))
    .map(({ before }) => before.id);
  await queueRosterChange(tx, [...moving, ...roomier], now);
  await writeLines(tx, lines, now);
  const beginning = updated.filter(({ before, after }) => concernsLaunches(before, after));
  await queueLaunchesFor(
    tx,
    beginning.map(({ before }) => before.id),
    now,
  );
}

async function writeLines(tx: EntityManager, lines: PeopleChange['lines'], now: Instant): Promise<void> {
  const rows = (await tx.query('SELECT id, external_id AS "externalId" FROM person')) as {
    id: string;
    externalId: string;
  }[];
  const idOf = new Map(rows.map(({ id, externalId }) => [externalId, id]));
  const assignments = lines.map(({ externalId, managerExternalId }) => ({
    personId: idOf.get(externalId)!,
    managerId: managerExternalId === null ? null : idOf.get(managerExternalId)!,
  }));
  await assignManagers(tx, assignments, now, now);
}

async function inBatches<T>(items: readonly T[], work: (batch: T[]) => Promise<unknown>): Promise<void> {
  for (let from = 0; from < items.length; from += BATCH) await work(items.slice(from, from + BATCH));
}
