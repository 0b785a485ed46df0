import { Column, Entity, Index, PrimaryColumn } from 'typeorm';

export const FINDING_CODES = [
  'wakeMissing',
  'wakeMissed',
  'loopUnanswered',
  'laneUnanswered',
  'jobStanding',
  'nudgeOverdue',
  'deliveryHanging',
  'invitationOverdue',
  'rungSkipped',
  'loopFaulted',
] as const;
export type FindingCode = (typeof FINDING_CODES)[number];

/** When a promise was last looked after in the whole database. */
@Entity()
export class PromiseCheck {
  @PrimaryColumn('text')
  code: FindingCode;

  @Column('timestamptz')
  checkedAt: Date;
}

/** A promise that was found broken. It is open until a later round no longer finds it. */
@Entity()
@Index('finding_open', ['code', 'subject'], { where: 'repaired_at IS NULL' })
@Index('finding_repaired', ['repairedAt'], { where: 'repaired_at IS NOT NULL' })
export class Finding {
  @PrimaryColumn('text')
  code: FindingCode;

  /** The id of what breaks it: an enrolment, a nudge, a delivery, a job, a lane. */
  @PrimaryColumn('text')
  subject: string;

  @Column('timestamptz')
  firstFoundAt: Date;

  @Column('timestamptz')
  lastFoundAt: Date;

  /** When its bell was raised last, to repair it. */
  @Column('timestamptz')
  rungAt: Date;

  /** When it was found to be gone; null: it is open. */
  @Column('timestamptz', { nullable: true })
  repairedAt: Date | null;
}
