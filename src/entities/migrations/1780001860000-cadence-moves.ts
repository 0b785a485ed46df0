import type { MigrationInterface, QueryRunner } from 'typeorm';

/** Open loops can go by another version of their cadence, in batches that can be paused and undone. */
export class CadenceMoves1780001860000 implements MigrationInterface {
  async up(queryRunner: QueryRunner): Promise<void> {
    await queryRunner.query(`
      CREATE TABLE cadence_move (
        id uuid NOT NULL,
        program_id uuid NOT NULL,
        cadence_version_id uuid,
        region text,
        most_messages integer NOT NULL,
        counted_from timestamptz,
        counted integer NOT NULL DEFAULT 0,
        undoes uuid,
        course text NOT NULL DEFAULT 'going',
        asked_by uuid,
        CONSTRAINT cadence_move_pkey PRIMARY KEY (id)
      );
      ALTER TABLE cadence_move ADD CONSTRAINT cadence_move_id_fkey FOREIGN KEY (id) REFERENCES job(id);
      ALTER TABLE cadence_move ADD CONSTRAINT cadence_move_program_id_fkey FOREIGN KEY (program_id) REFERENCES program(id);
      ALTER TABLE cadence_move ADD CONSTRAINT cadence_move_cadence_version_id_fkey FOREIGN KEY (cadence_version_id) REFERENCES cadence_version(id);
      ALTER TABLE cadence_move ADD CONSTRAINT cadence_move_undoes_fkey FOREIGN KEY (undoes) REFERENCES cadence_move(id);
      ALTER TABLE cadence_move ADD CONSTRAINT cadence_move_asked_by_fkey FOREIGN KEY (asked_by) REFERENCES person(id);
      CREATE INDEX cadence_move_program ON cadence_move (program_id);

      SELECT audit_changes_of('cadence_move', '{asked_by}', without => '{counted_from,counted}');`);
  }

  async down(queryRunner: QueryRunner): Promise<void> {
    await queryRunner.query('DROP TABLE cadence_move');
  }
}
