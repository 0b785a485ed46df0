import type { MigrationInterface, QueryRunner } from 'typeorm';

/** What was begun and not sent waits for whoever wrote it. */
export class Drafts1780001400000 implements MigrationInterface {
  async up(queryRunner: QueryRunner): Promise<void> {
    await queryRunner.query(`
      CREATE TABLE draft (
        person_id uuid NOT NULL CONSTRAINT draft_person_id_fkey REFERENCES person(id),
        key text NOT NULL,
        filled jsonb NOT NULL,
        expires_at timestamptz NOT NULL,
        CONSTRAINT draft_pkey PRIMARY KEY (person_id, key)
      );
      CREATE INDEX draft_expiry ON draft (expires_at);`);
  }

  async down(queryRunner: QueryRunner): Promise<void> {
    await queryRunner.query('DROP TABLE draft;');
  }
}
