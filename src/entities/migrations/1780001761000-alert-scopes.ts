import type { MigrationInterface, QueryRunner } from 'typeorm';

/** Rules look at trends, and at the people of one function. */
export class AlertScopes1780001761000 implements MigrationInterface {
  async up(queryRunner: QueryRunner): Promise<void> {
    await queryRunner.query(
      'ALTER TABLE figure_alert_rule ADD COLUMN earlier integer, ADD COLUMN function text',
    );
  }

  async down(queryRunner: QueryRunner): Promise<void> {
    await queryRunner.query('ALTER TABLE figure_alert_rule DROP COLUMN earlier, DROP COLUMN function');
  }
}
