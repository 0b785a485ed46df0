import { Column, Entity, ForeignKey, Index, PrimaryColumn } from 'typeorm';
import type { Begins } from '../domain/words.js';
import { Job } from './job.js';
import { Person } from './people.js';
import { CadenceVersion, Program } from './program.js';

/** Open loops of a program that are to go by another version of a cadence. How far it has come stands in its job. */
@Entity()
@Index('cadence_move_program', ['programId'])
export class CadenceMove {
  /** That of its job. */
  @ForeignKey(() => Job)
  @PrimaryColumn('uuid')
  id: string;

  @ForeignKey(() => Program)
  @Column('uuid')
  programId: string;

  /** Null: each loop goes back to the version before the move that this one undoes. */
  @ForeignKey(() => CadenceVersion)
  @Column('uuid', { nullable: true })
  cadenceVersionId: string | null;

  /** Of the reps; null: all. */
  @Column('text', { nullable: true })
  region: string | null;

  @Column('text', { default: 'atOnce' })
  begins: Begins;

  /** Messages that it may bring about in 24 hours; what would be more waits. */
  @Column('int')
  mostMessages: number;

  /** Since when the present 24 hours are counted, and what they brought. */
  @Column('timestamptz', { nullable: true })
  countedFrom: Date | null;

  @Column('int', { default: 0 })
  counted: number;

  @ForeignKey(() => CadenceMove)
  @Column('uuid', { nullable: true })
  undoes: string | null;

  @Column('text', { default: 'going' })
  course: 'going' | 'paused' | 'cancelled';

  /** Null: a machine. */
  @ForeignKey(() => Person)
  @Column('uuid', { nullable: true })
  askedBy: string | null;
}
