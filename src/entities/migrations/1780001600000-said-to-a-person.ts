import type { MigrationInterface, QueryRunner } from 'typeorm';

/** What a person was told is found without reading what anybody was told. */
export class SaidToAPerson1780001600000 implements MigrationInterface {
  async up(queryRunner: QueryRunner): Promise<void> {
    await queryRunner.query(
      `CREATE INDEX nudge_person_said ON nudge (person_id) WHERE state IN ('claimed', 'handedOver', 'unreachable')`,
    );
  }

  async down(queryRunner: QueryRunner): Promise<void> {
    await queryRunner.query('DROP INDEX nudge_person_said');
  }
}
