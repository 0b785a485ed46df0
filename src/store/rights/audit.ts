import type { EntityManager } from 'typeorm';
import { toIso, type Instant } from '../../domain/time.js';
import type { AuditEntry } from '../../entities/index.js';
import { isOwnWay, type Acting } from '../acting.js';

/*
 * What is noted by name: reads, sign-ins, the use of keys. Changes need no line here: a trigger on the table writes
 * them. An entry is stored before its answer goes out; what cannot be noted is not done.
 */

interface Note {
  event: AuditEntry['event'];
  acting: Acting;
  record?: { type: string; id: string | null };
  after?: Record<string, unknown>;
  address?: string;
  outcome?: AuditEntry['outcome'];
}

const COLUMNS = `(id, at, event, action, by_kind, by_id, person_id, via, route, request_id, record_type, record_id, after, address, outcome, people)`;
const VALUES = `audit_id(), $1::timestamptz, $2, $3, $4, $5, $6::uuid, current_setting('application_name'), $7, $8::uuid, $9, $10, $11::jsonb, $12, $13`;

const valuesOf = ({ event, acting, record, after, address, outcome }: Note): unknown[] => [
  toIso(acting.at),
  event,
  acting.action,
  acting.by.kind,
  acting.by.id,
  acting.personId,
  acting.route,
  acting.requestId,
  record?.type,
  record?.id,
  after && JSON.stringify(after),
  address,
  outcome ?? 'done',
];

const note = (tx: EntityManager, entry: Note, people: readonly string[]): Promise<unknown> =>
  tx.query(`INSERT INTO audit_entry ${COLUMNS} VALUES (${VALUES}, $14) ON CONFLICT DO NOTHING`, [
    ...valuesOf(entry),
    people,
  ]);

/** Whose records an answer shows. */
export interface Shown {
  record: { type: string; id: string | null };
  people: readonly string[];
  /** What was asked for, where that says more than whose records came. */
  asked?: Record<string, unknown>;
}

/**
 * Notes that somebody read records. Not noted: people's own, and those of the reps whom they lead. That holds for who
 * came in themselves; a machine is noted whomever it speaks for.
 */
export async function noteRead(
  tx: EntityManager,
  acting: Acting,
  { record, people, asked }: Shown,
): Promise<void> {
  const ownEyes = isOwnWay(acting.by.kind) ? acting.personId : null;
  const note: Note = { event: 'read', acting, record, ...(asked && { after: asked }) };
  await tx.query(
    `INSERT INTO audit_entry ${COLUMNS}
     SELECT ${VALUES}, others FROM (SELECT array(
       SELECT DISTINCT person FROM unnest($14::uuid[]) AS shown (person)
        WHERE $15::uuid IS NULL OR (person <> $15 AND NOT EXISTS (
          SELECT 1 FROM reporting_line l WHERE l.person_id = person AND l.manager_id = $15 AND l.valid_to IS NULL)))) AS concerned (others)
      WHERE others <> '{}' OR $16`,
    [...valuesOf(note), people, ownEyes, asked !== undefined],
  );
}

/** Notes what somebody let happen to a record of the machine, whose table has no trigger for the audit. */
export const noteDone = (
  tx: EntityManager,
  acting: Acting,
  record: { type: string; id: string },
  people: readonly string[],
  after: Record<string, unknown>,
): Promise<unknown> => note(tx, { event: 'changed', acting, record, after }, people);

/** Whose a record is, by its kind. */
const WHOSE: Readonly<Record<string, string>> = {
  person: 'SELECT id FROM person WHERE id = $14::uuid',
  enrolment: 'SELECT rep_id FROM enrolment WHERE id = $14::uuid',
  observation:
    'SELECT e.rep_id FROM observation o JOIN enrolment e ON e.id = o.enrolment_id WHERE o.id = $14::uuid',
  visit: 'SELECT rep_id FROM joint_visit WHERE id = $14::uuid',
};

/** Notes that somebody asked for what is not theirs, also where there is no such record: both cost the same. */
export const noteRefused = (
  tx: EntityManager,
  acting: Acting,
  record: { type: string; id: string | null } | null,
): Promise<unknown> =>
  tx.query(
    `INSERT INTO audit_entry ${COLUMNS} SELECT ${VALUES}, array(${WHOSE[record?.type ?? ''] ?? 'SELECT $14::uuid WHERE false'})`,
    [
      ...valuesOf({ event: 'refused', acting, ...(record && { record }), outcome: 'refused' }),
      record?.id ?? null,
    ],
  );

/** Where and when a sign-in, a sign-out or the use of a key took place. */
export interface Moment {
  /** The network address it came from. */
  address: string;
  route: string;
  requestId: string;
  at: Instant;
}

/** Notes that somebody signed in. Call it in the transaction that opens the session. */
export const noteSignIn = (
  tx: EntityManager,
  { sessionId, personId }: { sessionId: string; personId: string },
  moment: Moment,
): Promise<unknown> =>
  note(tx, signing('signIn', 'session.signIn', { kind: 'session', id: sessionId }, personId, moment), [
    personId,
  ]);

/** Notes a sign-in that failed, and why, in a code; the person where one was recognised. */
export const noteFailedSignIn = (
  tx: EntityManager,
  { why, personId }: { why: string; personId: string | null },
  moment: Moment,
): Promise<unknown> =>
  note(
    tx,
    {
      ...signing('signIn', 'session.signIn', { kind: 'nobody', id: null }, personId, moment),
      after: { why },
      outcome: 'refused',
    },
    personId === null ? [] : [personId],
  );

/** Notes that a session ended, and why, in a code: signed out, expired, revoked. */
export const noteSignOut = (
  tx: EntityManager,
  { sessionId, personId, why }: { sessionId: string; personId: string; why: string },
  moment: Moment,
): Promise<unknown> =>
  note(
    tx,
    {
      ...signing('signOut', 'session.signOut', { kind: 'session', id: sessionId }, personId, moment),
      after: { why },
    },
    [personId],
  );

/** Notes that a key was used: once a day and address, however often it is called, in whichever process. */
export const noteKeyUse = (tx: EntityManager, keyId: string, moment: Moment): Promise<unknown> =>
  note(tx, signing('keyUse', 'key.use', { kind: 'key', id: keyId }, null, moment), []);

/** Notes that a request came with a key that does not, or no longer, let anybody in. */
export const noteRefusedKey = (tx: EntityManager, moment: Moment): Promise<unknown> =>
  note(
    tx,
    { ...signing('keyUse', 'key.use', { kind: 'nobody', id: null }, null, moment), outcome: 'refused' },
    [],
  );

function signing(
  event: AuditEntry['event'],
  action: string,
  by: Acting['by'],
  personId: string | null,
  { address, ...moment }: Moment,
): Note {
  return { event, acting: { ...moment, by, personId, action }, address };
}

/** The reps of enrolments. */
export async function repsOf(tx: EntityManager, enrolmentIds: readonly string[]): Promise<string[]> {
  const rows = (await tx.query('SELECT DISTINCT rep_id AS id FROM enrolment WHERE id = ANY($1)', [
    enrolmentIds,
  ])) as { id: string }[];
  return rows.map(({ id }) => id);
}
