import type { EntityManager } from 'typeorm';
import type { VisitChannel } from '../../domain/facts.js';
import { toIso, type Instant } from '../../domain/time.js';
import { markCardsOfReps } from '../messages/cards.js';
import { grouped } from '../../domain/grouped.js';
import { invite } from '../messages/invitations.js';
import type { NewFact } from '../loops/log.js';
import { ownParameters, ownRows, type OwnRows } from '../rights/own-rows.js';
import { refusingDuplicates } from '../refusal.js';
import { tellMany } from '../loops/tellings.js';

export type VisitState = 'planned' | 'held' | 'cancelled';

export interface VisitRow {
  id: string;
  externalId: string | null;
  repId: string;
  at: Instant;
  institution: string | null;
  channel: VisitChannel;
  state: VisitState;
  moves: number;
  observers: string[];
}

const COLUMNS = `v.id, v.external_id AS "externalId", v.rep_id AS "repId", (extract(epoch FROM v.at) * 1000)::float8 AS at,
  v.institution, v.channel, v.state, v.moves,
  (SELECT coalesce(jsonb_agg(o.person_id ORDER BY o.person_id), '[]') FROM joint_visit_observer o WHERE o.visit_id = v.id) AS observers`;

export interface VisitFilter {
  rep?: string | undefined;
  manager?: string | undefined;
  observer?: string | undefined;
  state?: VisitState | undefined;
  from?: Instant | undefined;
  /** Exclusive. */
  to?: Instant | undefined;
}

/** Each filter as a condition on its value; one that is not given asks for nothing. */
const CONDITIONS: Readonly<Record<keyof VisitFilter, (parameter: string) => string>> = {
  rep: (is) => `v.rep_id = ${is}::uuid`,
  manager: (is) =>
    `EXISTS (SELECT 1 FROM reporting_line l WHERE l.person_id = v.rep_id AND l.manager_id = ${is}::uuid AND l.valid_to IS NULL)`,
  observer: (is) =>
    `EXISTS (SELECT 1 FROM joint_visit_observer o WHERE o.visit_id = v.id AND o.person_id = ${is}::uuid)`,
  state: (is) => `v.state = ${is}`,
  from: (is) => `v.at >= ${is}::timestamptz`,
  to: (is) => `v.at < ${is}::timestamptz`,
};

const FILTERS = Object.keys(CONDITIONS) as (keyof VisitFilter)[];

/** Visits by their time, earliest first, behind the one at `after`; where `own` is given, those shown to them. */
export async function listVisits(
  tx: EntityManager,
  filter: VisitFilter,
  after: { at: string; id: string } | null,
  limit: number,
  own: OwnRows | null,
): Promise<VisitRow[]> {
  const parameters: unknown[] = own ? ownParameters(own) : [];
  const parameter = (value: unknown): string => `$${parameters.push(value)}`;
  const conditions = FILTERS.flatMap((name) => {
    const value = filter[name];
    if (value === undefined) return [];
    return [CONDITIONS[name](parameter(typeof value === 'number' ? toIso(value) : value))];
  });
  if (after)
    conditions.push(`(v.at, v.id) > (${parameter(after.at)}::timestamptz, ${parameter(after.id)}::uuid)`);
  if (own) conditions.push(ownRows('visit'));
  const where = conditions.length === 0 ? '' : `WHERE ${conditions.join(' AND ')}`;
  return (await tx.query(
    `SELECT ${COLUMNS} FROM joint_visit v JOIN person r ON r.id = v.rep_id ${where}
      ORDER BY v.at, v.id LIMIT ${parameter(limit)}`,
    parameters,
  )) as VisitRow[];
}

export async function readVisit(tx: EntityManager, id: string): Promise<VisitRow | null> {
  const [row] = (await tx.query(`SELECT ${COLUMNS} FROM joint_visit v WHERE v.id = $1`, [id])) as VisitRow[];
  return row ?? null;
}

/** Locks a visit's row, so that it is not held and cancelled at once; null if there is none. */
export async function lockVisit(tx: EntityManager, id: string): Promise<VisitRow | null> {
  const [row] = (await tx.query(
    `SELECT ${COLUMNS} FROM joint_visit v WHERE v.id = $1 FOR NO KEY UPDATE OF v`,
    [id],
  )) as VisitRow[];
  return row ?? null;
}

const IMPORT_LOCK = 4_717_005;

/** Two files that arrive at once are taken one after the other. */
export const lockVisitsImport = (tx: EntityManager): Promise<unknown> =>
  tx.query('SELECT pg_advisory_xact_lock($1)', [IMPORT_LOCK]);

/** The visits that a CRM knows under these ids, locked in the order of their own. */
export async function lockVisitsOf(tx: EntityManager, externalIds: readonly string[]): Promise<VisitRow[]> {
  return (await tx.query(
    `SELECT ${COLUMNS} FROM joint_visit v WHERE v.external_id = ANY($1) ORDER BY v.id FOR NO KEY UPDATE OF v`,
    [externalIds],
  )) as VisitRow[];
}

const VISIT_RECORD = `(id uuid, "externalId" text, "repId" uuid, at timestamptz, institution text, channel text, state text, moves int, observers uuid[])`;

const records = (visits: readonly VisitRow[]): string =>
  JSON.stringify(visits.map((visit) => ({ ...visit, at: toIso(visit.at) })));

/** @throws Refusal (conflict) where the CRM's id is taken already */
export async function insertVisits(
  tx: EntityManager,
  visits: readonly VisitRow[],
  now: Instant,
): Promise<void> {
  const taken = 'There is a joint visit with this externalId already. Move or cancel that one instead.';
  await refusingDuplicates({ joint_visit_external_id: taken }, () =>
    tx.query(
      `INSERT INTO joint_visit (id, external_id, rep_id, at, institution, channel, state, moves, created_at)
       SELECT v.id, v."externalId", v."repId", v.at, v.institution, v.channel, v.state, v.moves, $2
         FROM jsonb_to_recordset($1::jsonb) AS v ${VISIT_RECORD}`,
      [records(visits), toIso(now)],
    ),
  );
  await insertObservers(tx, visits);
  await invite(
    tx,
    visits.map(({ id }) => id),
    now,
  );
}

/** What a calendar shows of a visit is not what it was. */
const CHANGED = `(j.at, j.institution, j.state, ARRAY(SELECT o.person_id FROM joint_visit_observer o WHERE o.visit_id = j.id ORDER BY 1))
  IS DISTINCT FROM (v.at, v.institution, v.state, ARRAY(SELECT unnest(v.observers) ORDER BY 1))`;

/** Stores visits as they stand now. Rep and external id stay what they were. */
export async function updateVisits(
  tx: EntityManager,
  visits: readonly VisitRow[],
  now: Instant,
): Promise<void> {
  const changed = (await tx.query(
    `SELECT j.id, j.rep_id AS rep, j.institution IS DISTINCT FROM v.institution AS elsewhere
       FROM joint_visit j JOIN jsonb_to_recordset($1::jsonb) AS v ${VISIT_RECORD} ON j.id = v.id WHERE ${CHANGED}`,
    [records(visits)],
  )) as { id: string; rep: string; elsewhere: boolean }[];
  await tx.query(
    `UPDATE joint_visit j SET at = v.at, institution = v.institution, channel = v.channel, state = v.state, moves = v.moves
       FROM jsonb_to_recordset($1::jsonb) AS v ${VISIT_RECORD} WHERE j.id = v.id`,
    [records(visits)],
  );
  // No loop hears of it, since it changes nothing that is owed; what stands in Slack names the place.
  await markCardsOfReps(
    tx,
    changed.filter(({ elsewhere }) => elsewhere).map(({ rep }) => rep),
  );
  await tx.query('DELETE FROM joint_visit_observer WHERE visit_id = ANY($1)', [visits.map(({ id }) => id)]);
  await insertObservers(tx, visits);
  await invite(
    tx,
    changed.map(({ id }) => id),
    now,
  );
}

const insertObservers = (tx: EntityManager, visits: readonly VisitRow[]): Promise<unknown> =>
  tx.query(
    `INSERT INTO joint_visit_observer (visit_id, person_id)
     SELECT v.id, o.person FROM jsonb_to_recordset($1::jsonb) AS v ${VISIT_RECORD}, unnest(v.observers) AS o (person)`,
    [records(visits)],
  );

/** What happened to a visit, to be told to the loops of its rep. */
export interface VisitNews {
  kind: 'visitPlanned' | 'visitMoved' | 'visitCancelled' | 'visitHeld';
  visitId: string;
  repId: string;
  /** When the visit takes or took place. */
  at: Instant;
  observers: string[];
  happenedAt: Instant;
  actorId: string | null;
}

/** Tells every open loop of the reps what became of their visits; rows are locked ids ascending. */
export async function tellOfVisits(
  tx: EntityManager,
  news: readonly VisitNews[],
  now: Instant,
): Promise<void> {
  if (news.length === 0) return;
  const loops = (await tx.query(
    `SELECT id, rep_id AS "repId" FROM enrolment WHERE rep_id = ANY($1) AND ended_at IS NULL ORDER BY id FOR NO KEY UPDATE`,
    [[...new Set(news.map(({ repId }) => repId))]],
  )) as { id: string; repId: string }[];
  if (loops.length === 0) return;
  const known = await planKnown(
    tx,
    loops.map(({ id }) => id),
    news.map(({ visitId }) => visitId),
  );
  const newsOf = grouped(news, ({ repId }) => repId);
  const tellings = loops.flatMap(({ id: enrolmentId, repId }) =>
    newsOf.get(repId)!.flatMap((one) => {
      const key = `${enrolmentId} ${one.visitId}`;
      const fact = factOf(one, known.has(key));
      if (fact?.kind === 'visitPlanned') known.add(key);
      return fact ? [{ enrolmentId, fact }] : [];
    }),
  );
  await tellMany(tx, tellings, now);
}

/** A loop that was opened after the plan was made hears of the visit first when it is moved. */
function factOf(
  { kind, visitId, at, observers, happenedAt, actorId }: VisitNews,
  known: boolean,
): NewFact | null {
  const told = { happenedAt, actorId };
  switch (kind) {
    case 'visitPlanned':
      return { kind, ...told, data: { visitId, at, observers } };
    case 'visitMoved':
      return { kind: known ? kind : 'visitPlanned', ...told, data: { visitId, at, observers } };
    case 'visitCancelled':
    case 'visitHeld':
      return known ? { kind, ...told, data: { visitId } } : null;
  }
}

async function planKnown(
  tx: EntityManager,
  enrolmentIds: readonly string[],
  visitIds: readonly string[],
): Promise<Set<string>> {
  const rows = (await tx.query(
    `SELECT DISTINCT enrolment_id || ' ' || (data ->> 'visitId') AS key FROM fact
      WHERE enrolment_id = ANY($1) AND kind = 'visitPlanned' AND data ->> 'visitId' = ANY($2)`,
    [enrolmentIds, visitIds],
  )) as { key: string }[];
  return new Set(rows.map(({ key }) => key));
}
