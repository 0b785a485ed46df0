import type { MigrationInterface, QueryRunner } from 'typeorm';

/** A program may begin region by region, with a hold between its waves and rules that stop it. */
export class Waves1780001910000 implements MigrationInterface {
  async up(queryRunner: QueryRunner): Promise<void> {
    await queryRunner.query(`
      CREATE TABLE wave_plan (
        program_id uuid NOT NULL,
        job_id uuid NOT NULL,
        hold_days integer NOT NULL,
        stop_when jsonb NOT NULL,
        course text NOT NULL DEFAULT 'going',
        because text[] NOT NULL DEFAULT '{}',
        stopped_at timestamptz,
        CONSTRAINT wave_plan_pkey PRIMARY KEY (program_id)
      );
      ALTER TABLE wave_plan ADD CONSTRAINT wave_plan_program_id_fkey FOREIGN KEY (program_id) REFERENCES program(id);
      ALTER TABLE wave_plan ADD CONSTRAINT wave_plan_job_id_fkey FOREIGN KEY (job_id) REFERENCES job(id);

      CREATE TABLE wave (
        program_id uuid NOT NULL,
        number integer NOT NULL,
        regions text[] NOT NULL,
        opened_at timestamptz,
        CONSTRAINT wave_pkey PRIMARY KEY (program_id, number)
      );
      ALTER TABLE wave ADD CONSTRAINT wave_program_id_fkey FOREIGN KEY (program_id) REFERENCES program(id);

      SELECT audit_changes_of('wave_plan', '{}', without => '{job_id}');
      SELECT audit_changes_of('wave', '{}');`);
  }

  async down(queryRunner: QueryRunner): Promise<void> {
    await queryRunner.query('DROP TABLE wave; DROP TABLE wave_plan');
  }
}
