import type { MigrationInterface, QueryRunner } from 'typeorm';

const alike = (ratings: string): string =>
  `(SELECT count(*) > 1 AND count(DISTINCT value) = 1 FROM jsonb_each_text(${ratings}) WHERE value <> 'noOccasion')`;

/** Figures are released once a period is closed, from groups of reps; what feedback held is kept when its words go. */
export class Figures1780001750000 implements MigrationInterface {
  async up(queryRunner: QueryRunner): Promise<void> {
    await queryRunner.query(`
      ALTER TABLE feedback ADD has_evidence boolean NOT NULL DEFAULT false, ADD has_suggestion boolean NOT NULL DEFAULT false,
        ADD is_alike boolean NOT NULL DEFAULT false;
      ALTER TABLE feedback DISABLE TRIGGER USER;
      UPDATE feedback SET has_evidence = evidence IS NOT NULL, has_suggestion = suggestion IS NOT NULL, is_alike = ${alike('ratings')};
      ALTER TABLE feedback ENABLE TRIGGER USER;

      CREATE TABLE figure_group (
        id uuid NOT NULL,
        program_id uuid NOT NULL,
        capability_id uuid NOT NULL,
        place jsonb NOT NULL,
        countries text[] NOT NULL,
        closed_in date NOT NULL,
        measured text,
        CONSTRAINT figure_group_pkey PRIMARY KEY (id)
      );
      ALTER TABLE figure_group ADD CONSTRAINT figure_group_program_id_fkey FOREIGN KEY (program_id) REFERENCES program(id);
      ALTER TABLE figure_group ADD CONSTRAINT figure_group_capability_id_fkey FOREIGN KEY (capability_id) REFERENCES capability(id);
      CREATE INDEX figure_group_program ON figure_group (program_id, capability_id);

      ALTER TABLE figure_place ADD group_id uuid;
      ALTER TABLE figure_place DISABLE TRIGGER USER;
      CREATE TEMPORARY TABLE block_group ON COMMIT DROP AS
        SELECT gen_random_uuid() AS id, program_id, capability_id, region, block FROM figure_place
         WHERE block IS NOT NULL GROUP BY program_id, capability_id, region, block;
      INSERT INTO figure_group (id, program_id, capability_id, place, countries, closed_in)
        SELECT b.id, b.program_id, b.capability_id,
               jsonb_build_object('region', coalesce(b.region, ''), 'market', NULL, 'country', NULL, 'function', NULL, 'role', NULL,
                 'tenure', NULL, 'cohort', NULL, 'contentVersion', NULL),
               array_agg(DISTINCT r.country), date_trunc('week', now() AT TIME ZONE 'UTC')::date
          FROM block_group b JOIN figure_place p ON (p.program_id, p.capability_id, p.block) = (b.program_id, b.capability_id, b.block)
           AND p.region IS NOT DISTINCT FROM b.region
          JOIN person r ON r.id = p.rep_id GROUP BY b.id, b.program_id, b.capability_id, b.region;
      UPDATE figure_place p SET group_id = b.id FROM block_group b
       WHERE (p.program_id, p.capability_id, p.block) = (b.program_id, b.capability_id, b.block) AND p.region IS NOT DISTINCT FROM b.region;
      ALTER TABLE figure_place ENABLE TRIGGER USER;
      DROP INDEX figure_place_cell;
      ALTER TABLE figure_place DROP block;
      ALTER TABLE figure_place ADD CONSTRAINT figure_place_group_id_fkey FOREIGN KEY (group_id) REFERENCES figure_group(id);
      CREATE INDEX figure_place_group ON figure_place (group_id);
      CREATE OR REPLACE FUNCTION keep_figure_place() RETURNS trigger LANGUAGE plpgsql AS $$
      BEGIN
        IF TG_OP = 'UPDATE' AND OLD.group_id IS NULL
           AND (NEW.program_id, NEW.capability_id, NEW.rep_id, NEW.region, NEW.manager_id)
               IS NOT DISTINCT FROM (OLD.program_id, OLD.capability_id, OLD.rep_id, OLD.region, OLD.manager_id) THEN
          RETURN NEW;
        END IF;
        RAISE EXCEPTION 'figure_place takes no %: whoever was counted stays where they were counted', lower(TG_OP);
      END $$;

      CREATE TABLE figure_count (
        group_id uuid NOT NULL,
        week date NOT NULL,
        question text NOT NULL,
        answer text NOT NULL,
        count integer NOT NULL,
        CONSTRAINT figure_count_pkey PRIMARY KEY (group_id, week, question, answer)
      );
      ALTER TABLE figure_count ADD CONSTRAINT figure_count_group_id_fkey FOREIGN KEY (group_id) REFERENCES figure_group(id);

      CREATE TABLE figure_release (
        program_id uuid NOT NULL,
        capability_id uuid NOT NULL,
        question text NOT NULL,
        period text NOT NULL,
        rows jsonb NOT NULL,
        released_at timestamptz NOT NULL,
        restated_at timestamptz,
        CONSTRAINT figure_release_pkey PRIMARY KEY (program_id, capability_id, question, period)
      );
      ALTER TABLE figure_release ADD CONSTRAINT figure_release_program_id_fkey FOREIGN KEY (program_id) REFERENCES program(id);
      ALTER TABLE figure_release ADD CONSTRAINT figure_release_capability_id_fkey FOREIGN KEY (capability_id) REFERENCES capability(id);`);
  }

  async down(queryRunner: QueryRunner): Promise<void> {
    await queryRunner.query(`
      DROP TABLE figure_release;
      DROP TABLE figure_count;
      ALTER TABLE figure_place DISABLE TRIGGER USER;
      ALTER TABLE figure_place ADD block integer;
      UPDATE figure_place p SET block = g.number FROM (
        SELECT id, row_number() OVER (PARTITION BY program_id, capability_id, place ->> 'region' ORDER BY closed_in, id) AS number
          FROM figure_group) g WHERE g.id = p.group_id;
      ALTER TABLE figure_place ENABLE TRIGGER USER;
      ALTER TABLE figure_place DROP group_id;
      CREATE INDEX figure_place_cell ON figure_place (program_id, capability_id, region);
      CREATE OR REPLACE FUNCTION keep_figure_place() RETURNS trigger LANGUAGE plpgsql AS $$
      BEGIN
        IF TG_OP = 'UPDATE' AND OLD.block IS NULL
           AND (NEW.program_id, NEW.capability_id, NEW.rep_id, NEW.region, NEW.manager_id)
               IS NOT DISTINCT FROM (OLD.program_id, OLD.capability_id, OLD.rep_id, OLD.region, OLD.manager_id) THEN
          RETURN NEW;
        END IF;
        RAISE EXCEPTION 'figure_place takes no %: whoever was counted stays where they were counted', lower(TG_OP);
      END $$;
      DROP TABLE figure_group;
      ALTER TABLE feedback DROP has_evidence, DROP has_suggestion, DROP is_alike;`);
  }
}
