import type { MigrationInterface, QueryRunner } from 'typeorm';

/** Rules over published figures, and the alerts that they raised. */
export class FigureAlerts1780001751000 implements MigrationInterface {
  async up(queryRunner: QueryRunner): Promise<void> {
    await queryRunner.query(`
      CREATE TABLE figure_alert_rule (
        id uuid NOT NULL,
        program_id uuid NOT NULL,
        kpi text NOT NULL,
        direction text NOT NULL,
        threshold double precision NOT NULL,
        margin double precision NOT NULL,
        periods integer NOT NULL,
        capability_id uuid,
        region text,
        looked_at text,
        created_at timestamptz NOT NULL,
        ended_at timestamptz,
        CONSTRAINT figure_alert_rule_pkey PRIMARY KEY (id)
      );
      ALTER TABLE figure_alert_rule ADD CONSTRAINT figure_alert_rule_program_id_fkey FOREIGN KEY (program_id) REFERENCES program(id);
      ALTER TABLE figure_alert_rule ADD CONSTRAINT figure_alert_rule_capability_id_fkey FOREIGN KEY (capability_id) REFERENCES capability(id);
      CREATE INDEX figure_alert_rule_program ON figure_alert_rule (program_id);

      CREATE TABLE figure_alert (
        id uuid NOT NULL,
        rule_id uuid NOT NULL,
        capability_id uuid NOT NULL,
        region text NOT NULL,
        kind text NOT NULL,
        opened_in text NOT NULL,
        opened_at timestamptz NOT NULL,
        opened_share double precision,
        acknowledged_at timestamptz,
        acknowledged_by uuid,
        snoozed_until date,
        closed_in text,
        closed_at timestamptz,
        closed_share double precision,
        closed_how text,
        note text,
        CONSTRAINT figure_alert_pkey PRIMARY KEY (id)
      );
      ALTER TABLE figure_alert ADD CONSTRAINT figure_alert_rule_id_fkey FOREIGN KEY (rule_id) REFERENCES figure_alert_rule(id);
      ALTER TABLE figure_alert ADD CONSTRAINT figure_alert_capability_id_fkey FOREIGN KEY (capability_id) REFERENCES capability(id);
      CREATE UNIQUE INDEX figure_alert_once ON figure_alert (rule_id, capability_id, region) WHERE closed_in IS NULL;

      SELECT audit_changes_of('figure_alert_rule', '{}', without => '{looked_at,created_at}');
      SELECT audit_changes_of('figure_alert', '{acknowledged_by}', unspoken => '{note}');`);
  }

  async down(queryRunner: QueryRunner): Promise<void> {
    await queryRunner.query('DROP TABLE figure_alert; DROP TABLE figure_alert_rule;');
  }
}
