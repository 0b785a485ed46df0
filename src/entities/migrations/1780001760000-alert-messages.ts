import type { MigrationInterface, QueryRunner } from 'typeorm';

const AUDITED = (people: string): string => `
      DROP TRIGGER audit_insert ON figure_alert;
      DROP TRIGGER audit_update ON figure_alert;
      DROP TRIGGER audit_delete ON figure_alert;
      SELECT audit_changes_of('figure_alert', '${people}', unspoken => '{note}');`;

/** Figures are told by the same messages as loops, and who let an alert rest or closed it is known. */
export class AlertMessages1780001760000 implements MigrationInterface {
  async up(queryRunner: QueryRunner): Promise<void> {
    await queryRunner.query(`
      ALTER TABLE nudge ALTER COLUMN enrolment_id DROP NOT NULL;
      CREATE UNIQUE INDEX nudge_figures_key ON nudge (obligation, person_id, rung) WHERE enrolment_id IS NULL;
      ALTER TABLE figure_alert ADD COLUMN snoozed_by uuid, ADD COLUMN closed_by uuid;
      ${AUDITED('{acknowledged_by,snoozed_by,closed_by}')}`);
  }

  async down(queryRunner: QueryRunner): Promise<void> {
    await queryRunner.query(`
      DROP INDEX nudge_figures_key;
      DELETE FROM nudge WHERE enrolment_id IS NULL;
      ALTER TABLE nudge ALTER COLUMN enrolment_id SET NOT NULL;
      ALTER TABLE figure_alert DROP COLUMN snoozed_by, DROP COLUMN closed_by;
      ${AUDITED('{acknowledged_by}')}`);
  }
}
