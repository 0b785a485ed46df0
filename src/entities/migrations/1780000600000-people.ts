import type { MigrationInterface, QueryRunner } from 'typeorm';

/** Where people live to the subdivision, the organisation's own holidays, the monthly question. */
export class People1780000600000 implements MigrationInterface {
  async up(queryRunner: QueryRunner): Promise<void> {
    await queryRunner.query(`
      ALTER TABLE person ADD COLUMN subdivision text;
      ALTER TABLE job ADD COLUMN cause text;

      CREATE TABLE holiday_calendar (
        id uuid NOT NULL,
        place text NOT NULL,
        name text NOT NULL,
        mode text NOT NULL,
        days text array NOT NULL,
        uploaded_at timestamptz NOT NULL,
        CONSTRAINT holiday_calendar_pkey PRIMARY KEY (id)
      );
      CREATE UNIQUE INDEX holiday_calendar_place ON holiday_calendar (place);

      CREATE TABLE setting (
        name text NOT NULL,
        value jsonb NOT NULL,
        CONSTRAINT setting_pkey PRIMARY KEY (name)
      );

      CREATE TABLE pulse (
        id uuid NOT NULL,
        person_id uuid NOT NULL,
        capability_id uuid NOT NULL,
        program_id uuid NOT NULL,
        enrolment_id uuid NOT NULL,
        month text NOT NULL,
        answered boolean NOT NULL DEFAULT false,
        CONSTRAINT pulse_pkey PRIMARY KEY (id),
        CONSTRAINT pulse_person_id_fkey FOREIGN KEY (person_id) REFERENCES person(id),
        CONSTRAINT pulse_capability_id_fkey FOREIGN KEY (capability_id) REFERENCES capability(id),
        CONSTRAINT pulse_program_id_fkey FOREIGN KEY (program_id) REFERENCES program(id),
        CONSTRAINT pulse_enrolment_id_fkey FOREIGN KEY (enrolment_id) REFERENCES enrolment(id)
      );
      CREATE UNIQUE INDEX pulse_once ON pulse (person_id, capability_id, month);

      CREATE TABLE pulse_answer (
        id uuid NOT NULL,
        program_id uuid NOT NULL,
        capability_id uuid NOT NULL,
        region text,
        month text NOT NULL,
        seen boolean NOT NULL,
        helped boolean,
        CONSTRAINT pulse_answer_pkey PRIMARY KEY (id),
        CONSTRAINT pulse_answer_program_id_fkey FOREIGN KEY (program_id) REFERENCES program(id),
        CONSTRAINT pulse_answer_capability_id_fkey FOREIGN KEY (capability_id) REFERENCES capability(id)
      );
      CREATE INDEX pulse_answer_program ON pulse_answer (program_id, capability_id, month);

      SELECT audit_changes_of('holiday_calendar', '{}', without => '{uploaded_at}');
      SELECT audit_changes_of('setting', '{}');`);
  }

  async down(queryRunner: QueryRunner): Promise<void> {
    await queryRunner.query(`
      DROP TABLE pulse_answer;
      DROP TABLE pulse;
      DROP TABLE setting;
      DROP TABLE holiday_calendar;
      ALTER TABLE job DROP COLUMN cause;
      ALTER TABLE person DROP COLUMN subdivision;`);
  }
}
