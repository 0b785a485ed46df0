import type { MigrationInterface, QueryRunner } from 'typeorm';

/** What was agreed in feedback that was taken back is agreed no more, and no message may quote it. */
export class ActionsThatStand1780001850000 implements MigrationInterface {
  async up(queryRunner: QueryRunner): Promise<void> {
    await queryRunner.query('ALTER TABLE development_action ADD stands boolean NOT NULL DEFAULT true');
    await queryRunner.query(`
      UPDATE development_action a SET stands = false WHERE NOT EXISTS (
        SELECT 1 FROM fact f
         WHERE f.enrolment_id = a.enrolment_id AND (
                 f.data ->> 'actionId' = a.id::text AND f.kind = 'actionAgreed'
                 OR f.data -> 'actions' @> jsonb_build_array(jsonb_build_object('actionId', a.id))
                 OR f.data #> '{feedback,actions}' @> jsonb_build_array(jsonb_build_object('actionId', a.id)))
           AND NOT EXISTS (
             SELECT 1 FROM fact c WHERE c.enrolment_id = f.enrolment_id AND c.kind = 'corrected'
                AND c.data ->> 'factId' = f.id::text AND c.data -> 'data' = 'null'))
         OR EXISTS (
        SELECT 1 FROM fact r WHERE r.enrolment_id = a.enrolment_id AND r.kind = 'regrouped'
           AND r.data ->> 'observationId' = a.observation_id::text AND r.data ->> 'outcome' = 'withdrawn')`);
  }

  async down(queryRunner: QueryRunner): Promise<void> {
    await queryRunner.query('ALTER TABLE development_action DROP stands');
  }
}
