import type { MigrationInterface, QueryRunner } from 'typeorm';

/** What a training team changed in the content of a capability. All groups are measured anew, for anchors too. */
export class Refinements1780001790000 implements MigrationInterface {
  async up(queryRunner: QueryRunner): Promise<void> {
    await queryRunner.query(`
      CREATE TABLE refinement (
        id uuid NOT NULL,
        program_id uuid NOT NULL,
        capability_id uuid NOT NULL,
        anchor text,
        content_version text NOT NULL,
        live_on date NOT NULL,
        note text,
        recorded_at timestamptz NOT NULL,
        recorded_by uuid,
        withdrawn_at timestamptz,
        withdrawn_by uuid,
        CONSTRAINT refinement_pkey PRIMARY KEY (id)
      );
      ALTER TABLE refinement ADD CONSTRAINT refinement_program_id_fkey FOREIGN KEY (program_id) REFERENCES program(id);
      ALTER TABLE refinement ADD CONSTRAINT refinement_capability_id_fkey FOREIGN KEY (capability_id) REFERENCES capability(id);
      ALTER TABLE refinement ADD CONSTRAINT refinement_recorded_by_fkey FOREIGN KEY (recorded_by) REFERENCES person(id);
      ALTER TABLE refinement ADD CONSTRAINT refinement_withdrawn_by_fkey FOREIGN KEY (withdrawn_by) REFERENCES person(id);
      CREATE INDEX refinement_program ON refinement (program_id);

      SELECT audit_changes_of('refinement', '{recorded_by,withdrawn_by}', without => '{recorded_at}', unspoken => '{note}');

      UPDATE figure_group SET measured = NULL;`);
  }

  async down(queryRunner: QueryRunner): Promise<void> {
    await queryRunner.query(`
      DROP TABLE refinement;
      DELETE FROM figure_release WHERE question = 'adoptedInTime' OR question LIKE 'anchor:%';
      DELETE FROM figure_count WHERE question = 'adoptedInTime' OR question LIKE 'anchor:%';`);
  }
}
