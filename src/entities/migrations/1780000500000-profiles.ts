import type { MigrationInterface, QueryRunner } from 'typeorm';

/** Where reps are counted in figures, and what an organisation asks of itself country by country. */
export class Profiles1780000500000 implements MigrationInterface {
  async up(queryRunner: QueryRunner): Promise<void> {
    await queryRunner.query(`
      CREATE TABLE figure_place (
        program_id uuid NOT NULL,
        capability_id uuid NOT NULL,
        rep_id uuid NOT NULL,
        region text,
        manager_id uuid,
        block integer,
        CONSTRAINT figure_place_pkey PRIMARY KEY (program_id, capability_id, rep_id)
      );
      ALTER TABLE figure_place ADD CONSTRAINT figure_place_program_id_fkey FOREIGN KEY (program_id) REFERENCES program(id);
      ALTER TABLE figure_place ADD CONSTRAINT figure_place_capability_id_fkey FOREIGN KEY (capability_id) REFERENCES capability(id);
      ALTER TABLE figure_place ADD CONSTRAINT figure_place_rep_id_fkey FOREIGN KEY (rep_id) REFERENCES person(id);
      CREATE INDEX figure_place_cell ON figure_place (program_id, capability_id, region);

      CREATE TABLE country_setting (
        country text NOT NULL,
        changes jsonb NOT NULL DEFAULT '{}',
        works_agreement_on date,
        updated_at timestamptz NOT NULL,
        CONSTRAINT country_setting_pkey PRIMARY KEY (country)
      );

      CREATE FUNCTION keep_figure_place() RETURNS trigger LANGUAGE plpgsql AS $$
      BEGIN
        IF TG_OP = 'UPDATE' AND OLD.block IS NULL
           AND (NEW.program_id, NEW.capability_id, NEW.rep_id, NEW.region, NEW.manager_id)
               IS NOT DISTINCT FROM (OLD.program_id, OLD.capability_id, OLD.rep_id, OLD.region, OLD.manager_id) THEN
          RETURN NEW;
        END IF;
        RAISE EXCEPTION 'figure_place takes no %: whoever was counted stays where they were counted', lower(TG_OP);
      END $$;
      CREATE TRIGGER figure_place_is_kept BEFORE UPDATE OR DELETE ON figure_place FOR EACH ROW EXECUTE FUNCTION keep_figure_place();

      SELECT audit_changes_of('country_setting', '{}', without => '{updated_at}');`);
  }

  async down(queryRunner: QueryRunner): Promise<void> {
    await queryRunner.query(
      'DROP TABLE figure_place; DROP FUNCTION keep_figure_place(); DROP TABLE country_setting;',
    );
  }
}
