import type { MigrationInterface, QueryRunner } from 'typeorm';

/** What stands in whose calendar of a joint visit, and what is to be sent of it. */
export class Invitations1780001000000 implements MigrationInterface {
  async up(queryRunner: QueryRunner): Promise<void> {
    await queryRunner.query(`
      CREATE TABLE invitation (
        id uuid PRIMARY KEY,
        visit_id uuid NOT NULL REFERENCES joint_visit (id),
        person_id uuid NOT NULL REFERENCES person (id),
        lane integer NOT NULL,
        wanted integer NOT NULL,
        cancelled boolean NOT NULL,
        starts_at timestamptz NOT NULL,
        changed_at timestamptz NOT NULL,
        sent integer,
        sending integer,
        due_at timestamptz,
        attempts integer NOT NULL DEFAULT '0',
        in_doubt boolean NOT NULL DEFAULT false,
        error text,
        reports text array NOT NULL DEFAULT '{}'
      );
      CREATE UNIQUE INDEX invitation_of ON invitation (visit_id, person_id);
      CREATE INDEX invitation_due ON invitation (lane, due_at) WHERE due_at IS NOT NULL;
      CREATE INDEX invitation_in_doubt ON invitation (changed_at) WHERE in_doubt;
      CREATE INDEX invitation_person ON invitation (person_id);
    `);
  }

  async down(queryRunner: QueryRunner): Promise<void> {
    await queryRunner.query('DROP TABLE invitation');
  }
}
