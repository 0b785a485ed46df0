import type { Instant } from '../domain/time.js';
import type { FieldGroup, Holder, Standing, View } from './words.js';

/** From an instant on, and until when; null: it lasts. */
export type Period = readonly [from: Instant, to: Instant | null];

/** What one person is to one record, and to whom they were granted what. */
export interface Ties {
  holds: ReadonlySet<Holder>;
  /** It was escalated to them, or its data is at fault: they are asked to act. */
  raised: boolean;
  /** When the line, the cover or the share was theirs. */
  periods: Readonly<Partial<Record<Standing, readonly Period[]>>>;
  /** Ids of observations and visits that are theirs by a standing, whenever they were. */
  witnessed: Readonly<Partial<Record<Standing, readonly string[]>>>;
}

export const NO_TIES: Ties = { holds: new Set(), raised: false, periods: {}, witnessed: {} };

/** One thing in a record that happened: an observation, an action, a fact, a visit. */
export interface Entry {
  at: Instant;
  /** Somebody still owes something on it. */
  open: boolean;
  /** Ids of the observation or visit that it is about. */
  about: readonly string[];
}

/** A part of a record that a view shows: of the record as a whole, or of the entries that meet a condition. */
export interface Shown {
  of: 'record' | 'entry';
  groups: FieldGroup[];
  /** In the query language of the ability; left out: of every entry. */
  where?: Readonly<Record<string, unknown>>;
}

const STATUS: FieldGroup[] = ['identity', 'status', 'dates'];
const WORDS: FieldGroup[] = ['texts', 'ratings'];
const dated: Shown = { of: 'entry', groups: ['dates'] };

/** What a view comes to for somebody with these ties. */
export function shownBy(view: View, holder: Holder, ties: Ties): Shown[] {
  switch (view) {
    case 'whole':
      return [
        { of: 'record', groups: STATUS },
        { of: 'entry', groups: ['dates', ...WORDS] },
      ];
    case 'ownLine':
      return [
        { of: 'record', groups: STATUS },
        dated,
        { of: 'entry', groups: WORDS, where: { open: true } },
        ...theirs(WORDS, holder, ties),
      ];
    case 'shared':
      return [{ of: 'record', groups: STATUS }, dated, ...theirs(WORDS, holder, ties)];
    case 'witnessed':
      return [{ of: 'record', groups: ['identity'] }, ...theirs(['dates', ...WORDS], holder, ties)];
    case 'raised':
      return ties.raised ? shownBy('status', holder, ties) : [];
    case 'status':
      return [{ of: 'record', groups: STATUS }, dated];
    case 'counts':
      return [];
  }
}

/** What happened in their time, and what is theirs whenever it happened. */
function theirs(groups: FieldGroup[], holder: Holder, { periods, witnessed }: Ties): Shown[] {
  const times = periods[holder as Standing] ?? [];
  const ids = witnessed[holder as Standing] ?? [];
  return [
    ...times.map(([from, to]): Shown => ({
      of: 'entry',
      groups,
      where: { at: to === null ? { $gte: from } : { $gte: from, $lt: to } },
    })),
    ...(ids.length === 0 ? [] : [{ of: 'entry' as const, groups, where: { about: { $in: [...ids] } } }]),
  ];
}

/** To which group each field of a record belongs; what stands in no list is shown to whoever sees the record. */
export const SUMMARY_FIELDS = {
  status: ['glance', 'phase', 'cycle', 'stall', 'next', 'observations', 'fault', 'behind', 'open', 'wakeAt'],
  dates: [
    'phaseSince',
    'lastObservedAt',
    'readyAt',
    'nextVisitAt',
    'adoptedAt',
    'sustainedAt',
    'lapsedAt',
    'endedAt',
    'trainedAt',
    'openedAt',
  ],
} as const;

/** Of an observation as it is shown, its feedback and the answer to it. */
export const OBSERVATION_FIELDS = { texts: ['customer'] } as const;
export const FEEDBACK_FIELDS = { texts: ['evidence', 'suggestion'], ratings: ['ratings', 'level'] } as const;
export const ANSWER_FIELDS = { ratings: ['reason'] } as const;
export const ACTION_FIELDS = { texts: ['text'], ratings: ['tried', 'outcome'] } as const;
export const VISIT_FIELDS = { texts: ['institution'] } as const;
/** Of a fact in the log: what was written, and who told it. */
export const FACT_FIELDS = { texts: ['note', 'actorId', 'by'] } as const;

export type FieldsByGroup = Readonly<Partial<Record<FieldGroup, readonly string[]>>>;

/** The record with the fields of every withheld group empty. */
export function masked<T extends object>(
  record: T,
  fields: FieldsByGroup,
  shows: (group: FieldGroup) => boolean,
): T {
  const withheld = Object.entries(fields).flatMap(([group, names]) =>
    shows(group as FieldGroup) ? [] : names,
  );
  if (withheld.length === 0) return record;
  return {
    ...record,
    ...Object.fromEntries(withheld.filter((name) => name in record).map((name) => [name, null])),
  };
}
