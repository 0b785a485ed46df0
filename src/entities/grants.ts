type Privilege = 'SELECT' | 'INSERT' | 'UPDATE' | 'DELETE';

/** What was recorded stays. */
const APPENDED = ['SELECT', 'INSERT'] as const;
const KEPT = ['SELECT', 'INSERT', 'UPDATE'] as const;
/** What names somebody and can be erased. */
const ERASED = ['SELECT', 'INSERT', 'DELETE'] as const;
const REPLACED = ['SELECT', 'INSERT', 'UPDATE', 'DELETE'] as const;

/**
 * What the role that API and worker run under may do with each table: what they do, and no more. It owns nothing, so it
 * changes no table, no trigger and no right, and empties nothing. A table that is missing here cannot be used.
 */
export const GRANTS: Readonly<Record<string, readonly Privilege[]>> = {
  migrations: ['SELECT'],

  fact: APPENDED,
  audit_entry: APPENDED,
  calendar_version: APPENDED,
  rubric_version: APPENDED,
  cadence_version: APPENDED,

  fact_note: ERASED,
  import_run: ERASED,

  figure_alert: KEPT,
  figure_alert_act: KEPT,
  figure_alert_rule: KEPT,
  figure_group: KEPT,
  figure_place: KEPT,
  figure_release: KEPT,
  refinement: KEPT,
  country_setting: KEPT,
  holiday_calendar: REPLACED,
  setting: KEPT,
  pulse: KEPT,
  pulse_answer: APPENDED,
  api_key: KEPT,
  role_grant: KEPT,
  observation_share: KEPT,
  person: KEPT,
  reporting_line: KEPT,
  co_coach_share: KEPT,
  capability: KEPT,
  training: KEPT,
  completion: KEPT,
  program: KEPT,
  cadence_plan: KEPT,
  cadence_move: KEPT,
  wave_plan: KEPT,
  wave: REPLACED,
  simulation: KEPT,
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
  build: KEPT,

  training_capability: REPLACED,
  program_capability: REPLACED,
  joint_visit_observer: REPLACED,
  acknowledgement: REPLACED,
  figure_count: REPLACED,
  absence: REPLACED,
  idempotent_answer: REPLACED,
  draft: REPLACED,
  finding: REPLACED,
  promise_check: KEPT,
  invitation: REPLACED,
  session: REPLACED,
  provider_account: REPLACED,
};
