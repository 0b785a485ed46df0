import type { MigrationInterface, QueryRunner } from 'typeorm';

/** What a cadence would do to a program's people is played, and kept with all that it takes to repeat it. */
export class Simulations1780001870000 implements MigrationInterface {
  async up(queryRunner: QueryRunner): Promise<void> {
    await queryRunner.query(`
      CREATE TABLE simulation (
        id uuid NOT NULL,
        program_id uuid NOT NULL,
        document jsonb NOT NULL,
        beside jsonb,
        from_at timestamptz NOT NULL,
        weeks integer NOT NULL,
        runs integer NOT NULL,
        seed integer NOT NULL,
        course text NOT NULL DEFAULT 'going',
        result jsonb,
        asked_by uuid,
        CONSTRAINT simulation_pkey PRIMARY KEY (id)
      );
      ALTER TABLE simulation ADD CONSTRAINT simulation_id_fkey FOREIGN KEY (id) REFERENCES job(id);
      ALTER TABLE simulation ADD CONSTRAINT simulation_program_id_fkey FOREIGN KEY (program_id) REFERENCES program(id);
      ALTER TABLE simulation ADD CONSTRAINT simulation_asked_by_fkey FOREIGN KEY (asked_by) REFERENCES person(id);
      CREATE INDEX simulation_program ON simulation (program_id);

      SELECT audit_changes_of('simulation', '{asked_by}', without => '{document,beside,result}');`);
  }

  async down(queryRunner: QueryRunner): Promise<void> {
    await queryRunner.query('DROP TABLE simulation');
  }
}
