import type { MigrationInterface, QueryRunner } from 'typeorm';

const TABLE = `
CREATE TABLE audit_entry (
  id uuid NOT NULL,
  at timestamptz NOT NULL,
  event text NOT NULL,
  action text NOT NULL,
  by_kind text NOT NULL,
  by_id text,
  person_id uuid,
  via text NOT NULL,
  route text,
  people uuid array NOT NULL DEFAULT '{}',
  record_type text,
  record_id text,
  before jsonb,
  after jsonb,
  request_id uuid,
  address text,
  outcome text NOT NULL DEFAULT 'done',
  CONSTRAINT audit_entry_pkey PRIMARY KEY (id)
);

CREATE INDEX audit_entry_at ON audit_entry (at, id);
CREATE INDEX audit_entry_by ON audit_entry (by_id, at);
CREATE INDEX audit_entry_person ON audit_entry (person_id, at);
CREATE INDEX audit_entry_record ON audit_entry (record_type, record_id);
CREATE INDEX audit_entry_people ON audit_entry USING gin (people);
CREATE UNIQUE INDEX audit_entry_key_use ON audit_entry (by_id, address, ((at AT TIME ZONE 'UTC')::date))
 WHERE event = 'keyUse' AND outcome = 'done';

CREATE TRIGGER audit_entry_is_immutable BEFORE UPDATE ON audit_entry FOR EACH ROW EXECUTE FUNCTION refuse_change();
CREATE TRIGGER audit_entry_is_not_truncated BEFORE TRUNCATE ON audit_entry FOR EACH STATEMENT EXECUTE FUNCTION refuse_change();
-- The clean-up of what is too old says so; the role that the app runs under may not delete at all.
CREATE TRIGGER audit_entry_is_kept BEFORE DELETE ON audit_entry FOR EACH ROW
  WHEN (current_setting('followthrough.trimming', true) IS DISTINCT FROM 'on') EXECUTE FUNCTION refuse_change();
`;

const FUNCTIONS = `
-- A UUID of version 7: the milliseconds of now, then what is random.
CREATE FUNCTION audit_id() RETURNS uuid LANGUAGE sql VOLATILE AS $$
  SELECT (lpad(to_hex((extract(epoch FROM clock_timestamp()) * 1000)::bigint), 12, '0') || '7'
          || substr(replace(gen_random_uuid()::text, '-', ''), 14))::uuid
$$;

-- Writes one entry for every row that a statement changed. Arguments: key columns, columns that name people (the rep,
-- where one names an enrolment or observation), columns that are left out, columns of which only the change is told.
-- Who acts stands in followthrough.actor. One statement for all rows, without functions of our own: that halves its cost.
CREATE FUNCTION audit_change() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
  actor jsonb := nullif(current_setting('followthrough.actor', true), '')::jsonb;
  event text := CASE TG_OP WHEN 'INSERT' THEN 'created' WHEN 'UPDATE' THEN 'changed' ELSE 'removed' END;
  states text := CASE TG_OP
    WHEN 'INSERT' THEN 'SELECT NULL::jsonb AS b, to_jsonb(new_row) AS a FROM rows_after new_row'
    WHEN 'DELETE' THEN 'SELECT to_jsonb(old_row) AS b, NULL::jsonb AS a FROM rows_before old_row'
    ELSE format('SELECT to_jsonb(old_row) AS b, to_jsonb(new_row) AS a FROM rows_before old_row JOIN rows_after new_row USING (%s)',
      array_to_string(TG_ARGV[0]::text[], ', ')) END;
  -- The fields of one state that differ from the other.
  difference text := $sql$
    (SELECT jsonb_object_agg(key, CASE WHEN key = ANY ($7) AND value <> 'null' THEN '"(not copied)"' ELSE value END)
       FROM jsonb_each(%s) WHERE value IS DISTINCT FROM coalesce(%s -> key, 'null'))$sql$;
BEGIN
  EXECUTE format($sql$
    INSERT INTO audit_entry (id, at, event, action, by_kind, by_id, person_id, via, route, request_id, record_type, record_id,
      people, before, after)
    SELECT audit_id(), coalesce(($1 ->> 'at')::timestamptz, now()), $2, coalesce($1 ->> 'action', $3 || '.' || $2),
      coalesce($1 ->> 'byKind', 'role'), CASE WHEN $1 IS NULL THEN session_user ELSE $1 ->> 'byId' END,
      ($1 ->> 'personId')::uuid, current_setting('application_name'), $1 ->> 'route', ($1 ->> 'requestId')::uuid, $3,
      (SELECT string_agg(coalesce(a, b) ->> name, '/' ORDER BY nr) FROM unnest($4) WITH ORDINALITY AS k (name, nr)),
      array(SELECT DISTINCT CASE name
          WHEN 'enrolment_id' THEN (SELECT rep_id FROM enrolment WHERE id = value::uuid)
          WHEN 'observation_id' THEN
            (SELECT e.rep_id FROM observation o JOIN enrolment e ON e.id = o.enrolment_id WHERE o.id = value::uuid)
          ELSE value::uuid END
        FROM unnest($5) AS name, unnest(ARRAY[b ->> name, a ->> name]) AS value WHERE value IS NOT NULL),
      %s, %s
    -- OFFSET 0: the states are made once, not again wherever they are used.
    FROM (SELECT b - $6 AS b, a - $6 AS a FROM (%s) AS whole OFFSET 0) AS change
    WHERE b IS DISTINCT FROM a
  $sql$, format(difference, 'b', 'a'), format(difference, 'a', 'b'), states)
  USING actor, event, TG_TABLE_NAME::text, TG_ARGV[0]::text[], TG_ARGV[1]::text[], TG_ARGV[2]::text[], TG_ARGV[3]::text[];
  RETURN NULL;
END $$;

-- Has every change of a table audited. Columns in without are never told, secrets and what machines keep for
-- themselves; of those in unspoken, what people wrote, only that they changed.
CREATE FUNCTION audit_changes_of(audited regclass, people text[], without text[] DEFAULT '{}', unspoken text[] DEFAULT '{}')
  RETURNS void LANGUAGE plpgsql AS $$
DECLARE
  keys text[] := array(SELECT attname FROM pg_index JOIN pg_attribute ON attrelid = indrelid AND attnum = ANY (indkey)
    WHERE indrelid = audited AND indisprimary ORDER BY attnum);
  does text := format('FOR EACH STATEMENT EXECUTE FUNCTION audit_change(%L, %L, %L, %L)', keys, people, without, unspoken);
BEGIN
  EXECUTE format('CREATE TRIGGER audit_insert AFTER INSERT ON %s REFERENCING NEW TABLE AS rows_after %s', audited, does);
  EXECUTE format('CREATE TRIGGER audit_update AFTER UPDATE ON %s REFERENCING OLD TABLE AS rows_before NEW TABLE AS rows_after %s',
    audited, does);
  EXECUTE format('CREATE TRIGGER audit_delete AFTER DELETE ON %s REFERENCING OLD TABLE AS rows_before %s', audited, does);
END $$;
`;

const AUDITED = `
-- The audit outlives what names a person: of that only the change is told, so that an erasure leaves nothing behind.
SELECT audit_changes_of('person', '{id,delegate_id}', without => '{lane,calendar_version,created_at,updated_at}',
  unspoken => '{name,email,external_id,slack_user_id,territory}');
SELECT audit_changes_of('reporting_line', '{person_id,manager_id}');
SELECT audit_changes_of('absence', '{person_id}', without => '{recorded_at}');
SELECT audit_changes_of('co_coach_share', '{rep_id,coach_id}');
SELECT audit_changes_of('capability', '{}', without => '{created_at}');
SELECT audit_changes_of('rubric_version', '{}');
SELECT audit_changes_of('training', '{}', without => '{created_at}');
SELECT audit_changes_of('training_capability', '{}');
SELECT audit_changes_of('program', '{owner_id,sponsor_id}', without => '{created_at}');
SELECT audit_changes_of('program_capability', '{}');
SELECT audit_changes_of('cadence_plan', '{}', without => '{updated_at}');
SELECT audit_changes_of('cadence_version', '{}');
SELECT audit_changes_of('api_key', '{}', without => '{hash,created_at,last_used_at}');
SELECT audit_changes_of('role_grant', '{person_id,subject_id}');
SELECT audit_changes_of('observation_share', '{observation_id,reader_id}');
SELECT audit_changes_of('provider_account', '{person_id}', without => '{subject}');
SELECT audit_changes_of('feedback', '{observation_id,given_by}', unspoken => '{ratings,first_ratings,level,evidence,suggestion}');
SELECT audit_changes_of('development_action', '{enrolment_id}', unspoken => '{text,outcome}');
SELECT audit_changes_of('acknowledgement', '{observation_id,answered_by}', unspoken => '{answer,reason}');
`;

/** Who read, changed and signed in: written beside what it is about, in the same transaction, and never changed. */
export class Audit1780000400000 implements MigrationInterface {
  async up(queryRunner: QueryRunner): Promise<void> {
    for (const part of [TABLE, FUNCTIONS, AUDITED]) await queryRunner.query(part);
  }

  /** What was audited is never thrown away by going back a version. */
  async down(): Promise<void> {
    throw new Error('the audit cannot be undone: restore a backup into an empty database instead');
  }
}
