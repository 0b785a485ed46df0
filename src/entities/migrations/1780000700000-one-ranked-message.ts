import type { MigrationInterface, QueryRunner } from 'typeorm';

/** One message per person and day: what stood where in it and why, what waits since when, and which day it was. */
export class OneRankedMessage1780000700000 implements MigrationInterface {
  async up(queryRunner: QueryRunner): Promise<void> {
    await queryRunner.query(`
      ALTER TABLE enrolment ADD COLUMN one_more boolean NOT NULL DEFAULT false;
      ALTER TABLE nudge ADD COLUMN place integer, ADD COLUMN because text, ADD COLUMN waits_since timestamptz;
      ALTER TABLE delivery ADD COLUMN day date, ADD COLUMN waiting integer NOT NULL DEFAULT '0',
        ADD COLUMN marks integer NOT NULL DEFAULT '0';
      CREATE INDEX nudge_person_due ON nudge (person_id, slot_at) WHERE state = 'queued';
      CREATE UNIQUE INDEX delivery_one_a_day ON delivery (person_id, day) WHERE day IS NOT NULL AND state <> 'withdrawn';
    `);
  }

  async down(queryRunner: QueryRunner): Promise<void> {
    await queryRunner.query(`
      DROP INDEX delivery_one_a_day, nudge_person_due;
      ALTER TABLE delivery DROP COLUMN day, DROP COLUMN waiting, DROP COLUMN marks;
      ALTER TABLE nudge DROP COLUMN place, DROP COLUMN because, DROP COLUMN waits_since;
      ALTER TABLE enrolment DROP COLUMN one_more;
    `);
  }
}
