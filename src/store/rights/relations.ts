import type { RecordKind, Standing } from '../../access/words.js';

/**
 * Who stands how to whom, as conditions in SQL. One definition for one record and for a list: each is true of the rows
 * of which the person `$1` has the standing at the instant `$2`. Sets of people and programs are computed once a query,
 * so that a list is found by its indexes.
 */
export interface Row {
  /** The id of the rep, or of the person whom the record is about. */
  rep: string;
  program: string | null;
  /** The instant at which the thing happened, where it is one; null in SQL: whenever. */
  at: string;
  /** From when on it can have happened. */
  since: string | null;
}

export const ME = '$1::uuid';
export const NOW = '$2::timestamptz';

/** The tables and columns of each kind of record. */
export const ROWS: Readonly<Record<Exclude<RecordKind, 'program'>, Row>> = {
  enrolment: { rep: 'e.rep_id', program: 'e.program_id', at: 'NULL::timestamptz', since: 'e.trained_at' },
  observation: { rep: 'e.rep_id', program: 'e.program_id', at: 'o.observed_at', since: null },
  visit: { rep: 'v.rep_id', program: null, at: 'v.at', since: null },
  person: { rep: 'r.id', program: null, at: 'NULL::timestamptz', since: null },
};

export const among = (expression: string, select: string): string => `${expression} = ANY (ARRAY(${select}))`;
/** In SQL: not, and not unknown either. */
const NEVER = 'false';

const ofPeople = (row: Row) => ({
  self: `${row.rep} = ${ME}`,
  manager: among(
    row.rep,
    `SELECT person_id FROM reporting_line WHERE manager_id = ${ME} AND valid_to IS NULL`,
  ),
  formerManager: `EXISTS (SELECT 1 FROM reporting_line l WHERE l.manager_id = ${ME} AND l.person_id = ${row.rep}
      AND l.valid_to IS NOT NULL AND CASE WHEN ${row.at} IS NULL THEN ${row.since === null ? NEVER : `l.valid_to > ${row.since}`}
                                          ELSE l.valid_from <= ${row.at} AND ${row.at} < l.valid_to END)`,
  delegate: among(
    row.rep,
    `SELECT l.person_id FROM person m JOIN reporting_line l ON l.manager_id = m.id AND l.valid_to IS NULL
      WHERE m.delegate_id = ${ME} AND EXISTS (${AWAY})`,
  ),
  coCoach: among(row.rep, `SELECT rep_id FROM co_coach_share WHERE coach_id = ${ME} AND valid_to IS NULL`),
  secondLine: among(
    row.rep,
    `SELECT l.person_id FROM reporting_line u JOIN reporting_line l ON l.manager_id = u.person_id AND l.valid_to IS NULL
      WHERE u.manager_id = ${ME} AND u.valid_to IS NULL`,
  ),
});

/** An absence of the manager `m` that covers today where they work. */
const AWAY = `SELECT 1 FROM absence a WHERE a.person_id = m.id AND a.cancelled_at IS NULL
  AND (${NOW} AT TIME ZONE m.zone)::date BETWEEN a.from_date AND a.to_date`;

const ofPrograms = (program: string | null) => ({
  programOwner: program === null ? NEVER : amongPrograms(program, 'owner_id'),
  sponsor: program === null ? NEVER : amongPrograms(program, 'sponsor_id'),
});

/** Who has no program is told so before anything is read: one program may hold most of what there is. */
function amongPrograms(program: string, whose: 'owner_id' | 'sponsor_id'): string {
  const theirs = `SELECT id FROM program WHERE ${whose} = ${ME}`;
  return `(EXISTS (${theirs}) AND ${among(program, theirs)})`;
}

/** Made an observation of enrolment `e`, or came along on a visit of its rep that was reported in it. */
const WAS_THERE = `EXISTS (SELECT 1 FROM observation o WHERE o.enrolment_id = e.id AND (o.observer_id = ${ME}
  OR EXISTS (SELECT 1 FROM joint_visit_observer j WHERE j.visit_id = o.visit_id AND j.person_id = ${ME})))`;

const CAME_ALONG = among('v.id', `SELECT visit_id FROM joint_visit_observer WHERE person_id = ${ME}`);

/** Rep and coach have both shared observation `o`. */
const SHARED_WITH = `EXISTS (SELECT 1 FROM observation_share s WHERE s.observation_id = o.id AND s.reader_id = ${ME}
  AND s.by_rep_at IS NOT NULL AND s.by_coach_at IS NOT NULL AND s.ended_at IS NULL)`;

export type Tied = Exclude<Standing, 'anyone' | 'teller'>;

/** Each standing to a record of a kind, as a condition. */
export function standingsTo(
  kind: Exclude<RecordKind, 'program'>,
  row: Row = ROWS[kind],
): Readonly<Record<Tied, string>> {
  const observer: Readonly<Record<typeof kind, string>> = {
    enrolment: WAS_THERE,
    observation: `o.observer_id = ${ME}`,
    visit: CAME_ALONG,
    person: NEVER,
  };
  return {
    ...ofPeople(row),
    ...ofPrograms(row.program),
    observer: observer[kind],
    reader: kind === 'observation' ? SHARED_WITH : NEVER,
  };
}

/** To a program: through the people who take part in it. */
export const STANDINGS_TO_PROGRAM: Readonly<Partial<Record<Tied, string>>> = {
  ...ofPrograms('p.id'),
  self: `EXISTS (SELECT 1 FROM enrolment e WHERE e.program_id = p.id AND e.rep_id = ${ME})`,
  manager: `EXISTS (SELECT 1 FROM enrolment e WHERE e.program_id = p.id AND ${ofPeople(ROWS.enrolment).manager})`,
  secondLine: `EXISTS (SELECT 1 FROM enrolment e WHERE e.program_id = p.id AND ${ofPeople(ROWS.enrolment).secondLine})`,
};

/** Enrolment `e` was brought before the second line: a message about it was handed over to them. */
export const ESCALATED = among(
  'e.id',
  `SELECT enrolment_id FROM nudge WHERE person_id = ${ME} AND audience = 'secondLine' AND state = 'handedOver'`,
);

/** The data of enrolment `e` is at fault, which its program's owner and sponsor are to mend. */
export const AT_FAULT = `(e.fault IS NOT NULL OR e.stall_reason IN ('noManager', 'unreachable', 'overCapacity')
  OR EXISTS (SELECT 1 FROM fact f WHERE f.enrolment_id = e.id AND f.kind = 'notMyRep')
     AND jsonb_path_exists(e.open, '$[*] ? (exists (@.doubt))'))`;

/** The functions of viewer and person `r` differ, and no program brings them together. */
export const isolated = (crosses: string): string =>
  `(r.function <> (SELECT function FROM person WHERE id = ${ME}) AND NOT ${crosses})`;
export const SOME_PROGRAM_CROSSES = `EXISTS (SELECT 1 FROM enrolment x JOIN program px ON px.id = x.program_id
  WHERE x.rep_id = r.id AND px.crosses_functions)`;

/** Roles granted to the viewer now; legal only where the record is about its one subject. */
export const rolesNow = (
  subject: string,
): string => `ARRAY(SELECT DISTINCT g.role FROM role_grant g WHERE g.person_id = ${ME}
  AND g.valid_from <= ${NOW} AND (g.valid_to IS NULL OR g.valid_to > ${NOW}) AND (g.role <> 'legal' OR ${subject}))`;
