import type { EntityManager } from 'typeorm';
import type { Period, Ties } from '../../access/views.js';
import type { GrantedRole, Holder, RecordKind, Standing } from '../../access/words.js';
import { toIso, type Instant } from '../../domain/time.js';
import {
  AT_FAULT,
  ESCALATED,
  isolated,
  ME,
  rolesNow,
  ROWS,
  SOME_PROGRAM_CROSSES,
  STANDINGS_TO_PROGRAM,
  standingsTo,
  type Row,
  type Tied,
} from './relations.js';

/** Of which record, and of what in it, somebody's standing is asked. */
export interface Asked {
  /** A rollout stands for its program. */
  kind: RecordKind | 'rollout';
  id: string;
  /** When the thing happened, where the request says so: who led then may tell it. */
  at: Instant | null;
  /** Of an enrolment: the observation it is about, or its action, or the fact that is to be corrected. */
  observation?: string | null;
  action?: string | null;
  fact?: string | null;
}

interface Found {
  id: string;
  isolated: boolean;
  roles: GrantedRole[];
  standings: Partial<Record<Tied | 'teller', boolean>>;
  escalated: boolean;
  atFault: boolean;
  lines: [number, number | null][] | null;
  covers: [number, number | null][] | null;
  shares: [number, null][] | null;
  made: string[];
  readable: string[];
}

const JOINS: Readonly<Record<RecordKind, string>> = {
  enrolment: `enrolment e JOIN program p ON p.id = e.program_id JOIN person r ON r.id = e.rep_id`,
  observation: `observation o JOIN enrolment e ON e.id = o.enrolment_id JOIN program p ON p.id = e.program_id JOIN person r ON r.id = e.rep_id`,
  visit: 'joint_visit v JOIN person r ON r.id = v.rep_id',
  person: 'person r',
  program: 'program p',
};
const KEYS: Readonly<Record<RecordKind, string>> = {
  enrolment: 'e.id',
  observation: 'o.id',
  visit: 'v.id',
  person: 'r.id',
  program: 'p.id',
};

/**
 * What a person is to one record, in one query: standings, granted roles, and from when to when the line was theirs.
 * Null: there is no such record.
 */
export async function tiesTo(
  tx: EntityManager,
  person: string,
  asked: Asked,
  now: Instant,
): Promise<Ties | null> {
  const { kind, id, at, observation = null, action = null, fact = null } = asked;
  const parameters: unknown[] = [person, toIso(now), id];
  if (kind !== 'program' && kind !== 'rollout') parameters.push(at === null ? null : toIso(at));
  if (kind === 'enrolment') parameters.push(observation, action, fact);
  const [found] = (await tx.query(QUERIES[kind], parameters)) as Found[];
  return found ? tiesOf(found) : null;
}

/** What a person is to each program there is, by its id. */
export async function tiesToPrograms(
  tx: EntityManager,
  person: string,
  now: Instant,
): Promise<ReadonlyMap<string, Ties>> {
  const found = (await tx.query(ofProgram(KEYS.program), [person, toIso(now)])) as Found[];
  return new Map(found.map((one) => [one.id, tiesOf(one)]));
}

function tiesOf(found: Found): Ties {
  const held = Object.entries(found.standings).flatMap(([standing, holds]) =>
    holds ? [standing as Standing] : [],
  );
  // Across functions a rank counts for nothing; a person is always somebody to what is about themselves.
  const standings = found.isolated ? held.filter((standing) => standing === 'self') : held;
  const holds = new Set<Holder>(['anyone', ...standings, ...found.roles]);
  const lines: Period[] = found.lines ?? [];
  return {
    holds,
    raised:
      (holds.has('secondLine') && found.escalated) ||
      ((holds.has('programOwner') || holds.has('sponsor')) && found.atFault),
    periods: {
      manager: lines,
      formerManager: lines,
      delegate: found.covers ?? [],
      coCoach: found.shares ?? [],
    },
    witnessed: { observer: found.made, reader: found.readable },
  };
}

/** Granted roles and what else a person holds without a record. */
export async function tiesToNone(tx: EntityManager, person: string, now: Instant): Promise<Ties> {
  const [found] = (await tx.query(
    `SELECT ${rolesNow('false')} AS roles, EXISTS (SELECT 1 FROM program WHERE owner_id = ${ME}) AS owns`,
    [person, toIso(now)],
  )) as { roles: GrantedRole[]; owns: boolean }[];
  return bare([...found!.roles, ...(found!.owns ? ['programOwner' as const] : [])]);
}

/** Granted roles, and whether a person can have rows of their own in a list at all. */
export async function tiesToRows(
  tx: EntityManager,
  person: string,
  now: Instant,
): Promise<{ ties: Ties; hasRows: boolean }> {
  const [found] = (await tx.query(
    `SELECT ${rolesNow('true')} AS roles, (
       EXISTS (SELECT 1 FROM enrolment WHERE rep_id = ${ME})
       OR EXISTS (SELECT 1 FROM reporting_line WHERE manager_id = ${ME})
       OR EXISTS (SELECT 1 FROM person WHERE delegate_id = ${ME})
       OR EXISTS (SELECT 1 FROM co_coach_share WHERE coach_id = ${ME})
       OR EXISTS (SELECT 1 FROM program WHERE owner_id = ${ME} OR sponsor_id = ${ME})) AS "hasRows"`,
    [person, toIso(now)],
  )) as { roles: GrantedRole[]; hasRows: boolean }[];
  const { roles, hasRows } = found!;
  return { ties: bare(['self', ...roles]), hasRows: hasRows || roles.includes('legal') };
}

const bare = (holders: readonly Holder[]): Ties => ({
  holds: new Set<Holder>(['anyone', ...holders]),
  raised: false,
  periods: {},
  witnessed: {},
});

const ms = (instant: string): string => `(extract(epoch FROM ${instant}) * 1000)::float8`;

const columns = (standings: Readonly<Partial<Record<string, string>>>): string =>
  `jsonb_build_object(${Object.entries(standings)
    .map(([name, condition]) => `'${name}', ${condition}`)
    .join(', ')}) AS standings`;

const periods = (rep: string): string => `
  (SELECT jsonb_agg(jsonb_build_array(${ms('l.valid_from')}, ${ms('l.valid_to')})) FROM reporting_line l
    WHERE l.person_id = ${rep} AND l.manager_id = ${ME}) AS lines,
  (SELECT jsonb_agg(jsonb_build_array(${ms('greatest(a.from_date::timestamp AT TIME ZONE m.zone, l.valid_from)')}, ${ms('(a.to_date + 1)::timestamp AT TIME ZONE m.zone')}))
     FROM reporting_line l JOIN person m ON m.id = l.manager_id AND m.delegate_id = ${ME}
     JOIN absence a ON a.person_id = m.id AND a.cancelled_at IS NULL
    WHERE l.person_id = ${rep} AND l.valid_to IS NULL) AS covers,
  (SELECT jsonb_agg(jsonb_build_array(${ms('s.valid_from')}, NULL)) FROM co_coach_share s
    WHERE s.rep_id = ${rep} AND s.coach_id = ${ME} AND s.valid_to IS NULL) AS shares`;

const NOTHING = `'{}'::uuid[]`;

function select(
  kind: RecordKind,
  given: { standings: object; crosses: string | null; raised: boolean; made: string; readable: string },
  key = '$3::uuid',
): string {
  const subject = kind === 'program' ? 'false' : 'g.subject_id = r.id';
  return `SELECT ${KEYS[kind]} AS id, ${given.crosses === null ? 'false' : isolated(given.crosses)} AS isolated, ${rolesNow(subject)} AS roles,
      ${columns(given.standings as Record<string, string>)},
      ${given.raised ? ESCALATED : 'false'} AS escalated, ${given.raised ? AT_FAULT : 'false'} AS "atFault",
      ${kind === 'program' ? 'NULL AS lines, NULL AS covers, NULL AS shares' : periods('r.id')},
      ${given.made} AS made, ${given.readable} AS readable
    FROM ${JOINS[kind]} WHERE ${KEYS[kind]} = ${key}`;
}

/** Who was there where the request names an observation, or an action that came of one; else in any of its observations. */
const OBSERVER = `CASE WHEN $5::uuid IS NULL AND $6::uuid IS NULL THEN ${standingsTo('enrolment').observer}
  ELSE EXISTS (SELECT 1 FROM observation o WHERE o.enrolment_id = e.id
      AND o.id = coalesce($5::uuid, (SELECT d.observation_id FROM development_action d WHERE d.id = $6::uuid))
      AND (o.observer_id = ${ME} OR EXISTS (SELECT 1 FROM joint_visit_observer j WHERE j.visit_id = o.visit_id AND j.person_id = ${ME}))) END`;
const TELLER = `($7::uuid IS NOT NULL AND EXISTS (SELECT 1 FROM fact f WHERE f.id = $7::uuid AND f.enrolment_id = e.id AND f.actor_id = ${ME}))`;

const OF_ENROLMENT = select('enrolment', {
  standings: {
    ...standingsTo('enrolment', { ...ROWS.enrolment, at: '$4::timestamptz' }),
    observer: OBSERVER,
    teller: TELLER,
  },
  crosses: 'p.crosses_functions',
  raised: true,
  made: `ARRAY(SELECT o.id FROM observation o WHERE o.enrolment_id = e.id AND o.observer_id = ${ME})
    || ARRAY(SELECT j.visit_id FROM joint_visit_observer j JOIN joint_visit w ON w.id = j.visit_id WHERE j.person_id = ${ME} AND w.rep_id = e.rep_id)`,
  readable: NOTHING,
});

const other = (
  kind: 'observation' | 'visit' | 'person',
  row: Partial<Row>,
  made: string,
  readable = NOTHING,
): string =>
  select(kind, {
    standings: standingsTo(kind, { ...ROWS[kind], ...row }),
    crosses: kind === 'observation' ? 'p.crosses_functions' : SOME_PROGRAM_CROSSES,
    raised: false,
    made,
    readable,
  });

const ofProgram = (key: string): string =>
  select(
    'program',
    { standings: STANDINGS_TO_PROGRAM, crosses: null, raised: false, made: NOTHING, readable: NOTHING },
    key,
  );

const QUERIES: Readonly<Record<Asked['kind'], string>> = {
  enrolment: OF_ENROLMENT,
  observation: other(
    'observation',
    { at: 'coalesce($4::timestamptz, o.observed_at)' },
    `CASE WHEN o.observer_id = ${ME} THEN ARRAY[o.id] ELSE ${NOTHING} END`,
    `CASE WHEN ${standingsTo('observation').reader} THEN ARRAY[o.id] ELSE ${NOTHING} END`,
  ),
  visit: other(
    'visit',
    { at: 'coalesce($4::timestamptz, v.at)' },
    `CASE WHEN ${standingsTo('visit').observer} THEN ARRAY[v.id] ELSE ${NOTHING} END`,
  ),
  person: other('person', { at: '$4::timestamptz' }, NOTHING),
  program: ofProgram('$3::uuid'),
  rollout: ofProgram(`(SELECT program_id FROM job WHERE id = $3::uuid AND kind = 'rolloutLaunch')`),
};
