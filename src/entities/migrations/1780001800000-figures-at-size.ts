import type { MigrationInterface, QueryRunner } from 'typeorm';

/** Figures are read by question and period, and mostly by region and function: of these a sum stands beside each table. */
export class FiguresAtSize1780001800000 implements MigrationInterface {
  async up(queryRunner: QueryRunner): Promise<void> {
    await queryRunner.query(`
      ALTER TABLE figure_release ADD summary jsonb;
      CREATE INDEX figure_release_question ON figure_release (program_id, question, period);`);
  }

  async down(queryRunner: QueryRunner): Promise<void> {
    await queryRunner.query(`
      DROP INDEX figure_release_question;
      ALTER TABLE figure_release DROP summary;`);
  }
}
