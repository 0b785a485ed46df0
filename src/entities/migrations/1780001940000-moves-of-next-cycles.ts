import type { MigrationInterface, QueryRunner } from 'typeorm';

/** Open loops can go by another version of their cadence from their next cycle on. */
export class MovesOfNextCycles1780001940000 implements MigrationInterface {
  async up(queryRunner: QueryRunner): Promise<void> {
    await queryRunner.query(`ALTER TABLE cadence_move ADD COLUMN begins text NOT NULL DEFAULT 'atOnce'`);
  }

  async down(queryRunner: QueryRunner): Promise<void> {
    await queryRunner.query('ALTER TABLE cadence_move DROP COLUMN begins');
  }
}
