import type { MigrationInterface, QueryRunner } from 'typeorm';

/** Most figures are sums of parts: of these alone a sum stands beside each table. The alerts of a rule are found by it. */
export class FiguresInParts1780001830000 implements MigrationInterface {
  async up(queryRunner: QueryRunner): Promise<void> {
    await queryRunner.query(`
      ALTER TABLE figure_release ADD parts jsonb, ADD whole jsonb;
      CREATE INDEX figure_alert_course ON figure_alert (rule_id, capability_id, region, opened_in);`);
  }

  async down(queryRunner: QueryRunner): Promise<void> {
    await queryRunner.query(`
      DROP INDEX figure_alert_course;
      ALTER TABLE figure_release DROP parts, DROP whole;`);
  }
}
