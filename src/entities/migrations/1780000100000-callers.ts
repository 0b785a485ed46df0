import type { MigrationInterface, QueryRunner } from 'typeorm';

/** Requests that may be sent again come from people who signed in too, not from keys alone. */
export class Callers1780000100000 implements MigrationInterface {
  async up(queryRunner: QueryRunner): Promise<void> {
    await queryRunner.query(`
      ALTER TABLE idempotent_answer DROP CONSTRAINT idempotent_answer_api_key_id_fkey;
      ALTER TABLE idempotent_answer RENAME COLUMN api_key_id TO caller_id;`);
  }

  async down(queryRunner: QueryRunner): Promise<void> {
    await queryRunner.query(`
      DELETE FROM idempotent_answer WHERE caller_id NOT IN (SELECT id FROM api_key);
      ALTER TABLE idempotent_answer RENAME COLUMN caller_id TO api_key_id;
      ALTER TABLE idempotent_answer ADD CONSTRAINT idempotent_answer_api_key_id_fkey FOREIGN KEY (api_key_id) REFERENCES api_key(id);`);
  }
}
