import { Column } from 'typeorm';

/**
 * The doorbell of something that a workflow looks after. A transaction that wants it to look raises `ringSeq`; the
 * look itself sets `appliedSeq`; the relay rings while the first is ahead, and when `wakeAt` has passed unnoticed.
 */
export class Bell {
  @Column('bigint', { default: 0 })
  ringSeq: string;

  @Column('bigint', { default: 0 })
  appliedSeq: string;

  /** The `ringSeq` that was rung last, when, and how often without an answer. */
  @Column('bigint', { default: 0 })
  rungSeq: string;

  @Column('timestamptz', { nullable: true })
  rungAt: Date | null;

  @Column('int', { default: 0 })
  ringTries: number;

  /** Until when the workflow sleeps; null: until the bell rings. */
  @Column('timestamptz', { nullable: true })
  wakeAt: Date | null;
}
