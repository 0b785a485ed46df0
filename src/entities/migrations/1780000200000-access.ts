import type { MigrationInterface, QueryRunner } from 'typeorm';

/**
 * Rights: what a key may do, roles granted by name, observations that rep and coach share, and programs that cross
 * functions. Keys made so far get what the first administrator key has: everything but texts and ratings.
 */
export class Access1780000200000 implements MigrationInterface {
  async up(queryRunner: QueryRunner): Promise<void> {
    await queryRunner.query(`
      ALTER TABLE api_key ADD COLUMN scopes text array NOT NULL
        DEFAULT '{keys,people,configure,import,facts,status,insights,operate,audit}';
      ALTER TABLE api_key ALTER COLUMN scopes DROP DEFAULT;

      ALTER TABLE program ADD COLUMN crosses_functions boolean NOT NULL DEFAULT false;

      CREATE TABLE role_grant (
        id uuid NOT NULL,
        person_id uuid NOT NULL,
        role text NOT NULL,
        subject_id uuid,
        reason text NOT NULL,
        granted_by uuid NOT NULL,
        granted_by_kind text NOT NULL,
        valid_from timestamptz NOT NULL,
        valid_to timestamptz,
        CONSTRAINT role_grant_pkey PRIMARY KEY (id),
        CONSTRAINT role_grant_in_order CHECK (valid_to IS NULL OR valid_from <= valid_to),
        CONSTRAINT role_grant_legal CHECK ((role = 'legal') = (subject_id IS NOT NULL)
          AND (role <> 'legal' OR (valid_to IS NOT NULL AND valid_to <= valid_from + interval '30 days'))),
        CONSTRAINT role_grant_not_oneself CHECK (granted_by <> person_id)
      );
      CREATE INDEX role_grant_person ON role_grant (person_id);
      ALTER TABLE role_grant ADD CONSTRAINT role_grant_person_id_fkey FOREIGN KEY (person_id) REFERENCES person(id);
      ALTER TABLE role_grant ADD CONSTRAINT role_grant_subject_id_fkey FOREIGN KEY (subject_id) REFERENCES person(id);

      CREATE TABLE observation_share (
        id uuid NOT NULL,
        observation_id uuid NOT NULL,
        reader_id uuid NOT NULL,
        by_rep_at timestamptz,
        by_coach_at timestamptz,
        ended_at timestamptz,
        CONSTRAINT observation_share_pkey PRIMARY KEY (id)
      );
      CREATE UNIQUE INDEX observation_share_current ON observation_share (observation_id, reader_id) WHERE ended_at IS NULL;
      ALTER TABLE observation_share ADD CONSTRAINT observation_share_observation_id_fkey FOREIGN KEY (observation_id) REFERENCES observation(id);
      ALTER TABLE observation_share ADD CONSTRAINT observation_share_reader_id_fkey FOREIGN KEY (reader_id) REFERENCES person(id);

      CREATE INDEX observation_observer ON observation (observer_id);
      CREATE INDEX enrolment_rep ON enrolment (rep_id);
      CREATE INDEX nudge_second_line ON nudge (person_id, enrolment_id) WHERE audience = 'secondLine' AND state = 'handedOver';
      CREATE INDEX fact_not_my_rep ON fact (enrolment_id) WHERE kind = 'notMyRep';`);
  }

  async down(queryRunner: QueryRunner): Promise<void> {
    await queryRunner.query(`
      DROP INDEX fact_not_my_rep, nudge_second_line, enrolment_rep, observation_observer;
      DROP TABLE observation_share, role_grant;
      ALTER TABLE program DROP COLUMN crosses_functions;
      ALTER TABLE api_key DROP COLUMN scopes;`);
  }
}
