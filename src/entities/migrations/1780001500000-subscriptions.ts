import type { MigrationInterface, QueryRunner } from 'typeorm';

/** What a person chose not to be told. */
export class Subscriptions1780001500000 implements MigrationInterface {
  async up(queryRunner: QueryRunner): Promise<void> {
    await queryRunner.query(`ALTER TABLE person ADD unsubscribed text[] NOT NULL DEFAULT '{}'`);
  }

  async down(queryRunner: QueryRunner): Promise<void> {
    await queryRunner.query('ALTER TABLE person DROP unsubscribed');
  }
}
