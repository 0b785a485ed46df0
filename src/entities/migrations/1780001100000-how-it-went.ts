import type { MigrationInterface, QueryRunner } from 'typeorm';

const audited = (unspoken: string): string => `
  DROP TRIGGER audit_insert ON development_action;
  DROP TRIGGER audit_update ON development_action;
  DROP TRIGGER audit_delete ON development_action;
  SELECT audit_changes_of('development_action', '{enrolment_id}', unspoken => '${unspoken}');`;

/** The rep's own word on what they tried stands beside the coach's; the audit tells neither. */
export class HowItWent1780001100000 implements MigrationInterface {
  async up(queryRunner: QueryRunner): Promise<void> {
    await queryRunner.query(`
      ALTER TABLE development_action ADD COLUMN tried text;
      ${audited('{text,outcome,tried}')}`);
  }

  async down(queryRunner: QueryRunner): Promise<void> {
    await queryRunner.query(`
      ${audited('{text,outcome}')}
      ALTER TABLE development_action DROP COLUMN tried;`);
  }
}
