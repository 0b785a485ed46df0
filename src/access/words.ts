/** The words in which rights are spoken of. */

/** Who somebody is to a record, read from the database as of dates. Never from a rank. */
export const STANDINGS = [
  /** Everybody who is known here. Says nothing of any record. */
  'anyone',
  /** The person whom the record is about: the rep. */
  'self',
  /** Leads the rep now. */
  'manager',
  /** Led the rep when the thing happened. */
  'formerManager',
  /** Stands in for the manager, who is away today. */
  'delegate',
  /** A colleague with whom the rep is shared now. */
  'coCoach',
  /** Was there: made the observation, or came along on its visit. */
  'observer',
  /** A third person with whom rep and coach both share one observation. */
  'reader',
  /** Told the fact that is to be corrected. */
  'teller',
  /** Leads the rep's manager now. */
  'secondLine',
  'programOwner',
  'sponsor',
] as const;
export type Standing = (typeof STANDINGS)[number];

/** What is granted to a person by name, with a reason and for a time. */
export const GRANTED_ROLES = ['leadership', 'training', 'operator', 'auditor', 'legal'] as const;
export type GrantedRole = (typeof GRANTED_ROLES)[number];

/** What the key of a machine may do. */
export const SCOPES = [
  /** Let machines and people in: make and revoke keys, grant roles, let people sign in anew. */
  'keys',
  /** Master data: people, reporting lines, absences. */
  'people',
  /** Capabilities, trainings, cadences, programs. */
  'configure',
  'import',
  /** Bring in what arrives at our own mailbox. */
  'mail',
  /** Tell facts, also for a person. */
  'facts',
  /** Read where enrolments stand: status and dates. */
  'status',
  /** Read texts and ratings too. */
  'records',
  /** Read figures over many. */
  'insights',
  /** Metrics, rollouts, faults. */
  'operate',
  'audit',
] as const;
export type Scope = (typeof SCOPES)[number];

/** Whoever a right can be held by: no word stands in two of the lists. */
export type Holder = Standing | GrantedRole | Scope;

/** What a right can be about. */
export const RECORD_KINDS = ['enrolment', 'observation', 'visit', 'person', 'program'] as const;
export type RecordKind = (typeof RECORD_KINDS)[number];

/** How much of a record somebody sees. */
export const VIEWS = [
  /** Everything. */
  'whole',
  /** Status and dates; texts and ratings of what happened while the line was theirs, and of what is still open. */
  'ownLine',
  /** Status and dates; texts and ratings from the share's first day on, and of what they were there for. */
  'shared',
  /** Only what happened while the line was theirs, or before their eyes; not where it stands today. */
  'witnessed',
  /** Status and dates, once the record was brought before them: escalated to them, or its data is at fault. */
  'raised',
  'status',
  /** Figures over many; never one record. */
  'counts',
] as const;
export type View = (typeof VIEWS)[number];

/** The parts of a record that are shown or withheld together. */
export const FIELD_GROUPS = ['identity', 'status', 'dates', 'texts', 'ratings'] as const;
export type FieldGroup = (typeof FIELD_GROUPS)[number];
