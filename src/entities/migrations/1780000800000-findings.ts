import type { MigrationInterface, QueryRunner } from 'typeorm';

/** Promises that were found broken, and indexes by which every round finds them without reading whole tables. */
export class Findings1780000800000 implements MigrationInterface {
  async up(queryRunner: QueryRunner): Promise<void> {
    await queryRunner.query(`
      CREATE TABLE finding (
        code text NOT NULL,
        subject text NOT NULL,
        first_found_at timestamptz NOT NULL,
        last_found_at timestamptz NOT NULL,
        rung_at timestamptz NOT NULL,
        repaired_at timestamptz,
        CONSTRAINT finding_pkey PRIMARY KEY (code, subject)
      );
      CREATE INDEX finding_open ON finding (code, subject) WHERE repaired_at IS NULL;
      CREATE INDEX finding_repaired ON finding (repaired_at) WHERE repaired_at IS NOT NULL;
      CREATE INDEX enrolment_without_wake ON enrolment (id) WHERE ended_at IS NULL AND wake_at IS NULL AND fault IS NULL;
      CREATE INDEX nudge_climbed ON nudge (handed_over_at) WHERE state = 'handedOver' AND rung > 0;
      CREATE INDEX job_open ON job (created_at) WHERE state <> 'done';`);
  }

  async down(queryRunner: QueryRunner): Promise<void> {
    await queryRunner.query(`
      DROP INDEX job_open, nudge_climbed, enrolment_without_wake;
      DROP TABLE finding;`);
  }
}
