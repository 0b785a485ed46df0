import type { MigrationInterface, QueryRunner } from 'typeorm';

/** Whoever runs the product may let a message that was given up be tried once more; those are found by themselves. */
export class TriesByHand1780001890000 implements MigrationInterface {
  async up(queryRunner: QueryRunner): Promise<void> {
    await queryRunner.query(`
      ALTER TABLE delivery ADD COLUMN retried_at timestamptz;
      CREATE INDEX delivery_failed ON delivery (id) WHERE state = 'failed'`);
  }

  async down(queryRunner: QueryRunner): Promise<void> {
    await queryRunner.query('DROP INDEX delivery_failed; ALTER TABLE delivery DROP COLUMN retried_at');
  }
}
