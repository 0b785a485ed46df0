import { Column, Entity, ForeignKey, Index, PrimaryColumn } from 'typeorm';
import { Program } from './program.js';
import { Bell } from './bell.js';

export const JOB_KINDS = [
  'rolloutLaunch',
  'rolloutWaves',
  'rosterChange',
  'calendarChange',
  'cadenceMove',
  'simulation',
] as const;
export type JobKind = (typeof JOB_KINDS)[number];

/** Work over many enrolments, done by a workflow in batches. */
@Entity()
@Index('job_program', ['programId'])
@Index('job_open', ['createdAt'], { where: "state <> 'done'" })
@Index('job_bell', ['createdAt'], { where: 'ring_seq > applied_seq' })
export class Job {
  @PrimaryColumn('uuid')
  id: string;

  @Column('text')
  kind: JobKind;

  @ForeignKey(() => Program)
  @Column('uuid', { nullable: true })
  programId: string | null;

  /** People whose calendar, manager or delegate changed. */
  @Column('uuid', { array: true, default: '{}' })
  personIds: string[];

  /** What changed and no roster shows; null: it is read off who sits where. */
  @Column('text', { nullable: true })
  cause: 'blackout' | null;

  @Column('text', { default: 'queued' })
  state: 'queued' | 'running' | 'done';

  /** Null until counted. */
  @Column('int', { nullable: true })
  total: number | null;

  @Column('int', { default: 0 })
  done: number;

  /** The last row that was finished: batches go on behind it. */
  @Column('text', { nullable: true })
  cursor: string | null;

  @Column('timestamptz')
  createdAt: Date;

  @Column('timestamptz', { nullable: true })
  finishedAt: Date | null;

  @Column(() => Bell, { prefix: false })
  bell: Bell;
}

/** What became of an uploaded file. */
@Entity()
@Index('import_run_created', ['createdAt'])
export class ImportRun {
  @PrimaryColumn('uuid')
  id: string;

  @Column('text')
  kind: 'people' | 'completions' | 'visits';

  @Column('boolean')
  dryRun: boolean;

  @Column('boolean')
  applied: boolean;

  /** Counts and row errors, as they were answered. */
  @Column('jsonb')
  report: unknown;

  @Column('timestamptz')
  createdAt: Date;
}
