import type { EntityManager } from 'typeorm';
import type { Cadence } from '../../domain/cadence.js';
import type { OpenObligation } from '../../domain/loop/standing.js';
import type { NextStep } from '../../domain/loop/stall.js';
import type { Audience } from '../../domain/people.js';
import type { Rubric } from '../../domain/rubric.js';
import { toIso, type CalendarSlice, type Instant } from '../../domain/time.js';
import type { ObligationKind, Phase, StallReason } from '../../domain/words.js';
import { ownParameters, ownRows, type OwnRows } from '../rights/own-rows.js';

export interface EnrolmentRow {
  id: string;
  programId: string;
  program: string;
  programName: string;
  backfilled: boolean;
  capabilityId: string;
  capability: string;
  capabilityName: string;
  repId: string;
  rep: string;
  managerId: string | null;
  manager: string | null;
  region: string | null;
  country: string;
  zone: string;
  function: 'commercial' | 'medical';
  cadence: string;
  cadenceVersion: number;
  phase: Phase;
  phaseSince: Instant | null;
  cycle: number;
  stallReason: StallReason | null;
  stallSince: Instant | null;
  stallClearer: Audience | null;
  stallNextStep: NextStep | null;
  nextKind: ObligationKind | null;
  nextOwnerId: string | null;
  nextDueAt: Instant | null;
  observations: number;
  trainedAt: Instant;
  openedAt: Instant;
  lastObservedAt: Instant | null;
  readyAt: Instant | null;
  nextVisitAt: Instant | null;
  adoptedAt: Instant | null;
  sustainedAt: Instant | null;
  lapsedAt: Instant | null;
  endedAt: Instant | null;
  wakeAt: Instant | null;
  /** Why then, in codes. */
  why: string | null;
  fault: string | null;
  open: OpenObligation[];
  /** Facts have come in that the loop has not looked at yet. */
  behind: boolean;
}

const ms = (column: string, name: string): string =>
  `(extract(epoch FROM ${column}) * 1000)::float8 AS "${name}"`;

const COLUMNS = `e.id, e.program_id AS "programId", p.code AS program, p.name AS "programName", p.backfilled,
  e.capability_id AS "capabilityId", c.code AS capability, c.name AS "capabilityName",
  e.rep_id AS "repId", r.name AS rep, e.manager_id AS "managerId", m.name AS manager, r.region, r.country, r.zone, r.function,
  cp.name AS cadence, cv.version AS "cadenceVersion", e.phase, ${ms('e.phase_since', 'phaseSince')}, e.cycle,
  e.stall_reason AS "stallReason", ${ms('e.stall_since', 'stallSince')}, e.stall_clearer AS "stallClearer",
  e.stall_next_step AS "stallNextStep", e.next_kind AS "nextKind", e.next_owner_id AS "nextOwnerId",
  ${ms('e.next_due_at', 'nextDueAt')}, e.observations, ${ms('e.trained_at', 'trainedAt')}, ${ms('e.opened_at', 'openedAt')},
  ${ms('e.last_observed_at', 'lastObservedAt')}, ${ms('e.ready_at', 'readyAt')}, ${ms('e.next_visit_at', 'nextVisitAt')},
  ${ms('e.adopted_at', 'adoptedAt')}, ${ms('e.sustained_at', 'sustainedAt')}, ${ms('e.lapsed_at', 'lapsedAt')},
  ${ms('e.ended_at', 'endedAt')}, ${ms('e.wake_at', 'wakeAt')}, e.why, e.fault, e.open, e.ring_seq > e.applied_seq AS behind`;

const TABLES = `enrolment e
  JOIN program p ON p.id = e.program_id
  JOIN capability c ON c.id = e.capability_id
  JOIN person r ON r.id = e.rep_id
  LEFT JOIN person m ON m.id = e.manager_id
  JOIN cadence_version cv ON cv.id = e.cadence_version_id
  JOIN cadence_plan cp ON cp.id = cv.cadence_plan_id`;

export interface EnrolmentFilter {
  /** Programs and capabilities by code or id. */
  program?: string | undefined;
  capability?: string | undefined;
  rep?: string | undefined;
  manager?: string | undefined;
  phase?: Phase | undefined;
  stallReason?: StallReason | undefined;
  stalled?: boolean | undefined;
  region?: string | undefined;
  country?: string | undefined;
  function?: 'commercial' | 'medical' | undefined;
  overdue?: boolean | undefined;
  faulted?: boolean | undefined;
  ended?: boolean | undefined;
  contentVersion?: string | undefined;
  /** Part of the rep's name. */
  q?: string | undefined;
  /** Ids of groups in which figures count the rep. */
  groups?: readonly string[] | undefined;
}

/** Each filter as a condition on its value; one that is not given asks for nothing. */
const CONDITIONS: Readonly<Record<keyof EnrolmentFilter, (parameter: string, now: string) => string>> = {
  program: (is) => `(p.code = ${is} OR p.id::text = lower(${is}))`,
  capability: (is) => `(c.code = ${is} OR c.id::text = lower(${is}))`,
  rep: (is) => `e.rep_id = ${is}::uuid`,
  manager: (is) => `e.manager_id = ${is}::uuid`,
  phase: (is) => `e.phase = ${is}`,
  stallReason: (is) => `e.stall_reason = ${is}`,
  stalled: (is) => `(e.stall_reason IS NOT NULL) = ${is}::boolean`,
  region: (is) => `r.region = ${is}`,
  country: (is) => `r.country = ${is}`,
  function: (is) => `r.function = ${is}`,
  overdue: (is, now) =>
    `coalesce(e.ended_at IS NULL AND e.phase NOT IN ('paused', 'excused') AND e.next_due_at < ${now}, false) = ${is}::boolean`,
  faulted: (is) => `(e.fault IS NOT NULL) = ${is}::boolean`,
  ended: (is) => `(e.ended_at IS NOT NULL) = ${is}::boolean`,
  contentVersion: (is) => `e.content_version = ${is}`,
  q: (is) => `strpos(lower(r.name), lower(${is})) > 0`,
  groups: (are) =>
    `EXISTS (SELECT 1 FROM figure_place f WHERE (f.program_id, f.capability_id, f.rep_id) = (e.program_id, e.capability_id, e.rep_id)
       AND f.group_id = ANY(${are}::uuid[]))`,
};

/** A filter as conditions with their parameters; where `own` is given, on the rows shown to them. */
function asked(filter: EnrolmentFilter, now: Instant, own: OwnRows | null) {
  const parameters: unknown[] = own ? ownParameters(own) : [];
  const parameter = (value: unknown): string => `$${parameters.push(value)}`;
  const conditions = Object.entries(filter).flatMap(([name, value]) =>
    value === undefined
      ? []
      : [
          CONDITIONS[name as keyof EnrolmentFilter](
            parameter(Array.isArray(value) ? value : String(value)),
            name === 'overdue' ? `${parameter(toIso(now))}::timestamptz` : '',
          ),
        ],
  );
  if (own) conditions.push(ownRows('enrolment'));
  return { parameters, parameter, conditions };
}

const whereAll = (conditions: readonly string[]): string =>
  conditions.length === 0 ? '' : `WHERE ${conditions.join(' AND ')}`;

/** Where nothing is due, the end of the list. */
const DUE_LAST = `coalesce(e.next_due_at, 'infinity')`;

/** Enrolments, what is due first coming first, behind the one at `after`; where `own` is given, those shown to them. */
export async function listEnrolments(
  tx: EntityManager,
  filter: EnrolmentFilter,
  after: { due: string; id: string } | null,
  limit: number,
  now: Instant,
  own: OwnRows | null,
): Promise<EnrolmentRow[]> {
  const { parameters, parameter, conditions } = asked(filter, now, own);
  if (after)
    conditions.push(
      `(${DUE_LAST}, e.id) > (${parameter(after.due)}::timestamptz, ${parameter(after.id)}::uuid)`,
    );
  return (await tx.query(
    `SELECT ${COLUMNS} FROM ${TABLES} ${whereAll(conditions)} ORDER BY ${DUE_LAST}, e.id LIMIT ${parameter(limit)}`,
    parameters,
  )) as EnrolmentRow[];
}

/** Of each rep and capability one enrolment, as a grid shows it. */
export interface GridRow {
  id: string;
  repId: string;
  rep: string;
  region: string | null;
  capabilityId: string;
  capability: string;
  capabilityName: string;
  phase: Phase;
  stallReason: StallReason | null;
  lapsedAt: Instant | null;
  nextDueAt: Instant | null;
}

/** By rep and capability the open enrolment, or the newest where all have ended; at most `limit`, reps by name. */
export async function readGrid(
  tx: EntityManager,
  filter: EnrolmentFilter,
  limit: number,
  now: Instant,
  own: OwnRows | null,
): Promise<GridRow[]> {
  const { parameters, parameter, conditions } = asked(filter, now, own);
  return (await tx.query(
    `SELECT * FROM (
       SELECT DISTINCT ON (e.rep_id, e.capability_id) e.id, e.rep_id AS "repId", r.name AS rep, r.region,
              e.capability_id AS "capabilityId", c.code AS capability, c.name AS "capabilityName", e.phase,
              e.stall_reason AS "stallReason", ${ms('e.lapsed_at', 'lapsedAt')}, ${ms('e.next_due_at', 'nextDueAt')}
         FROM ${TABLES} ${whereAll(conditions)}
        ORDER BY e.rep_id, e.capability_id, e.ended_at DESC NULLS FIRST, e.trained_at DESC
     ) cell ORDER BY rep, "repId", capability LIMIT ${parameter(limit)}`,
    parameters,
  )) as GridRow[];
}

/** Which of these enrolments are shown to somebody in a list. */
export async function shownAmong(
  tx: EntityManager,
  ids: readonly string[],
  own: OwnRows | null,
): Promise<string[]> {
  const parameters: unknown[] = own ? ownParameters(own) : [];
  const among = `e.id = ANY ($${parameters.push(ids)}::uuid[])`;
  const rows = (await tx.query(
    `SELECT e.id FROM ${TABLES} ${whereAll(own ? [among, ownRows('enrolment')] : [among])}`,
    parameters,
  )) as { id: string }[];
  return rows.map(({ id }) => id);
}

export async function readEnrolment(tx: EntityManager, id: string): Promise<EnrolmentRow | null> {
  const [row] = (await tx.query(`SELECT ${COLUMNS} FROM ${TABLES} WHERE e.id = $1`, [id])) as EnrolmentRow[];
  return row ?? null;
}

/** The rep of an enrolment; null if there is none. */
export async function repOf(tx: EntityManager, id: string): Promise<string | null> {
  const [row] = (await tx.query('SELECT rep_id AS rep FROM enrolment WHERE id = $1', [id])) as {
    rep: string;
  }[];
  return row?.rep ?? null;
}

/** An enrolment about which something is being told: its row is locked until the transaction ends. */
export interface LockedEnrolment {
  id: string;
  repId: string;
  managerId: string | null;
  programId: string;
  capabilityId: string;
  cadence: Cadence;
  rubric: Rubric;
}

const LOCKED = `SELECT e.id, e.rep_id AS "repId", e.manager_id AS "managerId", e.program_id AS "programId",
    e.capability_id AS "capabilityId", cv.document AS cadence, rv.document AS rubric
  FROM enrolment e JOIN cadence_version cv ON cv.id = e.cadence_version_id JOIN rubric_version rv ON rv.id = e.rubric_version_id`;

/** Locks an enrolment's row; null if there is none. */
export async function lockEnrolment(tx: EntityManager, id: string): Promise<LockedEnrolment | null> {
  const [row] = (await tx.query(`${LOCKED} WHERE e.id = $1 FOR NO KEY UPDATE OF e`, [
    id,
  ])) as LockedEnrolment[];
  return row ?? null;
}

/**
 * Locks the enrolments of a rep, ids ascending: of each program and capability the open one, or the newest where all
 * have ended, since a late truth may still be told of it.
 */
export async function lockEnrolmentsOf(tx: EntityManager, repId: string): Promise<LockedEnrolment[]> {
  return (await tx.query(
    `${LOCKED} WHERE e.id IN (
       SELECT DISTINCT ON (program_id, capability_id) id FROM enrolment WHERE rep_id = $1
        ORDER BY program_id, capability_id, ended_at DESC NULLS FIRST)
     ORDER BY e.id FOR NO KEY UPDATE OF e`,
    [repId],
  )) as LockedEnrolment[];
}

/** The newest calendar of a person; null where none was ever written. */
export async function latestCalendar(tx: EntityManager, personId: string): Promise<CalendarSlice | null> {
  const [row] = (await tx.query(
    `SELECT slice FROM calendar_version WHERE person_id = $1 ORDER BY version DESC LIMIT 1`,
    [personId],
  )) as { slice: CalendarSlice }[];
  return row?.slice ?? null;
}

/** Codes or ids of programs and capabilities as ids; what is unknown is missing in the answer. */
export async function idsOf(
  tx: EntityManager,
  table: 'program' | 'capability',
  names: readonly string[],
): Promise<Map<string, string>> {
  const rows = (await tx.query(
    `SELECT n.name, t.id FROM unnest($1::text[]) AS n (name) JOIN ${table} t ON t.code = n.name OR t.id::text = lower(n.name)`,
    [names],
  )) as { name: string; id: string }[];
  return new Map(rows.map(({ name, id }) => [name, id]));
}
