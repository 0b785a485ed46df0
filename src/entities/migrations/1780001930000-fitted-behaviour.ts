import type { MigrationInterface, QueryRunner } from 'typeorm';

const AUDITED = (without: string): string => `
      DROP TRIGGER audit_insert ON simulation;
      DROP TRIGGER audit_update ON simulation;
      DROP TRIGGER audit_delete ON simulation;
      SELECT audit_changes_of('simulation', '{asked_by}', without => '{${without}}');`;

/** How people are taken to behave is fitted to their own history, and kept with what is played by it. */
export class FittedBehaviour1780001930000 implements MigrationInterface {
  async up(queryRunner: QueryRunner): Promise<void> {
    await queryRunner.query(
      `ALTER TABLE simulation ADD COLUMN behaviour jsonb; ${AUDITED('document,beside,behaviour,result')}`,
    );
  }

  async down(queryRunner: QueryRunner): Promise<void> {
    await queryRunner.query(
      `ALTER TABLE simulation DROP COLUMN behaviour; ${AUDITED('document,beside,result')}`,
    );
  }
}
