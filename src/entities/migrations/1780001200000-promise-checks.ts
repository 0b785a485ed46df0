import type { MigrationInterface, QueryRunner } from 'typeorm';

/** That nothing was found says something only where it is known when somebody looked. */
export class PromiseChecks1780001200000 implements MigrationInterface {
  async up(queryRunner: QueryRunner): Promise<void> {
    await queryRunner.query(`
      CREATE TABLE promise_check (
        code text NOT NULL,
        checked_at timestamptz NOT NULL,
        CONSTRAINT promise_check_pkey PRIMARY KEY (code)
      );`);
  }

  async down(queryRunner: QueryRunner): Promise<void> {
    await queryRunner.query('DROP TABLE promise_check;');
  }
}
