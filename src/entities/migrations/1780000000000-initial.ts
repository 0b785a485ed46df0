import type { MigrationInterface, QueryRunner } from 'typeorm';

const TABLES = `
CREATE TABLE api_key (
  id uuid NOT NULL,
  name text NOT NULL,
  hash text NOT NULL,
  created_at timestamptz NOT NULL,
  last_used_at timestamptz,
  expires_at timestamptz,
  revoked_at timestamptz,
  CONSTRAINT api_key_pkey PRIMARY KEY (id)
);

CREATE TABLE idempotent_answer (
  api_key_id uuid NOT NULL,
  key text NOT NULL,
  request_hash text NOT NULL,
  status integer NOT NULL,
  body jsonb,
  created_at timestamptz NOT NULL,
  CONSTRAINT idempotent_answer_pkey PRIMARY KEY (api_key_id, key)
);

CREATE TABLE person (
  id uuid NOT NULL,
  external_id text NOT NULL,
  name text NOT NULL,
  email text NOT NULL,
  role text NOT NULL,
  function text NOT NULL,
  territory text,
  region text,
  market text,
  country text NOT NULL,
  zone text NOT NULL,
  language text NOT NULL DEFAULT 'en',
  working_week text array NOT NULL DEFAULT '{MO,TU,WE,TH,FR}',
  hours_from text NOT NULL DEFAULT '09:00',
  hours_to text NOT NULL DEFAULT '18:00',
  slot text NOT NULL DEFAULT '08:30',
  quiet_from text DEFAULT '18:00',
  quiet_to text DEFAULT '08:00',
  visit_days_per_week real NOT NULL DEFAULT '1',
  active_from date,
  active_until date,
  preferred_channel text,
  slack_user_id text,
  delegate_id uuid,
  lane integer NOT NULL,
  calendar_version integer NOT NULL DEFAULT '1',
  created_at timestamptz NOT NULL,
  updated_at timestamptz NOT NULL,
  CONSTRAINT person_pkey PRIMARY KEY (id)
);

CREATE TABLE calendar_version (
  person_id uuid NOT NULL,
  version integer NOT NULL,
  slice jsonb NOT NULL,
  recorded_at timestamptz NOT NULL,
  CONSTRAINT calendar_version_pkey PRIMARY KEY (person_id, version)
);

CREATE TABLE absence (
  id uuid NOT NULL,
  person_id uuid NOT NULL,
  from_date date NOT NULL,
  to_date date NOT NULL,
  part_day boolean NOT NULL DEFAULT false,
  recorded_at timestamptz NOT NULL,
  cancelled_at timestamptz,
  CONSTRAINT absence_in_order CHECK (from_date <= to_date),
  CONSTRAINT absence_pkey PRIMARY KEY (id)
);

CREATE TABLE reporting_line (
  id uuid NOT NULL,
  person_id uuid NOT NULL,
  manager_id uuid NOT NULL,
  valid_from timestamptz NOT NULL,
  valid_to timestamptz,
  CONSTRAINT reporting_line_not_self CHECK (person_id <> manager_id),
  CONSTRAINT reporting_line_pkey PRIMARY KEY (id)
);

CREATE TABLE co_coach_share (
  id uuid NOT NULL,
  rep_id uuid NOT NULL,
  coach_id uuid NOT NULL,
  valid_from timestamptz NOT NULL,
  valid_to timestamptz,
  CONSTRAINT co_coach_share_pkey PRIMARY KEY (id)
);

CREATE TABLE capability (
  id uuid NOT NULL,
  code text NOT NULL,
  name text NOT NULL,
  created_at timestamptz NOT NULL,
  CONSTRAINT capability_pkey PRIMARY KEY (id)
);

CREATE TABLE rubric_version (
  id uuid NOT NULL,
  capability_id uuid NOT NULL,
  version integer NOT NULL,
  document jsonb NOT NULL,
  published_at timestamptz NOT NULL,
  CONSTRAINT rubric_version_pkey PRIMARY KEY (id)
);

CREATE TABLE training (
  id uuid NOT NULL,
  code text NOT NULL,
  name text NOT NULL,
  created_at timestamptz NOT NULL,
  CONSTRAINT training_pkey PRIMARY KEY (id)
);

CREATE TABLE training_capability (
  training_id uuid NOT NULL,
  capability_id uuid NOT NULL,
  CONSTRAINT training_capability_pkey PRIMARY KEY (training_id, capability_id)
);

CREATE TABLE completion (
  id uuid NOT NULL,
  person_id uuid NOT NULL,
  training_id uuid NOT NULL,
  content_version text NOT NULL,
  completed_at timestamptz NOT NULL,
  imported_at timestamptz NOT NULL,
  CONSTRAINT completion_pkey PRIMARY KEY (id)
);

CREATE TABLE program (
  id uuid NOT NULL,
  code text NOT NULL,
  name text NOT NULL,
  function text NOT NULL,
  owner_id uuid,
  sponsor_id uuid,
  cadence_version_id uuid,
  launch_at timestamptz,
  backfilled boolean NOT NULL DEFAULT false,
  blackouts jsonb NOT NULL DEFAULT '[]',
  created_at timestamptz NOT NULL,
  CONSTRAINT program_pkey PRIMARY KEY (id)
);

CREATE TABLE program_capability (
  program_id uuid NOT NULL,
  capability_id uuid NOT NULL,
  rubric_version_id uuid NOT NULL,
  CONSTRAINT program_capability_pkey PRIMARY KEY (program_id, capability_id)
);

CREATE TABLE cadence_plan (
  id uuid NOT NULL,
  name text NOT NULL,
  draft jsonb NOT NULL,
  draft_revision integer NOT NULL DEFAULT '1',
  updated_at timestamptz NOT NULL,
  CONSTRAINT cadence_plan_pkey PRIMARY KEY (id)
);

CREATE TABLE cadence_version (
  id uuid NOT NULL,
  cadence_plan_id uuid NOT NULL,
  version integer NOT NULL,
  document jsonb NOT NULL,
  published_at timestamptz NOT NULL,
  CONSTRAINT cadence_version_pkey PRIMARY KEY (id)
);

CREATE TABLE enrolment (
  id uuid NOT NULL,
  program_id uuid NOT NULL,
  capability_id uuid NOT NULL,
  rubric_version_id uuid NOT NULL,
  cadence_version_id uuid NOT NULL,
  rep_id uuid NOT NULL,
  content_version text NOT NULL,
  trained_at timestamptz NOT NULL,
  opened_at timestamptz NOT NULL,
  last_seq integer NOT NULL DEFAULT '0',
  looked_at timestamptz,
  why text,
  waits_for_hand_over boolean NOT NULL DEFAULT false,
  fault text,
  fault_at timestamptz,
  fault_build text,
  manager_id uuid,
  phase text NOT NULL DEFAULT 'observe',
  phase_since timestamptz,
  cycle integer NOT NULL DEFAULT '1',
  stall_reason text,
  stall_since timestamptz,
  stall_obligation text,
  stall_clearer text,
  stall_next_step text,
  next_kind text,
  next_owner_id uuid,
  next_due_at timestamptz,
  open jsonb NOT NULL DEFAULT '[]',
  observations integer NOT NULL DEFAULT '0',
  last_observed_at timestamptz,
  ready_at timestamptz,
  next_visit_at timestamptz,
  adopted_at timestamptz,
  sustained_at timestamptz,
  lapsed_at timestamptz,
  ended_at timestamptz,
  ring_seq bigint NOT NULL DEFAULT '0',
  applied_seq bigint NOT NULL DEFAULT '0',
  rung_seq bigint NOT NULL DEFAULT '0',
  rung_at timestamptz,
  ring_tries integer NOT NULL DEFAULT '0',
  wake_at timestamptz,
  CONSTRAINT enrolment_pkey PRIMARY KEY (id)
);

CREATE TABLE fact (
  enrolment_id uuid NOT NULL,
  seq integer NOT NULL,
  id uuid NOT NULL,
  kind text NOT NULL,
  happened_at timestamptz NOT NULL,
  recorded_at timestamptz NOT NULL,
  actor_id uuid,
  data jsonb NOT NULL,
  CONSTRAINT fact_pkey PRIMARY KEY (enrolment_id, seq)
);

CREATE TABLE fact_note (
  fact_id uuid NOT NULL,
  text text NOT NULL,
  author_id uuid,
  CONSTRAINT fact_note_pkey PRIMARY KEY (fact_id)
);

CREATE TABLE joint_visit (
  id uuid NOT NULL,
  external_id text,
  rep_id uuid NOT NULL,
  at timestamptz NOT NULL,
  institution text,
  channel text NOT NULL DEFAULT 'faceToFace',
  state text NOT NULL DEFAULT 'planned',
  moves integer NOT NULL DEFAULT '0',
  created_at timestamptz NOT NULL,
  CONSTRAINT joint_visit_pkey PRIMARY KEY (id)
);

CREATE TABLE joint_visit_observer (
  visit_id uuid NOT NULL,
  person_id uuid NOT NULL,
  CONSTRAINT joint_visit_observer_pkey PRIMARY KEY (visit_id, person_id)
);

CREATE TABLE observation (
  id uuid NOT NULL,
  enrolment_id uuid NOT NULL,
  visit_id uuid,
  observer_id uuid NOT NULL,
  observed_at timestamptz NOT NULL,
  channel text NOT NULL,
  customer text,
  prompted boolean NOT NULL,
  CONSTRAINT observation_pkey PRIMARY KEY (id)
);

CREATE TABLE feedback (
  observation_id uuid NOT NULL,
  ratings jsonb NOT NULL,
  level integer,
  evidence text,
  suggestion text,
  talked boolean NOT NULL DEFAULT false,
  given_at timestamptz NOT NULL,
  given_by uuid NOT NULL,
  CONSTRAINT feedback_pkey PRIMARY KEY (observation_id)
);

CREATE TABLE development_action (
  id uuid NOT NULL,
  enrolment_id uuid NOT NULL,
  observation_id uuid NOT NULL,
  text text NOT NULL,
  agreed_at timestamptz NOT NULL,
  due_at timestamptz,
  done_at timestamptz,
  verified_at timestamptz,
  outcome text,
  CONSTRAINT development_action_pkey PRIMARY KEY (id)
);

CREATE TABLE acknowledgement (
  observation_id uuid NOT NULL,
  answer text NOT NULL,
  reason text,
  answered_at timestamptz NOT NULL,
  answered_by uuid,
  CONSTRAINT acknowledgement_pkey PRIMARY KEY (observation_id)
);

CREATE TABLE job (
  id uuid NOT NULL,
  kind text NOT NULL,
  program_id uuid,
  person_ids uuid array NOT NULL DEFAULT '{}',
  state text NOT NULL DEFAULT 'queued',
  total integer,
  done integer NOT NULL DEFAULT '0',
  cursor text,
  created_at timestamptz NOT NULL,
  finished_at timestamptz,
  ring_seq bigint NOT NULL DEFAULT '0',
  applied_seq bigint NOT NULL DEFAULT '0',
  rung_seq bigint NOT NULL DEFAULT '0',
  rung_at timestamptz,
  ring_tries integer NOT NULL DEFAULT '0',
  wake_at timestamptz,
  CONSTRAINT job_pkey PRIMARY KEY (id)
);

CREATE TABLE import_run (
  id uuid NOT NULL,
  kind text NOT NULL,
  dry_run boolean NOT NULL,
  applied boolean NOT NULL,
  report jsonb NOT NULL,
  created_at timestamptz NOT NULL,
  CONSTRAINT import_run_pkey PRIMARY KEY (id)
);

CREATE TABLE nudge (
  id uuid NOT NULL,
  enrolment_id uuid NOT NULL,
  obligation text NOT NULL,
  rung integer NOT NULL,
  audience text NOT NULL,
  person_id uuid NOT NULL,
  lane integer NOT NULL,
  slot_at timestamptz NOT NULL,
  via text array NOT NULL,
  stall boolean NOT NULL,
  goes_on_to text,
  goes_on_at timestamptz,
  state text NOT NULL DEFAULT 'queued',
  delivery_id uuid,
  queued_at timestamptz NOT NULL,
  handed_over_at timestamptz,
  CONSTRAINT nudge_pkey PRIMARY KEY (id)
);

CREATE TABLE delivery (
  id uuid NOT NULL,
  person_id uuid NOT NULL,
  lane integer NOT NULL,
  channel text NOT NULL,
  other_channels text array NOT NULL,
  state text NOT NULL DEFAULT 'sending',
  attempts integer NOT NULL DEFAULT '0',
  next_try_at timestamptz,
  in_doubt boolean NOT NULL DEFAULT false,
  provider_ref jsonb,
  error text,
  stale boolean NOT NULL DEFAULT false,
  created_at timestamptz NOT NULL,
  handed_over_at timestamptz,
  CONSTRAINT delivery_pkey PRIMARY KEY (id)
);

CREATE TABLE lane (
  id integer NOT NULL,
  ring_seq bigint NOT NULL DEFAULT '0',
  applied_seq bigint NOT NULL DEFAULT '0',
  rung_seq bigint NOT NULL DEFAULT '0',
  rung_at timestamptz,
  ring_tries integer NOT NULL DEFAULT '0',
  wake_at timestamptz,
  CONSTRAINT lane_pkey PRIMARY KEY (id)
);

CREATE TABLE token_bucket (
  provider text NOT NULL,
  tokens double precision NOT NULL,
  refilled_at timestamptz NOT NULL,
  CONSTRAINT token_bucket_pkey PRIMARY KEY (provider)
);

CREATE UNIQUE INDEX api_key_hash ON api_key  (hash);
CREATE INDEX idempotent_answer_age ON idempotent_answer  (created_at);
CREATE INDEX person_lane ON person  (lane);
CREATE UNIQUE INDEX person_email ON person (email);
CREATE UNIQUE INDEX person_external_id ON person  (external_id);
CREATE INDEX absence_person ON absence  (person_id);
CREATE INDEX reporting_line_manager ON reporting_line  (manager_id);
CREATE UNIQUE INDEX reporting_line_current ON reporting_line  (person_id) WHERE valid_to IS NULL;
CREATE UNIQUE INDEX co_coach_share_current ON co_coach_share  (rep_id, coach_id) WHERE valid_to IS NULL;
CREATE UNIQUE INDEX capability_code ON capability  (code);
CREATE UNIQUE INDEX rubric_version_number ON rubric_version  (capability_id, version);
CREATE UNIQUE INDEX training_code ON training  (code);
CREATE INDEX completion_training ON completion  (training_id);
CREATE UNIQUE INDEX completion_once ON completion  (person_id, training_id, content_version);
CREATE UNIQUE INDEX program_code ON program  (code);
CREATE UNIQUE INDEX cadence_name ON cadence_plan  (name);
CREATE UNIQUE INDEX cadence_version_number ON cadence_version  (cadence_plan_id, version);
CREATE INDEX enrolment_fault ON enrolment  (fault_at) WHERE fault IS NOT NULL;
CREATE INDEX enrolment_wake ON enrolment  (wake_at) WHERE wake_at IS NOT NULL;
CREATE INDEX enrolment_bell ON enrolment  (rung_at) WHERE ring_seq > applied_seq;
CREATE INDEX enrolment_next_due ON enrolment  (next_due_at) WHERE ended_at IS NULL;
CREATE INDEX enrolment_manager ON enrolment  (manager_id);
CREATE INDEX enrolment_program ON enrolment  (program_id, phase);
CREATE UNIQUE INDEX enrolment_one_open ON enrolment  (rep_id, capability_id, program_id) WHERE ended_at IS NULL;
CREATE UNIQUE INDEX fact_id ON fact  (id);
CREATE INDEX joint_visit_rep ON joint_visit  (rep_id, at);
CREATE UNIQUE INDEX joint_visit_external_id ON joint_visit  (external_id);
CREATE INDEX joint_visit_observer_person ON joint_visit_observer  (person_id);
CREATE INDEX observation_visit ON observation  (visit_id);
CREATE INDEX observation_enrolment ON observation  (enrolment_id);
CREATE INDEX development_action_enrolment ON development_action  (enrolment_id);
CREATE INDEX job_bell ON job  (created_at) WHERE ring_seq > applied_seq;
CREATE INDEX job_program ON job  (program_id);
CREATE INDEX import_run_created ON import_run  (created_at);
CREATE INDEX nudge_delivery ON nudge  (delivery_id);
CREATE INDEX nudge_due ON nudge  (lane, slot_at) WHERE state = 'queued';
CREATE UNIQUE INDEX nudge_key ON nudge  (enrolment_id, obligation, rung);
CREATE INDEX delivery_person ON delivery  (person_id, created_at);
CREATE INDEX delivery_stale ON delivery  (lane) WHERE stale;
CREATE INDEX delivery_open ON delivery  (lane, next_try_at) WHERE state IN ('sending', 'retrying');

ALTER TABLE idempotent_answer ADD CONSTRAINT idempotent_answer_api_key_id_fkey FOREIGN KEY (api_key_id) REFERENCES api_key(id);
ALTER TABLE person ADD CONSTRAINT person_delegate_id_fkey FOREIGN KEY (delegate_id) REFERENCES person(id);
ALTER TABLE calendar_version ADD CONSTRAINT calendar_version_person_id_fkey FOREIGN KEY (person_id) REFERENCES person(id);
ALTER TABLE absence ADD CONSTRAINT absence_person_id_fkey FOREIGN KEY (person_id) REFERENCES person(id);
ALTER TABLE reporting_line ADD CONSTRAINT reporting_line_person_id_fkey FOREIGN KEY (person_id) REFERENCES person(id);
ALTER TABLE reporting_line ADD CONSTRAINT reporting_line_manager_id_fkey FOREIGN KEY (manager_id) REFERENCES person(id);
ALTER TABLE co_coach_share ADD CONSTRAINT co_coach_share_rep_id_fkey FOREIGN KEY (rep_id) REFERENCES person(id);
ALTER TABLE co_coach_share ADD CONSTRAINT co_coach_share_coach_id_fkey FOREIGN KEY (coach_id) REFERENCES person(id);
ALTER TABLE rubric_version ADD CONSTRAINT rubric_version_capability_id_fkey FOREIGN KEY (capability_id) REFERENCES capability(id);
ALTER TABLE training_capability ADD CONSTRAINT training_capability_training_id_fkey FOREIGN KEY (training_id) REFERENCES training(id);
ALTER TABLE training_capability ADD CONSTRAINT training_capability_capability_id_fkey FOREIGN KEY (capability_id) REFERENCES capability(id);
ALTER TABLE completion ADD CONSTRAINT completion_person_id_fkey FOREIGN KEY (person_id) REFERENCES person(id);
ALTER TABLE completion ADD CONSTRAINT completion_training_id_fkey FOREIGN KEY (training_id) REFERENCES training(id);
ALTER TABLE program ADD CONSTRAINT program_owner_id_fkey FOREIGN KEY (owner_id) REFERENCES person(id);
ALTER TABLE program ADD CONSTRAINT program_sponsor_id_fkey FOREIGN KEY (sponsor_id) REFERENCES person(id);
ALTER TABLE program ADD CONSTRAINT program_cadence_version_id_fkey FOREIGN KEY (cadence_version_id) REFERENCES cadence_version(id);
ALTER TABLE program_capability ADD CONSTRAINT program_capability_program_id_fkey FOREIGN KEY (program_id) REFERENCES program(id);
ALTER TABLE program_capability ADD CONSTRAINT program_capability_capability_id_fkey FOREIGN KEY (capability_id) REFERENCES capability(id);
ALTER TABLE program_capability ADD CONSTRAINT program_capability_rubric_version_id_fkey FOREIGN KEY (rubric_version_id) REFERENCES rubric_version(id);
ALTER TABLE cadence_version ADD CONSTRAINT cadence_version_cadence_plan_id_fkey FOREIGN KEY (cadence_plan_id) REFERENCES cadence_plan(id);
ALTER TABLE enrolment ADD CONSTRAINT enrolment_program_id_fkey FOREIGN KEY (program_id) REFERENCES program(id);
ALTER TABLE enrolment ADD CONSTRAINT enrolment_capability_id_fkey FOREIGN KEY (capability_id) REFERENCES capability(id);
ALTER TABLE enrolment ADD CONSTRAINT enrolment_rubric_version_id_fkey FOREIGN KEY (rubric_version_id) REFERENCES rubric_version(id);
ALTER TABLE enrolment ADD CONSTRAINT enrolment_cadence_version_id_fkey FOREIGN KEY (cadence_version_id) REFERENCES cadence_version(id);
ALTER TABLE enrolment ADD CONSTRAINT enrolment_rep_id_fkey FOREIGN KEY (rep_id) REFERENCES person(id);
ALTER TABLE fact ADD CONSTRAINT fact_enrolment_id_fkey FOREIGN KEY (enrolment_id) REFERENCES enrolment(id);
ALTER TABLE joint_visit ADD CONSTRAINT joint_visit_rep_id_fkey FOREIGN KEY (rep_id) REFERENCES person(id);
ALTER TABLE joint_visit_observer ADD CONSTRAINT joint_visit_observer_visit_id_fkey FOREIGN KEY (visit_id) REFERENCES joint_visit(id);
ALTER TABLE joint_visit_observer ADD CONSTRAINT joint_visit_observer_person_id_fkey FOREIGN KEY (person_id) REFERENCES person(id);
ALTER TABLE observation ADD CONSTRAINT observation_enrolment_id_fkey FOREIGN KEY (enrolment_id) REFERENCES enrolment(id);
ALTER TABLE observation ADD CONSTRAINT observation_visit_id_fkey FOREIGN KEY (visit_id) REFERENCES joint_visit(id);
ALTER TABLE observation ADD CONSTRAINT observation_observer_id_fkey FOREIGN KEY (observer_id) REFERENCES person(id);
ALTER TABLE feedback ADD CONSTRAINT feedback_observation_id_fkey FOREIGN KEY (observation_id) REFERENCES observation(id);
ALTER TABLE development_action ADD CONSTRAINT development_action_enrolment_id_fkey FOREIGN KEY (enrolment_id) REFERENCES enrolment(id);
ALTER TABLE development_action ADD CONSTRAINT development_action_observation_id_fkey FOREIGN KEY (observation_id) REFERENCES observation(id);
ALTER TABLE acknowledgement ADD CONSTRAINT acknowledgement_observation_id_fkey FOREIGN KEY (observation_id) REFERENCES observation(id);
ALTER TABLE job ADD CONSTRAINT job_program_id_fkey FOREIGN KEY (program_id) REFERENCES program(id);
ALTER TABLE nudge ADD CONSTRAINT nudge_enrolment_id_fkey FOREIGN KEY (enrolment_id) REFERENCES enrolment(id);
ALTER TABLE nudge ADD CONSTRAINT nudge_person_id_fkey FOREIGN KEY (person_id) REFERENCES person(id);
ALTER TABLE delivery ADD CONSTRAINT delivery_person_id_fkey FOREIGN KEY (person_id) REFERENCES person(id);
`;

/** The log and the published versions are append-only for everybody, whatever role a query runs under. */
const IMMUTABLE = `
CREATE FUNCTION refuse_change() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  RAISE EXCEPTION '% takes no %: what was recorded stays; append a correction instead', TG_TABLE_NAME, lower(TG_OP);
END $$;

CREATE TRIGGER fact_is_immutable BEFORE UPDATE OR DELETE ON fact FOR EACH ROW EXECUTE FUNCTION refuse_change();
CREATE TRIGGER fact_is_not_truncated BEFORE TRUNCATE ON fact FOR EACH STATEMENT EXECUTE FUNCTION refuse_change();
CREATE TRIGGER calendar_version_is_immutable BEFORE UPDATE OR DELETE ON calendar_version FOR EACH ROW EXECUTE FUNCTION refuse_change();
CREATE TRIGGER calendar_version_is_not_truncated BEFORE TRUNCATE ON calendar_version FOR EACH STATEMENT EXECUTE FUNCTION refuse_change();
CREATE TRIGGER rubric_version_is_immutable BEFORE UPDATE OR DELETE ON rubric_version FOR EACH ROW EXECUTE FUNCTION refuse_change();
CREATE TRIGGER rubric_version_is_not_truncated BEFORE TRUNCATE ON rubric_version FOR EACH STATEMENT EXECUTE FUNCTION refuse_change();
CREATE TRIGGER cadence_version_is_immutable BEFORE UPDATE OR DELETE ON cadence_version FOR EACH ROW EXECUTE FUNCTION refuse_change();
CREATE TRIGGER cadence_version_is_not_truncated BEFORE TRUNCATE ON cadence_version FOR EACH STATEMENT EXECUTE FUNCTION refuse_change();
`;

export class Initial1780000000000 implements MigrationInterface {
  async up(queryRunner: QueryRunner): Promise<void> {
    await queryRunner.query(TABLES);
    await queryRunner.query(IMMUTABLE);
  }

  /** Facts are never thrown away by going back a version. */
  async down(): Promise<void> {
    throw new Error('the first migration cannot be undone: restore a backup into an empty database instead');
  }
}
