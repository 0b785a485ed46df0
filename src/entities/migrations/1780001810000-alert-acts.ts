import type { MigrationInterface, QueryRunner } from 'typeorm';

/** What people do about alerts is kept, with by whom and to whom. */
export class AlertActs1780001810000 implements MigrationInterface {
  async up(queryRunner: QueryRunner): Promise<void> {
    await queryRunner.query(`
      CREATE TABLE figure_alert_act (
        id uuid NOT NULL,
        alert_id uuid NOT NULL,
        act text NOT NULL,
        at timestamptz NOT NULL,
        by_id uuid,
        taker_id uuid,
        until date,
        note text,
        CONSTRAINT figure_alert_act_pkey PRIMARY KEY (id)
      );
      ALTER TABLE figure_alert_act ADD CONSTRAINT figure_alert_act_alert_id_fkey FOREIGN KEY (alert_id) REFERENCES figure_alert(id);
      ALTER TABLE figure_alert_act ADD CONSTRAINT figure_alert_act_by_id_fkey FOREIGN KEY (by_id) REFERENCES person(id);
      ALTER TABLE figure_alert_act ADD CONSTRAINT figure_alert_act_taker_id_fkey FOREIGN KEY (taker_id) REFERENCES person(id);
      CREATE INDEX figure_alert_act_alert ON figure_alert_act (alert_id);

      SELECT audit_changes_of('figure_alert_act', '{by_id,taker_id}', without => '{at}', unspoken => '{note}');`);
  }

  async down(queryRunner: QueryRunner): Promise<void> {
    await queryRunner.query('DROP TABLE figure_alert_act');
  }
}
