import type { MigrationInterface, QueryRunner } from 'typeorm';

/** What went wrong is counted at every scrape of the metrics, without reading every message that ever went out. */
export class CountWhatWentWrong1780000050000 implements MigrationInterface {
  async up(queryRunner: QueryRunner): Promise<void> {
    await queryRunner.query(`
      CREATE INDEX nudge_unreachable ON nudge (slot_at) WHERE state = 'unreachable';
      CREATE INDEX delivery_in_doubt ON delivery (created_at) WHERE in_doubt;
    `);
  }

  async down(queryRunner: QueryRunner): Promise<void> {
    await queryRunner.query('DROP INDEX nudge_unreachable, delivery_in_doubt');
  }
}
