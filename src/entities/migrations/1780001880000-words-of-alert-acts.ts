import type { MigrationInterface, QueryRunner } from 'typeorm';

const AUDITED = (unspoken: string): string => `
      DROP TRIGGER audit_insert ON figure_alert;
      DROP TRIGGER audit_update ON figure_alert;
      DROP TRIGGER audit_delete ON figure_alert;
      SELECT audit_changes_of('figure_alert', '{acknowledged_by,snoozed_by,closed_by}'${unspoken});`;

/** What somebody said of an alert stands with what they did alone: on the alert it outlived that, beside others' names. */
export class WordsOfAlertActs1780001880000 implements MigrationInterface {
  async up(queryRunner: QueryRunner): Promise<void> {
    await queryRunner.query(`ALTER TABLE figure_alert DROP COLUMN note; ${AUDITED('')}`);
  }

  async down(queryRunner: QueryRunner): Promise<void> {
    await queryRunner.query(
      `ALTER TABLE figure_alert ADD COLUMN note text; ${AUDITED(", unspoken => '{note}'")}`,
    );
  }
}
