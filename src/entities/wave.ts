import { Column, Entity, ForeignKey, PrimaryColumn } from 'typeorm';
import type { Rollout, StopReason, StopRules } from '../domain/waves.js';
import { Job } from './job.js';
import { Program } from './program.js';

/** How a program is rolled out region by region. */
@Entity()
export class WavePlan {
  @ForeignKey(() => Program)
  @PrimaryColumn('uuid')
  programId: string;

  /** Goes through the waves. */
  @ForeignKey(() => Job)
  @Column('uuid')
  jobId: string;

  /** Exact days between the beginning of one wave and that of the next. */
  @Column('int')
  holdDays: number;

  @Column('jsonb')
  stopWhen: StopRules;

  @Column('text', { default: 'going' })
  course: Rollout['course'];

  /** Which rules stopped it; empty: none. */
  @Column('text', { array: true, default: '{}' })
  because: StopReason[];

  @Column('timestamptz', { nullable: true })
  stoppedAt: Date | null;
}

/** The reps of some regions, whose loops begin together. Whoever's region no wave names comes with the last. */
@Entity()
export class Wave {
  @ForeignKey(() => Program)
  @PrimaryColumn('uuid')
  programId: string;

  /** Counted from 1. */
  @PrimaryColumn('int')
  number: number;

  @Column('text', { array: true })
  regions: string[];

  /** The loops of the first open with the launch; null: not yet. */
  @Column('timestamptz', { nullable: true })
  openedAt: Date | null;
}
