import type { MigrationInterface, QueryRunner } from 'typeorm';

/**
 * Builds in the order of their first start, so that the newest that runs is the current one; and ratings as they were
 * given before a talk changed them.
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
    `);
  }

  async down(queryRunner: QueryRunner): Promise<void> {
    await queryRunner.query(`
      ALTER TABLE feedback DROP first_ratings;
      DROP TABLE build;
    `);
  }
}
