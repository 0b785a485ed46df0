type Privilege = 'SELECT' | 'INSERT' | 'UPDATE' | 'DELETE';

/** What was recorded stays. */
const APPENDED = ['SELECT', 'INSERT'] as const;
const KEPT = ['SELECT', 'INSERT', 'UPDATE'] as const;
const REPLACED = ['SELECT', 'INSERT', 'UPDATE', 'DELETE'] as const;

/**
 * What the role that API and worker run under may do with each table: what they do, and no more. It owns nothing, so it
 * changes no table, no trigger and no right, and empties nothing. A table that is missing here cannot be used.
 */
export const GRANTS: Readonly<Record<string, readonly Privilege[]>> = {
  migrations: ['SELECT'],

  fact: APPENDED,
  fact_note: APPENDED,
  audit_entry: APPENDED,
  calendar_version: APPENDED,
  rubric_version: APPENDED,
  cadence_version: APPENDED,
  import_run: APPENDED,

  api_key: KEPT,
  person: KEPT,
  reporting_line: KEPT,
  absence: KEPT,
  co_coach_share: KEPT,
  capability: KEPT,
  training: KEPT,
  completion: KEPT,
  program: KEPT,
  cadence_plan: KEPT,
  enrolment: KEPT,
  joint_visit: KEPT,
  observation: KEPT,
  feedback: KEPT,
  development_action: KEPT,
  nudge: KEPT,
  delivery: KEPT,
  lane: KEPT,
  token_bucket: KEPT,
  job: KEPT,

  idempotent_answer: REPLACED,
  training_capability: REPLACED,
  program_capability: REPLACED,
  joint_visit_observer: REPLACED,
  acknowledgement: REPLACED,
};
