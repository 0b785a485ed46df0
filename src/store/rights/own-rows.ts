import { holdersOf, SEEN_BY, viewOf, type PermissionWord } from '../../access/policy.js';
import { toIso, type Instant } from '../../domain/time.js';
import type { RecordKind, Standing, View } from '../../access/words.js';
import {
  among,
  AT_FAULT,
  ESCALATED,
  isolated,
  ME,
  NOW,
  ROWS,
  SOME_PROGRAM_CROSSES,
  standingsTo,
  type Tied,
} from './relations.js';

export type Listed = Exclude<RecordKind, 'program' | 'observation'>;

const CROSSES: Readonly<Record<Listed, string>> = {
  enrolment: 'p.crosses_functions',
  visit: SOME_PROGRAM_CROSSES,
  person: SOME_PROGRAM_CROSSES,
};

/** Views by which a row stands in a list: those that show where a record stands. Of people there are no views. */
const LISTED: Readonly<Record<Listed, ReadonlySet<View | null>>> = {
  enrolment: new Set<View>(['whole', 'ownLine', 'shared', 'raised', 'status']),
  visit: new Set<View>(['whole']),
  person: new Set([null]),
};

/** The rows of each kind, by the alias that conditions know them by. */
const TABLES: Readonly<Record<Listed, { from: string; id: string }>> = {
  enrolment: { from: 'enrolment e', id: 'e.id' },
  visit: { from: 'joint_visit v', id: 'v.id' },
  person: { from: 'person r', id: 'r.id' },
};

/**
 * The condition under which a row of a list is shown to the person `$1` at the instant `$2`: by the same table and the
 * same relations as one record. Needs the row's person as `r`, its program, if it has one, as `p`. Rows are found by one
 * standing after the other, each by its index: of all of them in one condition Postgres reads everybody's.
 */
export function ownRows(kind: Listed): string {
  const word = SEEN_BY[kind];
  const conditions = standingsTo(kind);
  const tied = holdersOf(word).filter(
    (holder): holder is Tied => holder in conditions && LISTED[kind].has(viewOf(word, holder)),
  );
  const others = tied
    .filter((standing) => standing !== 'self')
    .map((standing) => raisedOnly(word, standing, conditions[standing]));
  const always = [
    conditions.self,
    ...(holdersOf(word).includes('legal') ? [among(ROWS[kind].rep, SUBJECTS)] : []),
  ];
  const { from, id } = TABLES[kind];
  const found = [...always, ...others].map((condition) => `SELECT ${id} FROM ${from} WHERE ${condition}`);
  return `(${among(id, found.join(' UNION ALL '))} AND (${always.join(' OR ')} OR NOT ${isolated(CROSSES[kind])}))`;
}

const SUBJECTS = `SELECT g.subject_id FROM role_grant g WHERE g.person_id = ${ME} AND g.role = 'legal'
  AND g.valid_from <= ${NOW} AND g.valid_to > ${NOW}`;

function raisedOnly(word: PermissionWord, standing: Standing, condition: string): string {
  if (viewOf(word, standing) !== 'raised') return condition;
  return `(${condition} AND ${standing === 'secondLine' ? ESCALATED : AT_FAULT})`;
}

/** Whose own rows a list is restricted to, and as of when. */
export interface OwnRows {
  person: string;
  now: Instant;
}

/** The first two parameters of a query that holds the condition. */
export const ownParameters = ({ person, now }: OwnRows): unknown[] => [person, toIso(now)];
