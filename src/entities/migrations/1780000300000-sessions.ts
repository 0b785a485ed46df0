import type { MigrationInterface, QueryRunner } from 'typeorm';

/** People sign in themselves. */
export class Sessions1780000300000 implements MigrationInterface {
  async up(queryRunner: QueryRunner): Promise<void> {
    await queryRunner.query(`
      CREATE TABLE session (
        id uuid NOT NULL,
        hash text NOT NULL,
        person_id uuid NOT NULL,
        way text NOT NULL,
        created_at timestamptz NOT NULL,
        used_at timestamptz NOT NULL,
        lapses_at timestamptz NOT NULL,
        expires_at timestamptz NOT NULL,
        sealed_id_token bytea,
        CONSTRAINT session_pkey PRIMARY KEY (id),
        CONSTRAINT session_person_id_fkey FOREIGN KEY (person_id) REFERENCES person(id)
      );
      CREATE UNIQUE INDEX session_hash ON session (hash);
      CREATE INDEX session_person ON session (person_id);
      CREATE INDEX session_lapse ON session (lapses_at);
      CREATE TABLE provider_account (
        person_id uuid NOT NULL,
        issuer text NOT NULL,
        subject text NOT NULL,
        bound_at timestamptz NOT NULL,
        CONSTRAINT provider_account_pkey PRIMARY KEY (person_id, issuer),
        CONSTRAINT provider_account_person_id_fkey FOREIGN KEY (person_id) REFERENCES person(id)
      );
      CREATE UNIQUE INDEX provider_account_subject ON provider_account (issuer, subject);`);
  }

  async down(queryRunner: QueryRunner): Promise<void> {
    await queryRunner.query('DROP TABLE provider_account; DROP TABLE session;');
  }
}
