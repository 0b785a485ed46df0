import type { MigrationInterface, QueryRunner } from 'typeorm';

/**
 * Builds in the order of their first start, so that the newest that runs is the current one; ratings as they were
 * given before a talk changed them; and indexes for the loops that a change of people concerns.
 */
export class BuildsAndFirstRatings1780000150000 implements MigrationInterface {
  async up(queryRunner: QueryRunner): Promise<void> {
    await queryRunner.query(`
      CREATE TABLE build (
        id text NOT NULL,
        first_started_at timestamptz NOT NULL,
        seen_at timestamptz NOT NULL,
        CONSTRAINT build_pkey PRIMARY KEY (id)
      );
      ALTER TABLE feedback ADD first_ratings jsonb;
      CREATE INDEX enrolment_open_of_program ON enrolment (program_id, id) WHERE ended_at IS NULL;
      CREATE INDEX person_delegate ON person (delegate_id) WHERE delegate_id IS NOT NULL;
      CREATE INDEX co_coach_share_coach ON co_coach_share (coach_id);
      CREATE INDEX program_owner ON program (owner_id);
      CREATE INDEX program_sponsor ON program (sponsor_id);
    `);
  }

  async down(queryRunner: QueryRunner): Promise<void> {
    await queryRunner.query(`
      DROP INDEX enrolment_open_of_program, person_delegate, co_coach_share_coach, program_owner, program_sponsor;
      ALTER TABLE feedback DROP first_ratings;
      DROP TABLE build;
    `);
  }
}
