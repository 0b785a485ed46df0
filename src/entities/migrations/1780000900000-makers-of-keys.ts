import type { MigrationInterface, QueryRunner } from 'typeorm';

const LEGAL = (most: string): string => `
  ALTER TABLE role_grant DROP CONSTRAINT role_grant_legal;
  ALTER TABLE role_grant ADD CONSTRAINT role_grant_legal CHECK ((role = 'legal') = (subject_id IS NOT NULL)
    AND (role <> 'legal' OR (valid_to IS NOT NULL AND valid_to <= valid_from + interval '${most}')));`;

/**
 * A key knows who made it, so that nobody grants themselves a role through one. Thirty days of legal access are as many
 * hours wherever the database is: where clocks change, the days of its zone are an hour shorter or longer.
 */
export class MakersOfKeys1780000900000 implements MigrationInterface {
  async up(queryRunner: QueryRunner): Promise<void> {
    await queryRunner.query(`
      ALTER TABLE api_key ADD COLUMN made_by uuid;
      ALTER TABLE api_key ADD CONSTRAINT api_key_made_by_fkey FOREIGN KEY (made_by) REFERENCES person(id);
      ${LEGAL('720 hours')}`);
  }

  async down(queryRunner: QueryRunner): Promise<void> {
    await queryRunner.query(`${LEGAL('30 days')} ALTER TABLE api_key DROP COLUMN made_by;`);
  }
}
