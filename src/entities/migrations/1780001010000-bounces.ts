import type { MigrationInterface, QueryRunner } from 'typeorm';

/**
 * What mail servers report back. An address that bounced for good is not written to again; a new one has not bounced,
 * whoever changes it (the API, a file, an erasure), so the table itself sees to that.
 */
export class Bounces1780001010000 implements MigrationInterface {
  async up(queryRunner: QueryRunner): Promise<void> {
    await queryRunner.query(`
      ALTER TABLE person ADD COLUMN mail_bounced_at timestamptz, ADD COLUMN email_since timestamptz;
      ALTER TABLE delivery ADD COLUMN reports text array NOT NULL DEFAULT '{}';
      CREATE FUNCTION new_address() RETURNS trigger LANGUAGE plpgsql AS $$
        BEGIN
          NEW.mail_bounced_at := NULL;
          NEW.email_since := NEW.updated_at;
          RETURN NEW;
        END $$;
      CREATE TRIGGER person_new_address BEFORE UPDATE OF email ON person
        FOR EACH ROW WHEN (OLD.email IS DISTINCT FROM NEW.email) EXECUTE FUNCTION new_address();
    `);
  }

  async down(queryRunner: QueryRunner): Promise<void> {
    await queryRunner.query(`
      DROP TRIGGER person_new_address ON person;
      DROP FUNCTION new_address;
      ALTER TABLE delivery DROP COLUMN reports;
      ALTER TABLE person DROP COLUMN mail_bounced_at, DROP COLUMN email_since;
    `);
  }
}
